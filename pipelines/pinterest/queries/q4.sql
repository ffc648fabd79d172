-- Q4: the category with the most pins in each age group of users; ties are all kept. Under 18 is in no group.
WITH aged AS (
  SELECT pin.category,
    CASE
      WHEN joined.age BETWEEN 18 AND 24 THEN '18-24'
      WHEN joined.age BETWEEN 25 AND 35 THEN '25-35'
      WHEN joined.age BETWEEN 36 AND 50 THEN '36-50'
      WHEN joined.age > 50 THEN '+50'
    END AS age_group
  FROM pin_distinct AS pin
  INNER JOIN user_distinct AS joined ON pin.ind = joined.ind
  WHERE pin.category IS NOT NULL
),
counted AS (
  SELECT age_group, category, count(*) AS category_count,
    rank() OVER (PARTITION BY age_group ORDER BY count(*) DESC NULLS LAST) AS place
  FROM aged
  WHERE age_group IS NOT NULL
  GROUP BY age_group, category
)
SELECT age_group, category, CAST(category_count AS BIGINT) AS category_count
FROM counted
WHERE place = 1
ORDER BY CASE WHEN age_group = '+50' THEN 1 ELSE 0 END ASC NULLS LAST, age_group ASC NULLS LAST, category ASC NULLS LAST

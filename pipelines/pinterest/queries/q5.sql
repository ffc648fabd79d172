-- Q5: the median number of followers in each age group of users. A poster counts once per pin; under 18 is in no group.
WITH aged AS (
  SELECT pin.follower_count,
    CASE
      WHEN joined.age BETWEEN 18 AND 24 THEN '18-24'
      WHEN joined.age BETWEEN 25 AND 35 THEN '25-35'
      WHEN joined.age BETWEEN 36 AND 50 THEN '36-50'
      WHEN joined.age > 50 THEN '+50'
    END AS age_group
  FROM pin_distinct AS pin
  INNER JOIN user_distinct AS joined ON pin.ind = joined.ind
  WHERE pin.follower_count IS NOT NULL
)
SELECT age_group,
  CAST(${percentile}(0.5) WITHIN GROUP (ORDER BY follower_count ASC NULLS LAST) AS ${median_type}) AS median_follower_count
FROM aged
WHERE age_group IS NOT NULL
GROUP BY age_group
ORDER BY CASE WHEN age_group = '+50' THEN 1 ELSE 0 END ASC NULLS LAST, age_group ASC NULLS LAST

-- Q2: the category with the most pins in each year of posting, 2018 to 2022; ties are all kept.
WITH dated AS (
  SELECT CAST(EXTRACT(YEAR FROM geo.timestamp) AS INT) AS post_year, pin.category
  FROM pin_distinct AS pin
  INNER JOIN geo_distinct AS geo ON pin.ind = geo.ind
  WHERE pin.category IS NOT NULL
),
counted AS (
  SELECT post_year, category, count(*) AS category_count,
    rank() OVER (PARTITION BY post_year ORDER BY count(*) DESC NULLS LAST) AS place
  FROM dated
  WHERE post_year BETWEEN 2018 AND 2022
  GROUP BY post_year, category
)
SELECT post_year, category, CAST(category_count AS BIGINT) AS category_count
FROM counted
WHERE place = 1
ORDER BY post_year ASC NULLS LAST, category ASC NULLS LAST

-- Q1: the category with the most pins in each country; ties are all kept.
WITH counted AS (
  SELECT geo.country, pin.category, count(*) AS category_count,
    rank() OVER (PARTITION BY geo.country ORDER BY count(*) DESC NULLS LAST) AS place
  FROM pin_distinct AS pin
  INNER JOIN geo_distinct AS geo ON pin.ind = geo.ind
  WHERE geo.country IS NOT NULL AND pin.category IS NOT NULL
  GROUP BY geo.country, pin.category
)
SELECT country, category, CAST(category_count AS BIGINT) AS category_count
FROM counted
WHERE place = 1
ORDER BY country ASC NULLS LAST, category ASC NULLS LAST

-- Q3b: the country of the poster with the most followers of all; one row per country that has such a poster.
WITH posters AS (
  SELECT DISTINCT geo.country, pin.follower_count
  FROM pin_distinct AS pin
  INNER JOIN geo_distinct AS geo ON pin.ind = geo.ind
  WHERE geo.country IS NOT NULL AND pin.follower_count IS NOT NULL
),
ranked AS (
  SELECT country, follower_count, rank() OVER (ORDER BY follower_count DESC NULLS LAST) AS place
  FROM posters
)
SELECT country, follower_count
FROM ranked
WHERE place = 1
ORDER BY country ASC NULLS LAST

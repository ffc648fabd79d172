-- Q3a: the posters with the most followers in each country; ties are all kept, a poster is named once per country.
WITH posters AS (
  SELECT DISTINCT geo.country, pin.poster_name, pin.follower_count
  FROM pin_distinct AS pin
  INNER JOIN geo_distinct AS geo ON pin.ind = geo.ind
  WHERE geo.country IS NOT NULL AND pin.follower_count IS NOT NULL
),
ranked AS (
  SELECT country, poster_name, follower_count,
    rank() OVER (PARTITION BY country ORDER BY follower_count DESC NULLS LAST) AS place
  FROM posters
)
SELECT country, poster_name, follower_count
FROM ranked
WHERE place = 1
ORDER BY country ASC NULLS LAST, poster_name ASC NULLS LAST

-- Q6: how many users joined in each year, 2015 to 2020.
WITH dated AS (
  SELECT CAST(EXTRACT(YEAR FROM date_joined) AS INT) AS post_year
  FROM user_distinct
)
SELECT post_year, CAST(count(*) AS BIGINT) AS number_users_joined
FROM dated
WHERE post_year BETWEEN 2015 AND 2020
GROUP BY post_year
ORDER BY post_year ASC NULLS LAST

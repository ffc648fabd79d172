-- Q7: the median number of followers by the year in which the user joined. A poster counts once per pin.
WITH dated AS (
  SELECT CAST(EXTRACT(YEAR FROM joined.date_joined) AS INT) AS post_year, pin.follower_count
  FROM pin_distinct AS pin
  INNER JOIN user_distinct AS joined ON pin.ind = joined.ind
  WHERE pin.follower_count IS NOT NULL
)
SELECT post_year,
  CAST(${percentile}(0.5) WITHIN GROUP (ORDER BY follower_count ASC NULLS LAST) AS ${median_type}) AS median_follower_count
FROM dated
GROUP BY post_year
ORDER BY post_year ASC NULLS LAST

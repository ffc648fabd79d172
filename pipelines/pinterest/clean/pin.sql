-- pin_clean: one row per raw pin, repeats kept. _rejected says why a row cannot be read; NULL when it can.
-- Sentinels and empty text become NULL, each in its own column. `index` becomes ind; `downloaded` is dropped.
-- ind: a whole number of 32 bits, as a number or as text; a fraction of exactly .0 is let pass.
-- follower_count: digits and, if they come with k, M or B (either case), up to three decimals: 124k, 1.2M, 950.
-- Any other text is not a count and becomes NULL, as the sentinel does.
CREATE OR REPLACE TEMPORARY VIEW pin_clean AS
WITH taken_apart AS (
  SELECT *,
    CASE WHEN right(index, 2) = '.0' THEN left(index, length(index) - 2) ELSE index END AS ind_text,
    CASE
      WHEN right(follower_count, 1) IN ('k', 'K') THEN 1000
      WHEN right(follower_count, 1) IN ('m', 'M') THEN 1000000
      WHEN right(follower_count, 1) IN ('b', 'B') THEN 1000000000
      ELSE 1
    END AS count_unit,
    CASE
      WHEN right(follower_count, 1) IN ('k', 'K', 'm', 'M', 'b', 'B') THEN left(follower_count, length(follower_count) - 1)
      WHEN right(follower_count, 2) = '.0' THEN left(follower_count, length(follower_count) - 2)
      ELSE follower_count
    END AS count_text
  FROM pin_raw
),
shaped AS (
  SELECT *,
    CASE WHEN left(ind_text, 1) = '-' THEN right(ind_text, length(ind_text) - 1) ELSE ind_text END AS ind_digits,
    CASE
      WHEN length(count_text) NOT BETWEEN 1 AND 12 THEN FALSE
      WHEN translate(count_text, '0123456789', '') = '' THEN TRUE
      WHEN translate(count_text, '0123456789', '') <> '.' OR count_unit = 1 THEN FALSE
      ELSE left(count_text, 1) <> '.' AND right(count_text, 1) <> '.' AND right(count_text, 4) LIKE '%.%'
    END AS is_count
  FROM taken_apart
),
typed AS (
  SELECT *,
    CASE
      WHEN length(ind_digits) BETWEEN 1 AND 10 AND translate(ind_digits, '0123456789', '') = '' THEN TRY_CAST(ind_text AS INT)
    END AS ind,
    CASE
      WHEN is_count THEN TRY_CAST(floor(TRY_CAST(count_text AS DECIMAL(24, 3)) * count_unit) AS BIGINT)
    END AS followers
  FROM shaped
)
SELECT
  _row, _container, _position,
  CASE
    WHEN index IS NULL THEN 'index: missing'
    WHEN ind IS NULL THEN 'index: not a whole number of 32 bits: ' || left(index, 100)
  END AS _rejected,
  ind,
  nullif(unique_id, '') AS unique_id,
  CASE WHEN title NOT IN ('', 'No Title Data Available', 'Untitled') THEN title END AS title,
  CASE
    WHEN description NOT IN ('', 'No description available', 'No description available Story format') THEN description
  END AS description,
  followers AS follower_count,
  CASE WHEN poster_name NOT IN ('', 'User Info Error') THEN poster_name END AS poster_name,
  CASE WHEN tag_list NOT IN ('', 'N,o, ,T,a,g,s, ,A,v,a,i,l,a,b,l,e') THEN tag_list END AS tag_list,
  nullif(is_image_or_video, '') AS is_image_or_video,
  CASE WHEN image_src NOT IN ('', 'Image src error.') THEN image_src END AS image_src,
  nullif(
    CASE
      WHEN left(save_location, 14) = 'Local save in ' THEN right(save_location, length(save_location) - 14)
      ELSE save_location
    END, '') AS save_location,
  nullif(category, '') AS category
FROM typed;

-- geo_clean: one row per raw geolocation, repeats kept. _rejected says why a row cannot be read; NULL when it can.
-- ind: a whole number of 32 bits, as a number or as text; a fraction of exactly .0 is let pass.
-- timestamp: 2020-08-28T03:52:47, or with a space; no other shape, years 0001 to 9999, taken as UTC.
-- latitude and longitude: a finite decimal number; any other text becomes NULL, also +-5, which DuckDB alone reads as -5.
-- The sink joins the two.
-- Empty text is no country.
CREATE OR REPLACE TEMPORARY VIEW geo_clean AS
WITH taken_apart AS (
  SELECT _row, _container, _position, country, latitude, longitude, ind AS ind_raw, timestamp AS timestamp_raw,
    CASE WHEN right(ind, 2) = '.0' THEN left(ind, length(ind) - 2) ELSE ind END AS ind_text,
    translate(timestamp, '123456789', '000000000') AS timestamp_shape
  FROM geo_raw
),
shaped AS (
  SELECT *,
    CASE WHEN left(ind_text, 1) = '-' THEN right(ind_text, length(ind_text) - 1) ELSE ind_text END AS ind_digits
  FROM taken_apart
),
typed AS (
  SELECT *,
    CASE
      WHEN length(ind_digits) BETWEEN 1 AND 10 AND translate(ind_digits, '0123456789', '') = '' THEN TRY_CAST(ind_text AS INT)
    END AS ind,
    CASE
      WHEN timestamp_shape IN ('0000-00-00T00:00:00', '0000-00-00 00:00:00')
        AND left(timestamp_raw, 4) <> '0000' AND left(right(timestamp_raw, 8), 2) <= '23'
      THEN TRY_CAST(timestamp_raw AS TIMESTAMP)
    END AS timestamp,
    CASE
      WHEN translate(latitude, '0123456789.eE+-', '') = '' AND latitude NOT LIKE '%+-%' THEN TRY_CAST(latitude AS DOUBLE)
    END AS latitude_number,
    CASE
      WHEN translate(longitude, '0123456789.eE+-', '') = '' AND longitude NOT LIKE '%+-%' THEN TRY_CAST(longitude AS DOUBLE)
    END AS longitude_number
  FROM shaped
)
SELECT
  _row, _container, _position,
  CASE
    WHEN ind_raw IS NULL THEN 'ind: missing'
    WHEN ind IS NULL THEN 'ind: not a whole number of 32 bits: ' || left(ind_raw, 100)
    WHEN timestamp_raw IS NULL THEN 'timestamp: missing'
    WHEN timestamp IS NULL THEN 'timestamp: not a date and time like 2020-08-28T03:52:47: ' || left(timestamp_raw, 100)
  END AS _rejected,
  ind,
  nullif(country, '') AS country,
  CASE WHEN abs(latitude_number) <= 1.7E308 THEN latitude_number END AS latitude,
  CASE WHEN abs(longitude_number) <= 1.7E308 THEN longitude_number END AS longitude,
  timestamp
FROM typed;

-- The cleaned rows with the columns that an engine builds in its own way: arrays, and timestamps with a zone.
-- Each view holds _row, _container, _position, _rejected and the columns that pipeline.json names.
-- TIMESTAMP is a moment here (TIMESTAMP_LTZ), and the session's time zone is UTC.

CREATE OR REPLACE TEMPORARY VIEW pin_sink AS
SELECT * FROM pin_clean;

CREATE OR REPLACE TEMPORARY VIEW geo_sink AS
SELECT _row, _container, _position, _rejected, ind, country,
  CASE WHEN latitude IS NOT NULL AND longitude IS NOT NULL THEN array(latitude, longitude) END AS coordinates,
  CAST(timestamp AS TIMESTAMP) AS timestamp
FROM geo_clean;

CREATE OR REPLACE TEMPORARY VIEW user_sink AS
SELECT _row, _container, _position, _rejected, ind, user_name, age, CAST(date_joined AS TIMESTAMP) AS date_joined
FROM user_clean;

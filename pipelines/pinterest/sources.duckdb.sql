-- The records as text, one column a field: what {source}_json holds, taken apart.
-- The engine fills {source}_json (_row, _container, _position, _json) with records that it has checked to be JSON objects.
-- A field that is missing or null is NULL; a number is its shortest text; an object or list is its JSON.
-- All fields are extracted by one call, because each call parses the record again.

CREATE OR REPLACE TEMPORARY VIEW pin_raw AS
WITH extracted AS (
  SELECT _row, _container, _position, json_extract_string(_json, [
    '$.index', '$.unique_id', '$.title', '$.description', '$.poster_name', '$.follower_count', '$.tag_list',
    '$.is_image_or_video', '$.image_src', '$.save_location', '$.category']) AS field
  FROM pin_json
)
SELECT _row, _container, _position, field[1] AS index, field[2] AS unique_id, field[3] AS title, field[4] AS description,
  field[5] AS poster_name, field[6] AS follower_count, field[7] AS tag_list, field[8] AS is_image_or_video,
  field[9] AS image_src, field[10] AS save_location, field[11] AS category
FROM extracted;

CREATE OR REPLACE TEMPORARY VIEW geo_raw AS
WITH extracted AS (
  SELECT _row, _container, _position,
    json_extract_string(_json, ['$.ind', '$.timestamp', '$.latitude', '$.longitude', '$.country']) AS field
  FROM geo_json
)
SELECT _row, _container, _position, field[1] AS ind, field[2] AS timestamp, field[3] AS latitude, field[4] AS longitude,
  field[5] AS country
FROM extracted;

CREATE OR REPLACE TEMPORARY VIEW user_raw AS
WITH extracted AS (
  SELECT _row, _container, _position,
    json_extract_string(_json, ['$.ind', '$.first_name', '$.last_name', '$.age', '$.date_joined']) AS field
  FROM user_json
)
SELECT _row, _container, _position, field[1] AS ind, field[2] AS first_name, field[3] AS last_name, field[4] AS age,
  field[5] AS date_joined
FROM extracted;

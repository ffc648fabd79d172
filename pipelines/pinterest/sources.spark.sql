-- The records as text, one column a field: what {source}_json holds, taken apart.
-- pipeline.py fills {source}_json (_row, _container, _position, _json): _json is an object with the text of each field that the
-- record has, so that a number reads the same on every engine. A field that is missing or null is NULL.

CREATE OR REPLACE TEMPORARY VIEW pin_raw AS
SELECT _row, _container, _position, index, unique_id, title, description, poster_name, follower_count, tag_list,
  is_image_or_video, image_src, save_location, category
FROM pin_json
LATERAL VIEW json_tuple(
  _json, 'index', 'unique_id', 'title', 'description', 'poster_name', 'follower_count', 'tag_list', 'is_image_or_video',
  'image_src', 'save_location', 'category') field AS index, unique_id, title, description, poster_name, follower_count,
  tag_list, is_image_or_video, image_src, save_location, category;

CREATE OR REPLACE TEMPORARY VIEW geo_raw AS
SELECT _row, _container, _position, ind, timestamp, latitude, longitude, country
FROM geo_json
LATERAL VIEW json_tuple(_json, 'ind', 'timestamp', 'latitude', 'longitude', 'country') field
  AS ind, timestamp, latitude, longitude, country;

CREATE OR REPLACE TEMPORARY VIEW user_raw AS
SELECT _row, _container, _position, ind, first_name, last_name, age, date_joined
FROM user_json
LATERAL VIEW json_tuple(_json, 'ind', 'first_name', 'last_name', 'age', 'date_joined') field
  AS ind, first_name, last_name, age, date_joined;

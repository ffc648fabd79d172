-- Loads the training project's tables from the CSV files that pandas' to_csv wrote: a first column without a name, then the
-- columns of the table, quotes doubled. In the folder of the three files, into the empty tables of schema.sql:
--   mariadb --local-infile=1 pinterest_data < …/deploy/mysql/load.sql
-- A field that is not quoted and says NULL is NULL.

LOAD DATA LOCAL INFILE 'pinterest_data.csv' INTO TABLE pinterest_data CHARACTER SET utf8mb4
  FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '"' ESCAPED BY '' LINES TERMINATED BY '\n' IGNORE 1 LINES
  (@position, `index`, unique_id, title, description, poster_name, follower_count, tag_list, is_image_or_video, image_src,
   downloaded, save_location, category);

LOAD DATA LOCAL INFILE 'geolocation_data.csv' INTO TABLE geolocation_data CHARACTER SET utf8mb4
  FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '"' ESCAPED BY '' LINES TERMINATED BY '\n' IGNORE 1 LINES
  (@position, ind, `timestamp`, latitude, longitude, country);

LOAD DATA LOCAL INFILE 'user_data.csv' INTO TABLE user_data CHARACTER SET utf8mb4
  FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '"' ESCAPED BY '' LINES TERMINATED BY '\n' IGNORE 1 LINES
  (@position, ind, first_name, last_name, age, date_joined);

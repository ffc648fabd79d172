-- The training project's source tables, as `./ingest emulate --database` reads them. For MariaDB 10.5 or MySQL 8.
--   mariadb < deploy/mysql/schema.sql

CREATE DATABASE IF NOT EXISTS pinterest_data CHARACTER SET utf8mb4;
USE pinterest_data;

-- follower_count is text: `124k`, `1M`, `User Info Error`. A primary key keeps row n at place n of `LIMIT n, 1`.
CREATE TABLE IF NOT EXISTS pinterest_data (
  `index` BIGINT NOT NULL PRIMARY KEY,
  unique_id TEXT,
  title TEXT,
  description TEXT,
  poster_name TEXT,
  follower_count TEXT,
  tag_list TEXT,
  is_image_or_video TEXT,
  image_src TEXT,
  downloaded BIGINT,
  save_location TEXT,
  category TEXT
);

CREATE TABLE IF NOT EXISTS geolocation_data (
  ind BIGINT NOT NULL PRIMARY KEY,
  `timestamp` DATETIME,
  latitude DOUBLE,
  longitude DOUBLE,
  country TEXT
);

CREATE TABLE IF NOT EXISTS user_data (
  ind BIGINT NOT NULL PRIMARY KEY,
  first_name TEXT,
  last_name TEXT,
  age BIGINT,
  date_joined DATETIME
);

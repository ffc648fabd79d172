-- user_clean: one row per raw user, repeats kept. _rejected says why a row cannot be read; NULL when it can.
-- ind, age: a whole number of 32 bits, as a number or as text; a fraction of exactly .0 is let pass.
-- date_joined: 2020-08-28T03:52:47, or with a space; no other shape, years 0001 to 9999, taken as UTC.
-- user_name: first name, space, last name; a name that is missing or empty leaves the other one alone.
CREATE OR REPLACE TEMPORARY VIEW user_clean AS
WITH taken_apart AS (
  SELECT _row, _container, _position, ind AS ind_raw, age AS age_raw, date_joined AS date_joined_raw,
    nullif(first_name, '') AS first_name,
    nullif(last_name, '') AS last_name,
    CASE WHEN right(ind, 2) = '.0' THEN left(ind, length(ind) - 2) ELSE ind END AS ind_text,
    CASE WHEN right(age, 2) = '.0' THEN left(age, length(age) - 2) ELSE age END AS age_text,
    translate(date_joined, '123456789', '000000000') AS date_joined_shape
  FROM user_raw
),
shaped AS (
  SELECT *,
    CASE WHEN left(ind_text, 1) = '-' THEN right(ind_text, length(ind_text) - 1) ELSE ind_text END AS ind_digits,
    CASE WHEN left(age_text, 1) = '-' THEN right(age_text, length(age_text) - 1) ELSE age_text END AS age_digits
  FROM taken_apart
),
typed AS (
  SELECT *,
    CASE
      WHEN length(ind_digits) BETWEEN 1 AND 10 AND translate(ind_digits, '0123456789', '') = '' THEN TRY_CAST(ind_text AS INT)
    END AS ind,
    CASE
      WHEN length(age_digits) BETWEEN 1 AND 10 AND translate(age_digits, '0123456789', '') = '' THEN TRY_CAST(age_text AS INT)
    END AS age,
    CASE
      WHEN date_joined_shape IN ('0000-00-00T00:00:00', '0000-00-00 00:00:00')
        AND left(date_joined_raw, 4) <> '0000' AND left(right(date_joined_raw, 8), 2) <= '23'
      THEN TRY_CAST(date_joined_raw AS TIMESTAMP)
    END AS date_joined
  FROM shaped
)
SELECT
  _row, _container, _position,
  CASE
    WHEN ind_raw IS NULL THEN 'ind: missing'
    WHEN ind IS NULL THEN 'ind: not a whole number of 32 bits: ' || left(ind_raw, 100)
    WHEN age_raw IS NULL THEN 'age: missing'
    WHEN age IS NULL THEN 'age: not a whole number of 32 bits: ' || left(age_raw, 100)
    WHEN date_joined_raw IS NULL THEN 'date_joined: missing'
    WHEN date_joined IS NULL THEN 'date_joined: not a date and time like 2020-08-28T03:52:47: ' || left(date_joined_raw, 100)
  END AS _rejected,
  ind,
  CASE
    WHEN first_name IS NULL THEN last_name
    WHEN last_name IS NULL THEN first_name
    ELSE first_name || ' ' || last_name
  END AS user_name,
  age,
  date_joined
FROM typed;

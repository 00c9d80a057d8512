BEGIN;

CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, note text NOT NULL);

-- Where a drill of the live connector writes its sentinels; 'cdcwatch drill plan --live' prints it.
CREATE TABLE sentinel (
  run varchar(64) NOT NULL, first_number bigint NOT NULL, number bigint NOT NULL,
  written_at bigint NOT NULL, PRIMARY KEY (run, first_number)
);

-- The connector's role may read these two tables, no more.
CREATE ROLE cdc LOGIN REPLICATION PASSWORD 'cdc';
GRANT SELECT ON orders, sentinel TO cdc;
CREATE PUBLICATION shop FOR TABLE orders, sentinel;

COMMIT;

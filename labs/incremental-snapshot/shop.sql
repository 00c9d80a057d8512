-- @ROWS@ orders; made in one piece, so that a failed start leaves nothing half-made.
BEGIN;

CREATE TABLE orders_large (
  id          bigint PRIMARY KEY,
  customer_id int NOT NULL,
  amount      numeric(10, 2) NOT NULL,
  status      text NOT NULL,
  note        text NOT NULL,
  created_at  timestamptz NOT NULL
);
INSERT INTO orders_large
  SELECT i, i % 97, i * 1.25, (ARRAY['new', 'paid', 'shipped', 'refunded'])[i % 4 + 1], repeat('x', 100),
         timestamptz '2026-01-01 00:00:00Z' + i * interval '1 second'
  FROM generate_series(1, @ROWS@) AS i;

CREATE TABLE debezium_signal (
  id   varchar(42) PRIMARY KEY,
  type varchar(32) NOT NULL,
  data varchar(2048)
);

-- The connector's role may read the orders and write signals, no more.
CREATE ROLE cdc LOGIN REPLICATION PASSWORD 'cdc';
GRANT SELECT ON orders_large TO cdc;
GRANT SELECT, INSERT ON debezium_signal TO cdc;

-- Made by the owner; so the role need not own the tables. Without the signal table in it, no signal
-- is ever answered.
CREATE PUBLICATION shop FOR TABLE orders_large, debezium_signal;

-- The lab's brake: at each row that the connector reads it sleeps a little, so that 10,000 rows take
-- as long as a large table. The replication stream does not pass through policies.
ALTER TABLE orders_large ENABLE ROW LEVEL SECURITY;
CREATE POLICY slow_reader ON orders_large FOR SELECT TO cdc USING (pg_sleep(@ROW_DELAY@) IS NOT NULL);

COMMIT;

-- What a reader of pg_class.reltuples takes for the number of rows.
ANALYZE orders_large;

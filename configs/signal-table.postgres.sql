-- The signal table, the heartbeat table and the connector's role, for PostgreSQL 13 and newer.
-- Run once as a superuser in the captured database:
--   psql -d shop -v password="$(cat cdc-password)" -f signal-table.postgres.sql
\set ON_ERROR_STOP on
\if :{?password}
\else
  \echo 'pass the role''s password: -v password=...'
  \quit 3
\endif
BEGIN;

CREATE SCHEMA IF NOT EXISTS debezium;

-- Three columns in this order: Debezium reads them by position. 42 characters hold the longest id
-- that it writes itself (a uuid and "-close"). Data must hold the closing row of a window too: a
-- shorter column takes the opening, fails on the closing, and no row of the chunk arrives.
CREATE TABLE IF NOT EXISTS debezium.signal (
  id   varchar(42) PRIMARY KEY,
  type varchar(32) NOT NULL,
  data varchar(2048)
);

-- One row, written by heartbeat.action.query, so that an idle database still moves the slot.
CREATE TABLE IF NOT EXISTS debezium.heartbeat (
  id        integer PRIMARY KEY,
  beaten_at timestamptz NOT NULL
);

-- No superuser: a signal's filter is SQL that runs with this role's rights.
SELECT 'CREATE ROLE cdc LOGIN REPLICATION' WHERE to_regrole('cdc') IS NULL \gexec
ALTER ROLE cdc PASSWORD :'password';
GRANT USAGE ON SCHEMA public, debezium TO cdc;
GRANT SELECT ON public.orders_large TO cdc;
GRANT SELECT, INSERT, DELETE ON debezium.signal TO cdc;
GRANT SELECT, INSERT, UPDATE ON debezium.heartbeat TO cdc;

-- With publication.autocreate.mode=filtered the connector makes and later alters the publication,
-- which takes CREATE on the database and the ownership of every table in it: here through a group.
-- Whoever owns a table may drop it, and so may a filter. Where that is too much, leave this part out,
-- set publication.autocreate.mode to "disabled" and make the publication by hand:
--   CREATE PUBLICATION shop_cdc FOR TABLE public.orders_large, debezium.heartbeat, debezium.signal;
-- Forgetting the signal table there makes every signal go unanswered.
SELECT 'CREATE ROLE cdc_owner NOLOGIN' WHERE to_regrole('cdc_owner') IS NULL \gexec
SELECT format('GRANT cdc_owner TO cdc, %I', tableowner)
  FROM pg_tables WHERE (schemaname, tablename) = ('public', 'orders_large') AND tableowner <> 'cdc_owner' \gexec
ALTER TABLE public.orders_large OWNER TO cdc_owner;
ALTER TABLE debezium.signal OWNER TO cdc_owner;
ALTER TABLE debezium.heartbeat OWNER TO cdc_owner;
SELECT format('GRANT CREATE ON DATABASE %I TO cdc', current_database()) \gexec

COMMIT;

-- A signal, when one is wanted:
--   INSERT INTO debezium.signal VALUES ('orders-1', 'execute-snapshot',
--     '{"data-collections": ["public.orders_large"], "type": "incremental"}');
-- Two rows stay behind for each chunk; nobody reads them again. With no snapshot under way:
--   TRUNCATE debezium.signal;

-- The signal table, the heartbeat table and the connector's user, for MySQL 8 and newer and for
-- MariaDB 10.6 and newer. Run once as an administrator, with the password put in on the way:
--   sed "s/@PASSWORD@/$(cat cdc-password)/" signal-table.mysql.sql | mysql shop

-- Three columns in this order: Debezium reads them by position. 42 characters hold the longest id
-- that it writes itself (a uuid and "-close"). Data must hold the closing row of a window too.
CREATE TABLE IF NOT EXISTS debezium_signal (
  id   varchar(42) NOT NULL PRIMARY KEY,
  type varchar(32) NOT NULL,
  data varchar(2048)
);

-- One row, written by heartbeat.action.query: it proves after a failover that the connector streams.
CREATE TABLE IF NOT EXISTS debezium_heartbeat (
  id        int NOT NULL PRIMARY KEY,
  beaten_at timestamp(6) NOT NULL
);

CREATE USER IF NOT EXISTS 'cdc'@'%' IDENTIFIED BY '@PASSWORD@';

-- Reading the binary log and its position. RELOAD and LOCK TABLES are for the initial snapshot, which
-- takes a global read lock for a moment, or table locks where it may not.
GRANT RELOAD, SHOW DATABASES, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO 'cdc'@'%';
GRANT SELECT, LOCK TABLES ON shop.* TO 'cdc'@'%';

-- A signal's filter is SQL that runs with this user's rights: nothing may be written but these two.
GRANT INSERT, DELETE ON shop.debezium_signal TO 'cdc'@'%';
GRANT INSERT, UPDATE ON shop.debezium_heartbeat TO 'cdc'@'%';

-- A signal, when one is wanted:
--   INSERT INTO debezium_signal VALUES ('orders-1', 'execute-snapshot',
--     '{"data-collections": ["shop.orders_large"], "type": "incremental"}');
-- Two rows stay behind for each chunk; nobody reads them again. With no snapshot under way:
--   DELETE FROM debezium_signal;

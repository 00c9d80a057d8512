// Counted with jq, not with the reader: `zstd -dc FILE | jq` over `.op` and `.source.snapshot` of each
// payload.

extension RecordedTopic {
  static let all: [RecordedTopic] = [
    RecordedTopic(
      file: "mysql-failover/inv.inventory.daily",
      counts: [
        "debezium c false": 1,
        "debezium r first": 1,
        "debezium r incremental": 101,
        "debezium r last_in_data_collection": 1,
        "debezium r true": 98,
      ]),
    RecordedTopic(
      file: "mysql-failover/inv.inventory.debezium_signal",
      counts: [
        "debezium c false": 406
      ]),
    RecordedTopic(
      file: "mysql-failover/inv.inventory.devices",
      counts: [
        "debezium r first_in_data_collection": 1,
        "debezium r incremental": 200,
        "debezium r last_in_data_collection": 1,
        "debezium r true": 198,
      ]),
    RecordedTopic(
      file: "mysql-failover/inv.inventory.orders_large",
      counts: [
        "debezium r first_in_data_collection": 1,
        "debezium r incremental": 19_100,
        "debezium r last_in_data_collection": 1,
        "debezium r true": 11_998,
        "debezium u false": 21,
      ]),
    RecordedTopic(
      file: "mysql-failover/inv.inventory.stock",
      counts: [
        "debezium d false": 1,
        "debezium r first_in_data_collection": 1,
        "debezium r incremental": 599,
        "debezium r last": 1,
        "debezium r true": 598,
        "tombstone": 1,
      ]),
    RecordedTopic(
      file: "mysql-failover/inv",
      counts: [
        "schemaChange - false": 1,
        "schemaChange - true": 14,
      ]),
    RecordedTopic(
      file: "mysql-flattened/flat.inventory.debezium_signal",
      counts: [
        "flattened c -": 15
      ]),
    RecordedTopic(
      file: "mysql-flattened/flat.inventory.stock",
      counts: [
        "flattened d -": 1,
        "flattened r first": 1,
        "flattened r incremental": 598,
        "flattened r last": 1,
        "flattened r true": 597,
        "flattened u -": 1,
      ]),
    RecordedTopic(
      file: "mysql-flattened/flat",
      counts: [
        "schemaChange - true": 14
      ]),
    RecordedTopic(
      file: "mysql-incremental/inv.inventory.daily",
      counts: [
        "debezium c false": 1,
        "debezium r first": 1,
        "debezium r incremental": 101,
        "debezium r last_in_data_collection": 1,
        "debezium r true": 98,
      ]),
    RecordedTopic(
      file: "mysql-incremental/inv.inventory.debezium_signal",
      counts: [
        "debezium c false": 263
      ]),
    RecordedTopic(
      file: "mysql-incremental/inv.inventory.devices",
      counts: [
        "debezium r first_in_data_collection": 1,
        "debezium r incremental": 200,
        "debezium r last_in_data_collection": 1,
        "debezium r true": 198,
      ]),
    RecordedTopic(
      file: "mysql-incremental/inv.inventory.orders_large",
      counts: [
        "debezium r first_in_data_collection": 1,
        "debezium r incremental": 12_000,
        "debezium r last_in_data_collection": 1,
        "debezium r true": 11_998,
        "debezium u false": 12,
      ]),
    RecordedTopic(
      file: "mysql-incremental/inv.inventory.stock",
      counts: [
        "debezium d false": 1,
        "debezium r first_in_data_collection": 1,
        "debezium r incremental": 599,
        "debezium r last": 1,
        "debezium r true": 598,
        "tombstone": 1,
      ]),
    RecordedTopic(
      file: "mysql-incremental/inv",
      counts: [
        "schemaChange - false": 1,
        "schemaChange - true": 14,
      ]),
    RecordedTopic(
      file: "mysql-read-only-schemas/ro.inventory.daily",
      counts: [
        "debezium r first": 1,
        "debezium r incremental": 101,
        "debezium r last_in_data_collection": 1,
        "debezium r true": 99,
      ]),
    RecordedTopic(
      file: "mysql-read-only-schemas/ro.inventory.devices",
      counts: [
        "debezium r first_in_data_collection": 1,
        "debezium r last_in_data_collection": 1,
        "debezium r true": 198,
      ]),
    RecordedTopic(
      file: "mysql-read-only-schemas/ro.inventory.orders_large",
      counts: [
        "debezium r first_in_data_collection": 1,
        "debezium r last_in_data_collection": 1,
        "debezium r true": 11_998,
      ]),
    RecordedTopic(
      file: "mysql-read-only-schemas/ro.inventory.stock",
      counts: [
        "debezium r first_in_data_collection": 1,
        "debezium r incremental": 599,
        "debezium r last": 1,
        "debezium r true": 597,
        "debezium u false": 199,
      ]),
    RecordedTopic(
      file: "mysql-read-only-schemas/ro",
      counts: [
        "schemaChange - true": 14
      ]),
    RecordedTopic(
      file: "pg-incremental/shop.public.countries",
      counts: [
        "debezium r first_in_data_collection": 1,
        "debezium r last_in_data_collection": 1,
        "debezium r true": 2,
      ]),
    RecordedTopic(
      file: "pg-incremental/shop.public.debezium_heartbeat",
      counts: [
        "debezium r last": 1,
        "debezium u false": 31,
      ]),
    RecordedTopic(
      file: "pg-incremental/shop.public.debezium_signal",
      counts: [
        "debezium c false": 51
      ]),
    RecordedTopic(
      file: "pg-incremental/shop.public.order_items",
      counts: [
        "debezium r first": 1,
        "debezium r first_in_data_collection": 1,
        "debezium r incremental": 900,
        "debezium r last": 1,
        "debezium r last_in_data_collection": 1,
        "debezium r true": 1796,
      ]),
    RecordedTopic(
      file: "pg-incremental/shop.public.orders_large",
      counts: [
        "debezium c false": 30_003,
        "debezium d false": 2,
        "debezium r first": 1,
        "debezium r incremental": 3999,
        "debezium r last_in_data_collection": 1,
        "debezium r true": 2998,
        "debezium u false": 33,
        "tombstone": 2,
      ]),
    RecordedTopic(
      file: "pg-incremental/shop.public.sessions",
      counts: [
        "debezium r first_in_data_collection": 1,
        "debezium r incremental": 300,
        "debezium r last_in_data_collection": 1,
        "debezium r true": 298,
      ]),
    RecordedTopic(
      file: "pg-initial/shop.public.countries",
      counts: [
        "debezium r first_in_data_collection": 1,
        "debezium r last_in_data_collection": 1,
        "debezium r true": 2,
      ]),
    RecordedTopic(
      file: "pg-initial/shop.public.debezium_heartbeat",
      counts: [
        "debezium r last": 1,
        "debezium u false": 6,
      ]),
    RecordedTopic(
      file: "pg-initial/shop.public.order_items",
      counts: [
        "debezium r first_in_data_collection": 1,
        "debezium r last_in_data_collection": 1,
        "debezium r true": 898,
      ]),
    RecordedTopic(
      file: "pg-initial/shop.public.orders_large",
      counts: [
        "debezium c false": 2,
        "debezium d false": 2,
        "debezium r first": 1,
        "debezium r last_in_data_collection": 1,
        "debezium r true": 2998,
        "debezium u false": 3,
        "tombstone": 2,
      ]),
    RecordedTopic(
      file: "pg-initial/shop.public.sessions",
      counts: [
        "debezium r first_in_data_collection": 1,
        "debezium r last_in_data_collection": 1,
        "debezium r true": 298,
      ]),
    RecordedTopic(
      file: "pg-ops/shop.public.debezium_signal",
      counts: [
        "debezium c false": 25_976,
        "debezium c true": 1160,
      ]),
    RecordedTopic(
      file: "pg-ops/shop.public.orders_large",
      counts: [
        "debezium r incremental": 96_000,
        "debezium u false": 20,
      ]),
    RecordedTopic(
      file: "pg-ops/shop.public.payments",
      counts: [
        "debezium r incremental": 7846
      ]),
  ]
}

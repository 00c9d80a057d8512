#!/usr/bin/env python3
"""Fill a topic with change events as Debezium's PostgreSQL connector writes them, about 1 KB each.

The same arguments give the same records, byte for byte: 40 % an initial snapshot, then changes with
an incremental snapshot among them, deletes followed by tombstones. What a right count of the topic
says is written as JSON, in the shape of `cdcwatch events -o json`. Needs confluent-kafka.
"""
import argparse
import collections
import json
import pathlib
import sys
import time

from confluent_kafka import Consumer, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

# The past, so that no broker refuses the timestamps; the topic is made without a time limit.
BEGIN_MS = 1_735_689_600_000
LSN = 27_263_344

HEADERS = [
    ("__debezium.context.connectorLogicalName", b"shop"),
    ("__debezium.context.taskId", b"0"),
    ("__debezium.context.connectorName", b"postgresql"),
    ("__debezium.context.runId", b"01a1fd22-c3f5-74f0-86cd-af73b178eaf3"),
]

# What follows the initial snapshot, over and over: mostly chunk rows, as while a table is read again.
ROUND = ["incremental"] * 6 + ["u", "c"] + ["incremental"] * 4 + ["u", "c", "u", "c", "u", "c", "d", "tombstone"]

ROW = {
    "id": "@id", "customer_id": "@customer", "amount": "AfQ=", "currency": "EUR", "status": "@status",
    "email": "customer.@customer.@example.org", "ship_to": "Long Street 12, 4. floor, 2100 Copenhagen",
    "items": '[{"sku":"sku-1042","qty":2,"price":"12.50"},{"sku":"sku-77","qty":1,"price":"3.20"}]',
    "note": "Deliver to the neighbour when nobody answers; \u00abfragile\u00bb, this side up. Gift wrap, no invoice inside. Call the customer one hour before arrival; door code 4711, second yard, left.",
    "created_at": "2026-01-01T00:00:01.000000Z", "updated_at": "@time",
}


def template(op, snapshot, before, after):
    """One envelope as a bytes pattern: op and marker fixed, numbers to be put in."""
    incremental = snapshot == "incremental"
    envelope = {
        "before": before, "after": after,
        "source": {
            "version": "3.6.3.Final", "connector": "postgresql", "name": "shop", "ts_ms": "@ms", "snapshot": snapshot,
            "db": "shop", "sequence": '["@lsn.","@lsn."]', "ts_us": "@us", "ts_ns": "@ns",
            "schema": "public", "table": "orders_large", "txId": None if incremental else "@tx",
            "lsn": None if incremental else "@lsn", "xmin": None, "origin": None, "origin_lsn": None,
        },
        "transaction": None, "op": op, "ts_ms": "@ms", "ts_us": "@us", "ts_ns": "@ns",
    }
    text = json.dumps(envelope, separators=(",", ":"), ensure_ascii=False).replace("%", "%%")
    # "@x." stands inside a text, "@x" in quotes is a number of its own.
    for name in ("id", "customer", "ms", "us", "ns", "tx", "lsn"):
        text = text.replace(f"@{name}.", f"%({name})d").replace(f'"@{name}"', f"%({name})d")
    text = text.replace("@status", "%(status)s").replace("@time", "%(time)s")
    return text.encode()


BARE = {name: None for name in ROW} | {"id": "@id"}  # what a delete tells with the default replica identity
TEMPLATES = {
    **{snapshot: ("r", template("r", snapshot, None, ROW)) for snapshot in ("first", "true", "last", "incremental")},
    "c": ("c", template("c", "false", None, ROW)),
    "u": ("u", template("u", "false", None, ROW)),
    "d": ("d", template("d", "false", BARE, None)),
}
STATUS = (b"new", b"paid", b"shipped", b"refunded")


def kinds_and_ids(count):
    """What each record is, and the id of its row."""
    initial = max(2, count * 2 // 5)
    for index in range(initial):
        yield ("first" if index == 0 else "last" if index == initial - 1 else "true"), index + 1
    newest, chunk_row, step, deleted = initial, 0, 0, 0
    for index in range(count - initial):
        kind = ROUND[index % len(ROUND)]
        if kind == "incremental":
            chunk_row = chunk_row % initial + 1
            yield kind, chunk_row
        elif kind == "c":
            newest += 1
            yield kind, newest
        elif kind == "tombstone":
            yield kind, deleted
        else:
            step += 1
            deleted = step * 7919 % initial + 1
            yield kind, deleted


def make_topic(brokers, topic, partitions, replication):
    new = NewTopic(topic, partitions, replication, config={"retention.ms": "-1", "retention.bytes": "-1", "cleanup.policy": "delete"})
    admin = AdminClient({"bootstrap.servers": brokers})  # named, since its futures die with it
    try:
        admin.create_topics([new], operation_timeout=20)[topic].result()
    except KafkaException as error:
        sys.exit(f"fill.py: cannot make topic '{topic}': {error.args[0].str()}")


def ends(brokers, topic, partitions):
    consumer = Consumer({"bootstrap.servers": brokers, "group.id": "fill", "enable.auto.commit": False})
    try:
        return sum(consumer.get_watermark_offsets(TopicPartition(topic, each), timeout=20)[1] for each in range(partitions))
    finally:
        consumer.close()


def fill(producer, arguments):
    """Produce all records; the counts by op and marker, tombstones, and bytes of keys and values."""
    by, tombstones, size = collections.Counter(), 0, 0
    headers = HEADERS if arguments.headers else None
    produce, partitions, topic = producer.produce, arguments.partitions, arguments.topic
    for index, (kind, row) in enumerate(kinds_and_ids(arguments.records)):
        ms = BEGIN_MS + index // 20
        if kind == "tombstone":
            value = None
            tombstones += 1
        else:
            op, pattern = TEMPLATES[kind]
            us = ms * 1000 + index % 20 * 50
            value = pattern % {
                b"id": row, b"customer": row % 9973, b"status": STATUS[index & 3], b"ms": ms, b"us": us, b"ns": us * 1000 + 102,
                b"tx": 700 + index // 10, b"lsn": LSN + index * 240, b"time": b"2026-01-01T%02d:%02d:%02d.%06dZ" % (
                    index // 3600 % 24, index // 60 % 60, index % 60, index % 1_000_000),
            }
            by[op, "false" if kind in "cud" else kind] += 1
            size += len(value)
        key = b'{"id":%d}' % row
        size += len(key)
        while True:
            try:
                # A row's records stay in order only within one partition.
                produce(topic, value, key, row % partitions, timestamp=ms, headers=headers)
                break
            except BufferError:
                producer.poll(0.05)
        if index % 10_000 == 0:
            producer.poll(0)
    left = producer.flush(300)
    if left:
        sys.exit(f"fill.py: {left} records were not delivered within 300 s")
    return by, tombstones, size


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("brokers")
    parser.add_argument("topic", help="must not exist yet")
    parser.add_argument("-n", "--records", type=int, default=2_000_000, help="tombstones included (2000000)")
    parser.add_argument("-p", "--partitions", type=int, default=1)
    parser.add_argument("-r", "--replication", type=int, default=1)
    parser.add_argument("-z", "--compression", choices=["none", "lz4", "zstd", "gzip", "snappy"], default="none")
    parser.add_argument("--no-headers", dest="headers", action="store_false", help="leave Debezium's four headers out")
    parser.add_argument("-o", "--expected", type=pathlib.Path, help="file for the expected counts (TOPIC.expected.json)")
    arguments = parser.parse_args()

    make_topic(arguments.brokers, arguments.topic, arguments.partitions, arguments.replication)
    producer = Producer({
        "bootstrap.servers": arguments.brokers, "compression.type": arguments.compression, "enable.idempotence": True,
        "linger.ms": 50, "batch.size": 1_000_000, "batch.num.messages": 20_000,
        "queue.buffering.max.messages": 400_000, "queue.buffering.max.kbytes": 524_288,
    })
    began = time.monotonic()
    by, tombstones, size = fill(producer, arguments)
    seconds = time.monotonic() - began

    arrived = ends(arguments.brokers, arguments.topic, arguments.partitions)
    if arrived != arguments.records:
        sys.exit(f"fill.py: {arguments.records} records sent, the topic's ends say {arrived}")
    expected = {
        "topic": arguments.topic, "records": arguments.records, "tombstones": tombstones, "unreadable": 0,
        "by": [{"op": op, "snapshot": snapshot, "count": count} for (op, snapshot), count in sorted(by.items())],
    }
    file = arguments.expected or pathlib.Path(f"{arguments.topic}.expected.json")
    file.write_text(json.dumps(expected, indent=1) + "\n")
    print(f"{arguments.topic}: {arguments.records} records, {size} bytes of keys and values "
          f"({size / arguments.records:.0f} a record), {seconds:.1f} s, {arguments.compression}; expected counts in {file}")


main()

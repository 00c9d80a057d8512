"""Writes what the topics of one case hold, and the truth about it."""

import collections
import json
import pathlib
import shutil
import subprocess

from confluent_kafka import Consumer, TopicPartition

from world import PACKAGE

RECORDINGS = PACKAGE / "Tests/Recordings"


def topics_of(consumer, prefix):
    """The topics that belong to a connector with this topic prefix."""
    names = {
        prefix,
        f"{prefix}-notifications",
        f"{prefix}-signal",
        f"{prefix}-schema-history",
        f"__debezium-heartbeat.{prefix}",
    }
    known = consumer.list_topics(timeout=10).topics
    return [t for t in sorted(known) if t in names or t.startswith(f"{prefix}.")]


def cut(brokers, prefixes):
    """The end offsets of all topics of a case at one moment: what a recording is cut at."""
    consumer = Consumer({"bootstrap.servers": brokers, "group.id": "recorder", "log_level": 0})
    known = consumer.list_topics(timeout=10).topics
    ends = {}
    for topic in [t for p in prefixes for t in topics_of(consumer, p)] + ["connect-offsets"]:
        for partition in known[topic].partitions:
            where = TopicPartition(topic, partition)
            ends[topic, partition] = consumer.get_watermark_offsets(where, timeout=10)[1]
    consumer.close()
    return ends


def read_with_kcat(brokers, topic):
    command = ["kcat", "-C", "-q", "-b", brokers, "-t", topic, "-o", "beginning", "-e", "-J"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()


def count_reads(brokers, topic, ends):
    """Counts records of op r by another client and without parsing them."""
    consumer = Consumer(
        {
            "bootstrap.servers": brokers,
            "group.id": "recorder",
            "log_level": 0,
            "enable.auto.commit": False,
        }
    )
    left = {p: end for (t, p), end in ends.items() if t == topic and end > 0}
    consumer.assign([TopicPartition(topic, p, 0) for p in left])
    count = 0
    while left:
        record = consumer.poll(10)
        if record is None:
            raise RuntimeError(f"{topic}: the second count could not read to the end")
        if record.error() or record.partition() not in left:
            continue
        if record.offset() < left[record.partition()]:
            count += b'"op":"r"' in (record.value() or b"")
        if record.offset() + 1 >= left[record.partition()]:
            del left[record.partition()]
    consumer.close()
    return count


def bare(text):
    """A record's JSON without the schema that the converter may put around it."""
    value = json.loads(text)
    return value["payload"] if value.keys() == {"schema", "payload"} else value


def describe(records):
    """What a data topic holds: reads by source.snapshot, changes by op, tombstones."""
    reads, changes, keys, tombstones = collections.Counter(), collections.Counter(), set(), 0
    for record in records:
        value = bare(record["payload"]) if record["payload"] else None
        if value is None:
            tombstones += 1
        elif value["op"] == "r":
            reads[str(value["source"]["snapshot"])] += 1
            keys |= {record["key"]} if record.get("key") else set()
        else:
            changes[f'{value["op"]} {value["source"]["snapshot"]}'] += 1
    return {
        "r_rows_in_topic": sum(reads.values()),
        "r_by_snapshot": dict(reads),
        "r_distinct_keys": len(keys),
        "streamed": sum(changes.values()),
        "streamed_by_op_and_snapshot": dict(changes),
        "tombstones": tombstones,
    }


def notification_lines(records):
    """Notifications in short; IN_PROGRESS in a row of one id are counted."""
    lines = []
    for record in records:
        value = bare(record["payload"])
        about = value["additional_data"]
        words = [value["type"], value["id"]]
        if value["aggregate_type"] != "Incremental Snapshot":
            words.insert(0, value["aggregate_type"])
        if value["type"] == "IN_PROGRESS":
            words.append(about.get("current_collection_in_progress", ""))
        elif "scanned_collection" in about:
            words += [
                about["scanned_collection"],
                about.get("total_rows_scanned", "-"),
                about["status"],
            ]
        elif "data_collections" in about:
            words.append(f'[{about["data_collections"]}]')
        text = " ".join(words)
        if lines and lines[-1][0] == text:
            lines[-1][1] += 1
        else:
            lines.append([text, 1])
    return [text if n == 1 else f"{text} x{n}" for text, n in lines]


def write(scene, seen):
    """Cuts the case's topics now and writes its folder; returns the folder's size in bytes."""
    brokers = scene.world.kafka
    scene.step("recording cut")
    ends = cut(brokers, scene.prefixes)
    said = scene.said or scene.world.rest("GET", "/connectors?expand=info&expand=status")
    connectors = {name: about for name, about in said.items() if name in scene.connectors}
    scene.release()  # a held lock would keep the rows from being counted
    home = RECORDINGS / scene.name
    partial = RECORDINGS / f".{scene.name}"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    keys = tuple(f'["{connector}",' for connector in scene.connectors)
    kept = {}
    for topic in sorted({topic for topic, _ in ends}):
        records = []
        for line in read_with_kcat(brokers, topic):
            record = json.loads(line)
            inside = record["offset"] < ends.get((topic, record["partition"]), 0)
            if topic == "connect-offsets":
                before = scene.offsets_before.get((topic, record["partition"]), 0)
                inside = inside and record["offset"] >= before and record["key"].startswith(keys)
            if inside:
                records.append((line, record))
        kept[topic] = [record for _, record in records]
        text = "".join(line + "\n" for line, _ in records)
        target = partial / f"{topic}.jsonl.zst"
        subprocess.run(["zstd", "-q", "-19", "-o", target], input=text, text=True, check=True)
    tables = {}
    for prefix in scene.prefixes:
        for table in scene.tables:
            topic = f"{prefix}.{table}"
            facts = describe(kept.get(topic, []))
            again = count_reads(brokers, topic, ends) if topic in kept else 0
            if again != facts["r_rows_in_topic"]:
                raise RuntimeError(
                    f"{topic}: {facts['r_rows_in_topic']} reads counted once, {again} the other way"
                )
            name = table if prefix == scene.prefix else f"{prefix}: {table}"
            tables[name] = {"rows_in_table": scene.count(table)} | facts
    truth = {
        "case": scene.name,
        "fact": scene.fact,
        "engine": scene.engine,
        "connector": scene.connector,
        "topic_prefix": scene.prefix,
        "tables": tables,
        "steps": scene.steps,
        "seen": seen,
        "notifications": notification_lines(kept.get(f"{scene.prefix}-notifications", [])),
    }
    (partial / "connectors.json").write_text(json.dumps(connectors, indent=1) + "\n")
    (partial / "truth.json").write_text(json.dumps(truth, indent=1) + "\n")
    for file in ("connectors.json", "truth.json"):
        if str(pathlib.Path(scene.world.folder)) in (partial / file).read_text():
            raise RuntimeError(f"{file} holds the world's path")
    shutil.rmtree(home, ignore_errors=True)
    partial.rename(home)
    return sum(file.stat().st_size for file in home.iterdir())

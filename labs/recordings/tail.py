"""Reads topics while a case runs, so that it can wait for what it expects."""

import json

from confluent_kafka import Consumer, TopicPartition


class Tail:
    """All records of one topic so far; `refresh` adds what came since."""

    def __init__(self, brokers, topic):
        self.topic, self.records, self.positions = topic, [], {}
        self.consumer = Consumer(
            {
                "bootstrap.servers": brokers,
                "group.id": "recorder",
                "enable.auto.commit": False,
                "auto.offset.reset": "earliest",
                "fetch.wait.max.ms": 50,
                "log_level": 0,
            }
        )

    def refresh(self):
        """Returns the topic's records; none when the topic does not exist yet."""
        if not self.positions:
            # All topics are listed: asking for one by name would make it.
            known = self.consumer.list_topics(timeout=10).topics.get(self.topic)
            if known is None or not known.partitions:
                return self.records
            self.positions = {partition: 0 for partition in known.partitions}
            self.consumer.assign([TopicPartition(self.topic, p, 0) for p in self.positions])
        ends = {
            p: self.consumer.get_watermark_offsets(TopicPartition(self.topic, p), timeout=10)[1]
            for p in self.positions
        }
        while any(self.positions[p] < end for p, end in ends.items()):
            record = self.consumer.poll(5)
            if record is None:
                break
            if record.error():
                continue
            self.positions[record.partition()] = record.offset() + 1
            self.records.append(record)
        return self.records

    def values(self):
        """The records' values as JSON; a tombstone is None."""
        found = [json.loads(r.value()) if r.value() else None for r in self.refresh()]
        # With schemas.enable the converter puts a schema around each value.
        return [v["payload"] if v and v.keys() == {"schema", "payload"} else v for v in found]

    def close(self):
        self.consumer.close()

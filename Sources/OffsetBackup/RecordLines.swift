internal import JSON
internal import Runtime

/// The lines of `records.jsonl` and `positions.jsonl`.
enum RecordLines {
  /// A line of `records.jsonl`.
  struct Content: Hashable {
    var topic: String
    var partition: Int32
    var key: [UInt8]?
    var value: [UInt8]?
  }

  /// A line of `positions.jsonl`.
  struct Position: Hashable {
    var topic: String
    var partition: Int32
    var key: [UInt8]?
    var offset: Int64
    var time: Timestamp?
    var isTombstone: Bool
  }

  /// The live records' keys and values, without anything that moves by itself.
  static func records(_ records: [OffsetRecord]) -> [UInt8] {
    lines(records.filter { !$0.isTombstone }) { record in
      place(record) + [("value", .base64(record.value))]
    }
  }

  /// Where every record lies, tombstones among them.
  static func positions(_ records: [OffsetRecord]) -> [UInt8] {
    lines(records) { record in
      place(record) + [
        ("offset", .integer(record.offset)),
        ("timestamp", record.time.map { .integer($0.milliseconds) } ?? .null),
        ("tombstone", .bool(record.isTombstone)),
      ]
    }
  }

  /// A schema history, every record in order.
  static func history(_ records: [OffsetRecord]) -> [UInt8] {
    lines(records) { record in
      place(record) + [
        ("value", .base64(record.value)), ("offset", .integer(record.offset)),
        ("timestamp", record.time.map { .integer($0.milliseconds) } ?? .null),
      ]
    }
  }

  private static func place(_ record: OffsetRecord) -> [(String, JSONValue)] {
    [
      ("topic", .string(record.topic)), ("partition", .integer(Int64(record.partition))),
      ("key", .base64(record.key)),
    ]
  }

  private static func lines(
    _ records: [OffsetRecord], _ members: (OffsetRecord) -> [(String, JSONValue)]
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    for record in records {
      bytes.append(contentsOf: JSONValue.object(members(record)).text.utf8)
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }
}

extension RecordLines.Content {
  init?(_ line: JSONValue) {
    guard let place = RecordLines.Place(line), let value = line["value"]?.base64Bytes else {
      return nil
    }
    self.init(topic: place.topic, partition: place.partition, key: place.key, value: value)
  }
}

extension RecordLines.Position {
  init?(_ line: JSONValue) {
    guard let place = RecordLines.Place(line), let offset = line["offset"]?.integerValue,
      let isTombstone = line["tombstone"]?.boolValue, let time = line["timestamp"],
      time.isNull || time.integerValue != nil
    else { return nil }
    self.init(
      topic: place.topic, partition: place.partition, key: place.key, offset: offset,
      time: time.integerValue.map(Timestamp.init(milliseconds:)), isTombstone: isTombstone)
  }
}

extension RecordLines {
  fileprivate struct Place {
    var topic: String
    var partition: Int32
    var key: [UInt8]?

    init?(_ line: JSONValue) {
      guard let topic = line["topic"]?.stringValue,
        let partition = line["partition"]?.integerValue.flatMap({ Int32(exactly: $0) }),
        let key = line["key"]?.base64Bytes
      else { return nil }
      (self.topic, self.partition, self.key) = (topic, partition, key)
    }
  }

  /// What cannot be read in a file of lines.
  struct BadLine: Error {
    var number: Int
  }

  /// The values of a file's lines, each of which ends with a line feed.
  static func read<Value>(
    _ bytes: [UInt8], _ value: (JSONValue) -> Value?
  ) throws(BadLine) -> [Value] {
    var values: [Value] = []
    guard !bytes.isEmpty else { return values }
    guard bytes.last == UInt8(ascii: "\n") else {
      throw BadLine(number: bytes.count { $0 == UInt8(ascii: "\n") } + 1)
    }
    for line in bytes.dropLast().split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    {
      guard let json = try? JSONValue.parse(Array(line)), let read = value(json) else {
        throw BadLine(number: values.count + 1)
      }
      values.append(read)
    }
    return values
  }
}

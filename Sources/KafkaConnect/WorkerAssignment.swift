/// What a Connect worker was given to do, from its group's coordinator.
///
/// The bytes are of the worker group's protocol, versions 0 to 2
/// (`org.apache.kafka.connect.runtime.distributed.ConnectProtocol`, `IncrementalCooperativeConnectProtocol`):
/// version, error, the leader's id and address, the offset in the configuration topic, and then the
/// assignments, a connector's name with the numbers of tasks each. -1 is the connector itself.
public struct WorkerAssignment: Sendable, Hashable {
  /// The numbers of the tasks by connector; none where it has the connector itself alone.
  public let tasks: [String: [Int32]]

  /// Reads an assignment; nil when it is none.
  ///
  /// No bytes at all are one without any task.
  public init?(_ bytes: [UInt8]) {
    guard !bytes.isEmpty else {
      tasks = [:]
      return
    }
    var reader = Reader(rest: bytes[...])
    guard let version = reader.integer(Int16.self), version >= 0,
      reader.integer(Int16.self) != nil, reader.text() != nil, reader.text() != nil,
      reader.integer(Int64.self) != nil, let count = reader.integer(Int32.self), count >= -1
    else { return nil }
    var tasks: [String: [Int32]] = [:]
    for _ in 0..<max(0, count) {
      guard let connector = reader.text(), let numbers = reader.numbers() else { return nil }
      tasks[connector, default: []] += numbers.filter { $0 >= 0 }
    }
    self.tasks = tasks
  }

  /// Big-endian numbers, and texts behind their length.
  private struct Reader {
    var rest: ArraySlice<UInt8>

    mutating func integer<Number: FixedWidthInteger>(_ type: Number.Type) -> Number? {
      let width = Number.bitWidth / 8
      guard rest.count >= width else { return nil }
      defer { rest = rest.dropFirst(width) }
      return rest.prefix(width).reduce(0) { $0 << 8 | Number(truncatingIfNeeded: $1) }
    }

    mutating func text() -> String? {
      guard let length = integer(Int16.self), length >= 0, rest.count >= Int(length) else {
        return nil
      }
      defer { rest = rest.dropFirst(Int(length)) }
      return String(decoding: rest.prefix(Int(length)), as: UTF8.self)
    }

    mutating func numbers() -> [Int32]? {
      guard let count = integer(Int32.self), count >= 0, Int(count) <= rest.count / 4 else {
        return nil
      }
      var numbers: [Int32] = []
      for _ in 0..<count {
        guard let number = integer(Int32.self) else { return nil }
        numbers.append(number)
      }
      return numbers
    }
  }
}

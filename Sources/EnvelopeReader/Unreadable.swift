import JSON

/// Why a record's value is no change event.
public enum Unreadable: UInt8, Error, Sendable, Hashable, CaseIterable, CustomStringConvertible {
  /// A value of no bytes, or of spaces: not null, so no tombstone.
  case empty
  /// It begins with the magic byte 0: Avro, Protobuf or JSON Schema behind a schema registry's id.
  case schemaRegistry
  /// The bytes are not UTF-8.
  case notUTF8
  /// Not JSON, or JSON that is cut off.
  case notJSON
  /// JSON, but no object; so is a `payload` of null.
  case notAnObject
  /// No `op` or `__op`, or null there: heartbeats, transaction metadata, notifications, rows made
  /// flat without `add.fields=op`, and whatever others write.
  case noOperation
  /// An `op` that is none of the six letters.
  case unknownOperation
  /// Arrays and objects nested without reason.
  case tooDeep
  /// 4 GB or more.
  case tooLarge
  /// No memory for the record.
  case outOfMemory

  /// The reason in words, without a full stop.
  public var description: String {
    switch self {
    case .empty: "empty value"
    case .schemaRegistry: "binary with a schema registry's magic byte, not JSON"
    case .notUTF8: "not UTF-8"
    case .notJSON: "not JSON, or cut off"
    case .notAnObject: "JSON, but not an object"
    case .noOperation: "no op member"
    case .unknownOperation: "unknown op"
    case .tooDeep: "nested too deep"
    case .tooLarge: "too large"
    case .outOfMemory: "out of memory"
    }
  }
}

extension Unreadable {
  /// What a failure of the JSON index means for a record.
  init(_ error: JSONError) {
    self =
      switch error {
      case .empty: .empty
      case .invalidUTF8: .notUTF8
      case .malformed: .notJSON
      case .tooDeep: .tooDeep
      case .tooLarge: .tooLarge
      case .outOfMemory: .outOfMemory
      }
  }
}

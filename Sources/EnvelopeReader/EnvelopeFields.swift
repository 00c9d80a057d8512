import Debezium
import JSON
import Runtime

/// What the members of one object said so far; a later member of the same name counts.
struct EnvelopeFields {
  /// What an `op` member said.
  private enum Operand {
    case absent
    case unknown
    case known(Operation)
  }

  /// Where a marker that is none of the seven lies in the document.
  private(set) var otherMarker: Range<Int>?

  private var operation = Operand.absent
  private var flatOperation = Operand.absent
  private var isDeleted = false
  private var hasDDL = false
  private var hasTableChanges = false
  private var marker = SnapshotMarker.absent
  private var sourceTime: Timestamp?
  private var time: Timestamp?

  /// The change event that the members make.
  func envelope() throws(Unreadable) -> Envelope {
    // A Debezium envelope has a fixed set of members, so `__op` tells a flat row, which may well
    // have a column named op.
    switch (flatOperation, operation) {
    case (.known(let operation), _): return make(.flattened, operation)
    case (.unknown, _): throw .unknownOperation
    case (.absent, .known(let operation)): return make(.debezium, operation)
    case (.absent, .unknown): throw .unknownOperation
    case (.absent, .absent): break
    }
    if isDeleted { return make(.flattened, .delete) }
    guard hasDDL, hasTableChanges else { throw .noOperation }
    return make(.schemaChange, nil)
  }

  private func make(_ form: Envelope.Form, _ operation: Operation?) -> Envelope {
    Envelope(
      form: form, operation: operation, marker: marker, sourceTime: sourceTime, time: time)
  }

  /// Reads the value of a member of the envelope, or goes on behind it.
  @inline(__always)
  mutating func read(_ name: MemberName?, _ walk: inout DocumentWalk) throws(Unreadable) {
    switch name {
    case .op: operation = try Self.operand(&walk)
    case .time: time = try walk.timestamp()
    case .source: try readSource(&walk)
    case nil: try walk.skip()
    case .some(let name): try readRare(name, &walk)
    }
  }

  private mutating func readRare(
    _ name: MemberName, _ walk: inout DocumentWalk
  ) throws(Unreadable) {
    switch name {
    case .flatOperation: flatOperation = try Self.operand(&walk)
    case .flatTime: time = try walk.timestamp()
    case .flatSnapshot, .flatSourceSnapshot: try readMarker(&walk)
    case .flatSourceTime: sourceTime = try walk.timestamp()
    case .flatDeleted: isDeleted = try walk.isTrue()
    case .ddl:
      hasDDL = true
      try walk.skip()
    case .tableChanges:
      hasTableChanges = true
      try walk.skip()
    default: try walk.skip()
    }
  }

  private mutating func readSource(_ walk: inout DocumentWalk) throws(Unreadable) {
    marker = .absent
    sourceTime = nil
    guard walk.byte == .object else { return try walk.skip() }
    guard try walk.enterObject() else { return }
    repeat {
      switch try walk.memberName() {
      case .snapshot: try readMarker(&walk)
      case .time: sourceTime = try walk.timestamp()
      default: try walk.skip()
      }
    } while try walk.anotherMember()
  }

  private mutating func readMarker(_ walk: inout DocumentWalk) throws(Unreadable) {
    otherMarker = nil
    marker = try walk.marker(&otherMarker)
  }

  private static func operand(_ walk: inout DocumentWalk) throws(Unreadable) -> Operand {
    if walk.byte == .n {
      guard walk.range(walk.token, is: "null") else { throw .notJSON }
      try walk.skip()
      return .absent
    }
    guard let letter = try walk.letter() else { return .unknown }
    return Operation(rawValue: letter).map(Operand.known) ?? .unknown
  }
}

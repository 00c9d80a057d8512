import Debezium
import Runtime

/// What the members of one object said so far; a later member of the same name counts.
struct EnvelopeFields {
  /// What an `op` member said.
  private enum Operand {
    case absent
    case unknown
    case known(Operation)
  }

  /// What one form of record says beside its operation.
  private struct Origin {
    var marker = SnapshotMarker.absent
    /// Where a marker that is none of the seven lies in the document.
    var otherMarker: Range<Int>?
    var time: Timestamp?
  }

  private var operation = Operand.absent
  private var flatOperation = Operand.absent
  private var isDeleted = false
  private var hasDDL = false
  private var hasTableChanges = false
  // A flat row's columns can have the names of an envelope's members.
  private var origin = Origin()
  private var flatOrigin = Origin()

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

  /// Where the envelope's marker lies in the document when it is none of the seven.
  func otherMarker(of envelope: Envelope) -> Range<Int>? {
    origin(envelope.form).otherMarker
  }

  private func make(_ form: Envelope.Form, _ operation: Operation?) -> Envelope {
    let origin = origin(form)
    return Envelope(
      form: form, operation: operation, marker: origin.marker, time: origin.time)
  }

  private func origin(_ form: Envelope.Form) -> Origin {
    form == .flattened ? flatOrigin : origin
  }

  /// Reads the value of a member of the envelope, or goes on behind it.
  @inline(__always)
  mutating func read(_ name: MemberName?, _ walk: inout DocumentWalk) throws(Unreadable) {
    switch name {
    case .op: operation = try Self.operand(&walk)
    case .time: origin.time = try walk.timestamp()
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
    case .flatTime: flatOrigin.time = try walk.timestamp()
    case .flatSnapshot, .flatSourceSnapshot:
      try Self.readMarker(&walk, into: &flatOrigin)
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
    origin.marker = .absent
    guard walk.byte == .object else { return try walk.skip() }
    guard try walk.enterObject() else { return }
    repeat {
      guard try walk.memberName() == .snapshot else {
        try walk.skip()
        continue
      }
      try Self.readMarker(&walk, into: &origin)
      // Debezium writes it once, and a dozen members follow it.
      return try walk.skipRestOfObject()
    } while try walk.anotherMember()
  }

  private static func readMarker(
    _ walk: inout DocumentWalk, into origin: inout Origin
  ) throws(Unreadable) {
    origin.otherMarker = nil
    origin.marker = try walk.marker(&origin.otherMarker)
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

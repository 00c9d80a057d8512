/// A member that decides what a record is: in an envelope, in its `source`, or in a flat row.
enum MemberName: UInt8, CaseIterable {
  case op
  case time
  case source
  case snapshot
  case schema
  case payload
  case ddl
  case tableChanges
  case flatOperation
  case flatTime
  case flatSnapshot
  case flatSourceSnapshot
  case flatDeleted

  /// The name in JSON.
  var text: StaticString {
    switch self {
    case .op: "op"
    case .time: "ts_ms"
    case .source: "source"
    case .snapshot: "snapshot"
    case .schema: "schema"
    case .payload: "payload"
    case .ddl: "ddl"
    case .tableChanges: "tableChanges"
    case .flatOperation: "__op"
    case .flatTime: "__ts_ms"
    case .flatSnapshot: "__snapshot"
    case .flatSourceSnapshot: "__source_snapshot"
    case .flatDeleted: "__deleted"
    }
  }

  /// The member with that name; nil for one that decides nothing.
  init?(_ text: String) {
    guard let name = Self.allCases.first(where: { "\($0.text)" == text }) else { return nil }
    self = name
  }

  /// The only member that a name of so many bytes can be, by its first eight bytes as a
  /// little-endian number with zeros behind a shorter one's; of more than eight the rest must still
  /// be compared.
  @inline(__always)
  init?(count: Int, head: UInt64) {
    switch (count, head) {
    case (2, 0x706F): self = .op
    case (3, 0x6C_6464): self = .ddl
    case (4, 0x706F_5F5F): self = .flatOperation
    case (5, 0x73_6D5F_7374): self = .time
    case (6, 0x6563_7275_6F73): self = .source
    case (6, 0x616D_6568_6373): self = .schema
    case (7, 0x64_616F_6C79_6170): self = .payload
    case (7, 0x73_6D5F_7374_5F5F): self = .flatTime
    case (8, 0x746F_6873_7061_6E73): self = .snapshot
    case (9, 0x6574_656C_6564_5F5F): self = .flatDeleted
    case (10, 0x6873_7061_6E73_5F5F): self = .flatSnapshot
    case (12, 0x6168_4365_6C62_6174): self = .tableChanges
    case (17, 0x6563_7275_6F73_5F5F): self = .flatSourceSnapshot
    default: return nil
    }
  }
}

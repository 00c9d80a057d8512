/// The two notations of a GTID set.
///
/// MySQL: `uuid[:tag]:interval[:interval]...[:tag:interval...]`, sets parted by commas, as in
/// MySQL's manual, "GTID Sets" and "Tagged GTIDs". MariaDB: `domain-server-sequence`, parted by
/// commas, as `gtid_binlog_pos` and `gtid_binlog_state` print it.
enum GTIDSetParser {
  private typealias Numbers = [GTIDSet.Source: [ClosedRange<UInt64>]]

  static func numbers(
    in text: String
  ) throws(FormatError) -> [GTIDSet.Source: NumberRanges] {
    var numbers: Numbers = [:]
    var mysqlParts = 0
    var mariadbParts = 0
    for part in text.split(separator: ",") {
      let bare = part.filter { !($0.isWhitespace || $0.isNewline) }
      guard !bare.isEmpty else { continue }
      if bare.contains(":") {
        mysqlParts += 1
        try addMySQL(bare, to: &numbers)
      } else {
        mariadbParts += 1
        try addMariaDB(bare, to: &numbers)
      }
    }
    guard mysqlParts == 0 || mariadbParts == 0 else {
      throw FormatError(.gtidSet, text, "MySQL's and MariaDB's notations in one set")
    }
    return numbers.mapValues { NumberRanges($0) }
  }

  private static func addMySQL(
    _ part: String, to numbers: inout Numbers
  ) throws(FormatError) {
    let fields = part.split(separator: ":", omittingEmptySubsequences: false)
    guard let uuid = fields.first.flatMap(uuid) else {
      throw FormatError(.gtidSet, part, "does not start with a server's uuid")
    }
    var tag: String?
    var needsInterval = true
    for field in fields.dropFirst() {
      if let interval = interval(field) {
        numbers[.mysql(uuid: uuid, tag: tag), default: []].append(interval)
        needsInterval = false
      } else if let name = self.tag(field) {
        // A tag right after another one would name no transaction.
        guard tag == nil || !needsInterval else {
          throw FormatError(.gtidSet, part, "a tag without transactions")
        }
        tag = name
        needsInterval = true
      } else {
        throw FormatError(.gtidSet, part, "'\(field)' is neither a range of numbers nor a tag")
      }
    }
    guard !needsInterval else {
      throw FormatError(.gtidSet, part, "no transaction numbers")
    }
  }

  private static func addMariaDB(
    _ part: String, to numbers: inout Numbers
  ) throws(FormatError) {
    let fields = part.split(separator: "-", omittingEmptySubsequences: false)
    guard fields.count == 3, let domain = UInt32(digits: fields[0]),
      let server = UInt32(digits: fields[1]), let sequence = UInt64(digits: fields[2])
    else {
      throw FormatError(.gtidSet, part, "neither uuid:numbers nor domain-server-sequence")
    }
    guard sequence > 0 else { return }
    numbers[.mariadb(domain: domain, server: server), default: []].append(1...sequence)
  }

  private static func uuid(_ text: Substring) -> String? {
    let groups = text.split(separator: "-", omittingEmptySubsequences: false)
    guard groups.map(\.utf8.count) == [8, 4, 4, 4, 12],
      groups.allSatisfy({ $0.utf8.allSatisfy(\.isHexadecimalDigit) })
    else { return nil }
    return text.lowercased()
  }

  private static func interval(_ text: Substring) -> ClosedRange<UInt64>? {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count <= 2, let first = ends.first, let last = ends.last,
      let from = UInt64(digits: first), let to = UInt64(digits: last), 1 <= from, from <= to
    else { return nil }
    return from...to
  }

  /// A tag: a letter or underscore, then up to 31 letters, digits and underscores; case is ignored.
  private static func tag(_ text: Substring) -> String? {
    guard let first = text.utf8.first, !first.isDecimalDigit, text.utf8.count <= 32,
      text.utf8.allSatisfy({ $0 == UInt8(ascii: "_") || $0.isASCIIAlphanumeric })
    else { return nil }
    return text.lowercased()
  }
}

extension FixedWidthInteger {
  /// The number that decimal digits alone spell, or nil: no sign, no space, no overflow.
  init?(digits text: some StringProtocol) {
    guard !text.isEmpty, text.utf8.allSatisfy(\.isDecimalDigit), let number = Self(text) else {
      return nil
    }
    self = number
  }
}

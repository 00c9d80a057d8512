/// A set of transactions named by global transaction ids, for reading and comparing.
///
/// It reads MySQL's notation (`uuid:1-5:7,uuid:tag:1-3`, line ends and spaces between) and
/// MariaDB's (`0-1-42,1-2-3`), which names the last transaction of each domain and server and
/// means all before it. Both are kept as ranges of numbers, so a range of any length costs the same.
public struct GTIDSet: Sendable, Hashable, CustomStringConvertible {
  /// Who numbered the transactions.
  public enum Source: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// A MySQL server by its uuid in lower case, and since MySQL 8.3 a tag; nil is no tag.
    case mysql(uuid: String, tag: String?)
    /// A MariaDB server within a replication domain.
    case mariadb(domain: UInt32, server: UInt32)

    /// The order in which sources print: MySQL by uuid and tag, then MariaDB by domain and server.
    public static func < (left: Source, right: Source) -> Bool {
      switch (left, right) {
      case (.mysql(let uuid, let tag), .mysql(let otherUUID, let otherTag)):
        (uuid, tag ?? "") < (otherUUID, otherTag ?? "")
      case (.mariadb(let domain, let server), .mariadb(let otherDomain, let otherServer)):
        (domain, server) < (otherDomain, otherServer)
      case (.mysql, .mariadb): true
      case (.mariadb, .mysql): false
      }
    }

    /// The source as it stands before the numbers: `uuid`, `uuid:tag` or `domain-server`.
    public var description: String {
      switch self {
      case .mysql(let uuid, let tag): tag.map { "\(uuid):\($0)" } ?? uuid
      case .mariadb(let domain, let server): "\(domain)-\(server)"
      }
    }
  }

  private(set) var numbers: [Source: NumberRanges]

  /// The set that holds no transaction, written as an empty text.
  public init() {
    numbers = [:]
  }

  init(_ numbers: [Source: NumberRanges]) {
    self.numbers = numbers.filter { !$0.value.isEmpty }
  }

  /// Reads a set of MySQL or MariaDB; an empty text is the empty set.
  ///
  /// Throws when a part is neither, when a range runs backwards or starts at zero, and when the two
  /// notations are mixed.
  public init(parsing text: String) throws(FormatError) {
    self.init(try GTIDSetParser.numbers(in: text))
  }

  /// Whether no transaction is in the set.
  public var isEmpty: Bool { numbers.isEmpty }

  /// The sources with at least one transaction, in order.
  public var sources: [Source] { numbers.keys.sorted() }

  /// The numbers that `source` gave to the set's transactions, in order; empty for an unknown one.
  public func ranges(of source: Source) -> [ClosedRange<UInt64>] {
    numbers[source]?.ranges ?? []
  }

  /// How many transactions are in the set; `UInt64.max` stands for that many or more.
  ///
  /// In MariaDB a domain's servers share one count, so numbers are counted once a domain.
  public var transactionCount: UInt64 {
    var counted: [Source: NumberRanges] = [:]
    for (source, ranges) in numbers {
      counted[source.countingUnit, default: NumberRanges()].formUnion(ranges)
    }
    return counted.values.reduce(0) { sum, ranges in
      let (total, overflow) = sum.addingReportingOverflow(ranges.count)
      return overflow ? .max : total
    }
  }

  /// Whether every transaction of `other` is in this set too, from the same source.
  public func contains(_ other: GTIDSet) -> Bool {
    other.numbers.allSatisfy { source, ranges in
      numbers[source]?.contains(ranges) ?? false
    }
  }

  /// The transactions that are in this set and not in `other`.
  ///
  /// In MariaDB a domain has one count over all its servers: what `other` has of the domain is
  /// taken away whichever server wrote it.
  public func subtracting(_ other: GTIDSet) -> GTIDSet {
    var taken: [Source: NumberRanges] = [:]
    for (source, ranges) in other.numbers {
      taken[source.countingUnit, default: NumberRanges()].formUnion(ranges)
    }
    var left: [Source: NumberRanges] = [:]
    for (source, ranges) in numbers {
      left[source] = taken[source.countingUnit].map(ranges.subtracting) ?? ranges
    }
    return GTIDSet(left)
  }

  /// The transactions of those sources that `isKept` wants.
  public func keeping(_ isKept: (Source) -> Bool) -> GTIDSet {
    GTIDSet(numbers.filter { isKept($0.key) })
  }

  /// The transactions that are in this set, in `other` or in both.
  public func union(_ other: GTIDSet) -> GTIDSet {
    GTIDSet(
      numbers.merging(other.numbers) { mine, theirs in
        var both = mine
        both.formUnion(theirs)
        return both
      })
  }

  /// MySQL's own notation, or MariaDB's `domain-server-last`.
  ///
  /// What is left of a MariaDB set after a subtraction has no notation of MariaDB's and reads
  /// `domain-server-first:last`.
  public var description: String {
    sources.map { source in
      let ranges = self.ranges(of: source)
      switch source {
      case .mysql:
        return ([source.description] + ranges.map(Self.mysqlText)).joined(separator: ":")
      case .mariadb:
        return ranges.map { "\(source)-\(Self.mariadbText($0))" }.joined(separator: ",")
      }
    }.joined(separator: ",")
  }

  private static func mysqlText(_ range: ClosedRange<UInt64>) -> String {
    range.lowerBound == range.upperBound
      ? "\(range.lowerBound)" : "\(range.lowerBound)-\(range.upperBound)"
  }

  private static func mariadbText(_ range: ClosedRange<UInt64>) -> String {
    range.lowerBound == 1 ? "\(range.upperBound)" : "\(range.lowerBound):\(range.upperBound)"
  }
}

extension GTIDSet.Source {
  /// The source under which numbers are unique: the domain in MariaDB, whatever the server.
  fileprivate var countingUnit: GTIDSet.Source {
    switch self {
    case .mysql: self
    case .mariadb(let domain, _): .mariadb(domain: domain, server: 0)
    }
  }
}

import Debezium
import Testing

struct GTIDSetTests {
  static let one = "4f1a1704-e584-11f1-a7a8-02fc00000001"
  static let two = "5e2b1704-e584-11f1-a7a8-02fc00000002"

  @Test(
    arguments: [
      ("", "", 0), (" \n, ,\r\n", "", 0),
      ("\(one):1-12", "\(one):1-12", 12), ("\(one):5", "\(one):5", 1),
      ("\(one):1-5:7", "\(one):1-5:7", 6), ("\(one):7:1-5", "\(one):1-5:7", 6),
      ("\(one):1-5:6-9", "\(one):1-9", 9), ("\(one):1-5:3-9:9", "\(one):1-9", 9),
      ("\(two):1,\n \(one) : 1 - 3 ,", "\(one):1-3,\(two):1", 4),
      ("\(one):1-3,\(one):4", "\(one):1-4", 4),
      ("4F1A1704-E584-11F1-A7A8-02FC00000001:1", "\(one):1", 1),
      ("\(one):audit:1-3", "\(one):audit:1-3", 3),
      ("\(one):1-2:audit:1-3:Other_1:4", "\(one):1-2,\(one):audit:1-3,\(one):other_1:4", 6),
      ("\(one):1-18446744073709551615", "\(one):1-18446744073709551615", UInt64.max),
      (
        "\(one):1-18446744073709551615,\(two):1-18446744073709551615",
        "\(one):1-18446744073709551615,\(two):1-18446744073709551615", UInt64.max
      ),
      ("0-1-42", "0-1-42", 42), ("0-1-42,1-2-3", "0-1-42,1-2-3", 45),
      ("0-1-42, 0-2-50", "0-1-42,0-2-50", 50), ("0-1-0", "", 0),
      ("0-1-18446744073709551615", "0-1-18446744073709551615", UInt64.max),
    ] as [(String, String, UInt64)])
  func bothServersNotationsAreReadAndCounted(
    text: String, canonical: String, count: UInt64
  ) throws {
    let set = try GTIDSet(parsing: text)
    #expect(set.description == canonical)
    #expect(set.transactionCount == count)
    #expect(set.isEmpty == canonical.isEmpty)
    #expect(try GTIDSet(parsing: set.description) == set)
  }

  @Test(
    arguments: [
      "x", one, "\(one):", "\(one):0-5", "\(one):5-3", "\(one):1-2-3", "\(one):-5", "\(one):1--5",
      "\(one):99999999999999999999", "\(one):tag", "\(one):tag:tag2:1", "\(one)::1", "nope:1-5",
      "4f1a1704e58411f1a7a802fc00000001:1", "\(one):1-5;\(two):1", "0-1", "0-1-2-3", "0-1-x",
      "-1-2",
      "4294967296-1-1", "0-1-18446744073709551616", "\(one):1-5,0-1-42", "\(one):1 é",
      "\(one):12345678901234567890123456789012345:1",
    ])
  func aWrongTextIsAnErrorAndNoTrap(text: String) {
    let error = #expect(throws: FormatError.self) { try GTIDSet(parsing: text) }
    #expect(error?.format == .gtidSet)
  }

  @Test(
    arguments: [
      ("\(one):1-10", "\(one):3-5", true), ("\(one):1-10", "\(one):3-11", false),
      ("\(one):1-5:7-9", "\(one):4-7", false), ("\(one):1-5:7-9", "\(one):2:8-9", true),
      ("\(one):1-10", "\(two):1", false), ("\(one):1-10", "", true), ("", "\(one):1", false),
      ("\(one):1-10", "\(one):tag:1", false), ("0-1-42", "0-1-41", true),
      ("0-1-42", "0-1-43", false), ("0-1-42,0-2-50", "0-1-42", true), ("0-2-50", "0-1-42", false),
      ("0-1-42", "1-1-1", false),
    ])
  func aSetContainsOnlyWhatItHasFromTheSameSource(
    set: String, other: String, isContained: Bool
  ) throws {
    #expect(try GTIDSet(parsing: set).contains(GTIDSet(parsing: other)) == isContained)
  }

  @Test(
    arguments: [
      ("\(one):1-10", "\(one):3-5", "\(one):1-2:6-10"), ("\(one):1-10", "\(one):1-10", ""),
      ("\(one):1-10", "\(one):1-20", ""), ("\(one):5-10", "\(one):1-7", "\(one):8-10"),
      ("\(one):1-3:5-7:9-11", "\(one):2-10", "\(one):1:11"),
      ("\(one):1-10", "\(one):2:4:6-7:10", "\(one):1:3:5:8-9"),
      ("\(one):1-3:6-9", "\(one):4-5", "\(one):1-3:6-9"),
      ("\(one):1-3", "\(two):1-3", "\(one):1-3"),
      ("\(one):1-18446744073709551615", "\(one):2-18446744073709551615", "\(one):1"),
      ("0-1-50", "0-1-42", "0-1-43:50"), ("0-1-42,0-2-50", "0-1-42", "0-2-43:50"),
      ("0-1-42", "0-2-50", ""), ("1-1-3", "0-1-9", "1-1-3"),
    ])
  func subtractionLeavesWhatTheOtherLacks(set: String, other: String, rest: String) throws {
    #expect(try GTIDSet(parsing: set).subtracting(GTIDSet(parsing: other)).description == rest)
  }

  @Test func aUnionHasEachTransactionOnce() throws {
    let left = try GTIDSet(parsing: "\(Self.one):1-5:9")
    let right = try GTIDSet(parsing: "\(Self.one):4-8,\(Self.two):1")
    let both = left.union(right)
    #expect(both.description == "\(Self.one):1-9,\(Self.two):1")
    #expect(both.contains(left) && both.contains(right))
    #expect(both.transactionCount == 10)
  }

  @Test func rangesAreToldBySource() throws {
    let set = try GTIDSet(parsing: "\(Self.one):1-5:7:blue:2")
    #expect(set.sources.map(\.description) == [Self.one, "\(Self.one):blue"])
    #expect(set.ranges(of: .mysql(uuid: Self.one, tag: nil)) == [1...5, 7...7])
    #expect(set.ranges(of: .mariadb(domain: 0, server: 1)).isEmpty)
  }

  @Test func aSetWithAThousandHolesIsSubtractedFromAnother() throws {
    let odd = (0..<1000).map { String($0 * 2 + 1) }.joined(separator: ":")
    let all = try GTIDSet(parsing: "\(Self.one):1-2000")
    let rest = all.subtracting(try GTIDSet(parsing: "\(Self.one):\(odd)"))
    #expect(rest.transactionCount == 1000)
    #expect(rest.ranges(of: .mysql(uuid: Self.one, tag: nil)).allSatisfy { $0.lowerBound % 2 == 0 })
  }
}

import Foundation
import TestSupport
import Testing

/// The table of who does which row holds.
@Suite struct VerdictTableTests {
  @Test(arguments: VerdictTable.rows)
  func `a row that make test does is a test that is there`(row: TableRow) throws {
    switch row.place {
    case .test(let name):
      let folder = Places.package.appending(path: "Tests/ServerTests")
      let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        .filter { $0.hasSuffix("Tests.swift") }
      let isThere = try files.contains { file in
        try String(contentsOf: folder.appending(path: file), encoding: .utf8)
          .contains("func `\(name)`")
      }
      #expect(isThere, "no test is called \(name)")
    case .cannot(let reason): try Test.cancel("\(reason)")
    }
  }

  @Test(arguments: [PostgreSQLRows.all, MySQLRows.all, MariaDBRows.all])
  func `each row of a soak has a name of its own`(rows: [VerdictRow]) {
    #expect(Set(rows.map(\.id)).count == rows.count)
    #expect(!rows.isEmpty)
  }
}

import Drill
import Testing

@Suite struct ShadowSettingsTests {
  @Test(arguments: ShadowSettings.rows)
  func `a hard configuration`(row: ShadowSettings.Row) throws {
    let shadow = try Shadows.build(row.engine.merging(row.live) { $1 })
    for (name, value) in row.has { #expect(shadow[name] == value, "\(name)") }
    let dropped = Set(shadow.dropped.map(\.name))
    for name in row.hasNot {
      #expect(shadow[name] == nil, "\(name)")
      #expect(dropped.contains(name) == (row.live[name] != nil), "\(name)")
    }
    #expect(shadow.sentinelForm == row.form)
    if let note = row.note { #expect(shadow.notes.contains { $0.hasPrefix(note) }) }
    #expect(shadow["database.password"] == "geheim")
  }
}

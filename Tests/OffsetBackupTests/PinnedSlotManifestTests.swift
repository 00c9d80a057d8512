import JSON
import Testing

@testable import OffsetBackup

/// What a manifest says of a connector's verdict and of the copy of its slot.
@Suite struct PinnedSlotManifestTests {
  private static let copy = SavedConnector.PinnedSlot(
    name: "cdcwatch_20261121t080451200z_shop_1f0c2a9e", source: "shop", database: "db:5432/shop",
    systemIdentifier: nil, restart: "0/15233E0", confirmedFlush: "0/1523418")

  private static func manifest() throws -> BackupManifest {
    let store = MemoryStore()
    var contents = Backups.contents([Backups.offset("shop"), Backups.offset("stock", at: 1)])
    contents.connectors[0].pinnedSlot = copy
    contents.connectors[0].verdict = SavedConnector.Verdict(word: "RESUME", reason: "it goes on")
    let new = try NewBackup.write(
      contents, into: store, toolVersion: "0.1.0", libraryVersion: "2.0.2")
    return new.backup.manifest
  }

  @Test func `both are read back as they were written, and are null where there is none`() throws {
    let manifest = try Self.manifest()
    #expect(manifest.pinnedSlots.map(\.connector) == ["shop"])
    #expect(manifest.pinnedSlots.first?.slot == Self.copy)
    #expect(manifest.connectors.map(\.verdict?.word) == ["RESUME", nil])
    let documents = try #require(manifest.document["connectors"]?.elements)
    #expect(documents[1]["pinned_slot"] == .null && documents[1]["verdict"] == .null)
  }

  @Test(arguments: ["slot", "copy_of", "database", "restart_lsn", "confirmed_flush_lsn"])
  func `a copy that lacks a member makes the manifest unreadable`(member: String) throws {
    let text = try Self.manifest().document.text
    let damaged = try JSONValue.parse(
      Array(text.replacing("\"\(member)\":", with: "\"other\":").utf8))
    #expect(BackupManifest(try JSONValue.parse(Array(text.utf8))) != nil)
    #expect(BackupManifest(damaged) == nil)
  }

  @Test func `a backup of before there were copies is read`() throws {
    let text = try Self.manifest().document.text
    let old = text.replacing("\"pinned_slot\":", with: "\"other\":")
      .replacing(#"{"verdict":"RESUME","reason":"it goes on"}"#, with: "null")
    let manifest = try #require(BackupManifest(try JSONValue.parse(Array(old.utf8))))
    #expect(manifest.pinnedSlots.isEmpty)
    #expect(manifest.connectors.allSatisfy { connector in connector.verdict == nil })
  }
}

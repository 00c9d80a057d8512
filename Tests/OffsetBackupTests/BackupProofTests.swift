import Debezium
import Foundation
import JSON
import Runtime
import Testing

@testable import OffsetBackup

@Suite struct BackupProofTests {
  private func result(_ store: MemoryStore, _ run: String) throws -> BackupProof.Result {
    try BackupProof.result(of: run, in: store)
  }

  @Test func `a backup is read back as it was written`() throws {
    let (store, run) = try Backups.store()
    let backup = try #require(try result(store, run).sound)
    #expect(backup.warnings == [])
    #expect(backup.live.count == 3)
    #expect(backup.records.count == 4)
    #expect(
      backup.records.map(\.isTombstone) == [true, false, false, false])
    #expect(backup.records.map(\.offset) == [2, 0, 1, 0])
    #expect(backup.manifest.connectors.map(\.name) == ["shop", "stock"])
    #expect(backup.manifest.connectors[0].offsets.count == 2)
    #expect(backup.manifest.connectors[0].history?.records == 1)
    #expect(backup.histories.keys.sorted() == ["shop"])
    #expect(backup.histories["shop"]?.map(\.value) == [Array("{}".utf8)])
    #expect(backup.histories["shop"]?.map(\.key) == [nil])
    #expect(
      try store.files(of: run) == [
        "history-shop.jsonl", "manifest.json", "positions.jsonl", "records.jsonl",
      ])
  }

  @Test func `one flipped bit, anywhere, is refused with the reason`() throws {
    let (store, run) = try Backups.store()
    let whole = try #require(store.contents[run])
    var count = 0
    for (name, bytes) in whole {
      for index in bytes.indices {
        var changed = bytes
        changed[index] ^= UInt8(1 << (index % 8))
        store.contents[run]?[name] = changed
        let problems = try result(store, run).problems
        #expect(problems.first?.hasPrefix(name) == true, "\(name) byte \(index): \(problems)")
        count += 1
      }
      store.contents[run]?[name] = bytes
    }
    #expect(count > 3000)
    #expect(try result(store, run).sound != nil)
  }

  @Test func `a file that is missing, cut or longer is named`() throws {
    let (store, run) = try Backups.store()
    let whole = try #require(store.contents[run])
    for (name, bytes) in whole {
      store.contents[run]?[name] = nil
      #expect(try result(store, run).problems.first == "\(name) is missing")
      for changed in [Array(bytes.dropLast()), bytes + [10], []] {
        store.contents[run]?[name] = changed
        #expect(try result(store, run).problems.first?.hasPrefix("\(name) ") == true)
      }
      store.contents[run]?[name] = bytes
    }
  }

  @Test func `a file that is no part of it is a warning`() throws {
    let (store, run) = try Backups.store()
    store.contents[run]?["notes.txt"] = [1]
    #expect(try result(store, run).sound?.warnings == ["notes.txt is no part of the backup"])
  }

  /// A backup whose hashes are all right, but not what it holds.
  private func forged(_ change: (inout BackupContents) -> Void) throws -> [String] {
    var contents = Backups.contents([Backups.offset("shop"), Backups.offset("stock", at: 1)])
    change(&contents)
    let files = try BackupFiles(contents, toolVersion: "", libraryVersion: "")
    let store = MemoryStore()
    var all = Dictionary(
      files.files.map { ($0.name, $0.bytes) }, uniquingKeysWith: { first, _ in first })
    all[BackupManifest.fileName] = try ManifestSeal.sealed(files.manifest)
    store.contents["run"] = all
    return try result(store, "run").problems
  }

  @Test func `what is wrong in itself is found behind right hashes`() throws {
    #expect(try forged { _ in } == [])
    let twice = try forged { $0.topics[0].latest.append(Backups.offset("shop", lsn: 9)) }
    #expect(twice.contains { $0.contains("its key came before in the same partition") }, "\(twice)")
    let partial = try forged { $0.topics[0].partitions[0].readTo = 1 }
    #expect(partial == ["connect-offsets partition 0 was read to 1 of 2"])
    let beyond = try forged { $0.topics[0].partitions[0].end = 1 }
    #expect(beyond.contains("connect-offsets partition 0 offset 1 is beyond its end"), "\(beyond)")
    let unnamed = try forged { $0.connectors.removeLast() }
    #expect(unnamed == ["manifest.json does not name the connector stock"])
    let empty = try forged { contents in
      contents.topics = [Backups.topic("connect-offsets", [])]
    }
    #expect(empty == ["it holds no record"])
  }

  @Test func `a newer format is refused by its number`() throws {
    let contents = Backups.contents([Backups.offset("shop")])
    let files = try BackupFiles(contents, toolVersion: "", libraryVersion: "")
    let head =
      files.manifest.document.prettyText.replacingOccurrences(
        of: "\"format_version\": 1", with: "\"format_version\": 2"
      ).dropLast(2) + ",\n"
    let text =
      head + "  \"manifest_sha256\": \"\(try SHA256.text(of: Array(head.utf8)))\"\n}\n"
    let store = MemoryStore()
    store.contents["run"] = [BackupManifest.fileName: Array(text.utf8)]
    #expect(
      try result(store, "run").problems == ["its format is 2, and this version reads 1"])
  }

  @Test func `records that are none of Connect's are kept, and named`() throws {
    let store = MemoryStore()
    let contents = Backups.contents([
      Backups.offset("shop"), Backups.record("garbage", "x", offset: 1),
      Backups.record(nil, "", offset: 2), Backups.record("", "{}", offset: 3),
      Backups.record(#"["a",{"server":"a"}]"#, "", offset: 4),
    ])
    let new = try NewBackup.write(contents, into: store, toolVersion: "", libraryVersion: "")
    #expect(new.backup.live.count == 5)
    #expect(new.backup.manifest.unreadable.count == 4)
    #expect(new.backup.warnings.count == 4)
    // Null and empty stay different.
    #expect(new.backup.records.map(\.key?.count).contains(nil))
    #expect(new.backup.records.map(\.key?.count).contains(0))
    #expect(new.backup.records.contains { $0.value == [] })
  }

  @Test(arguments: ["records.jsonl", "positions.jsonl"])
  func `a store that changes or refuses bytes gets no backup`(file: String) throws {
    let store = MemoryStore()
    let contents = Backups.contents([Backups.offset("shop")])
    store.corrupts = file
    #expect(throws: BackupError.self) {
      try NewBackup.write(contents, into: store, toolVersion: "", libraryVersion: "")
    }
    store.corrupts = nil
    store.failure = (file, .denied("s3://b", reason: "403 AccessDenied"))
    #expect(throws: BackupError.self) {
      try NewBackup.write(contents, into: store, toolVersion: "", libraryVersion: "")
    }
    #expect(store.contents.isEmpty)
  }

  @Test func `nothing alive is no backup`() throws {
    let store = MemoryStore()
    for records in [[], [Backups.record(#"["shop",{"server":"shop"}]"#, nil)]] {
      do throws(BackupError) {
        _ = try NewBackup.write(
          Backups.contents(records), into: store, toolVersion: "", libraryVersion: "")
        Issue.record("a backup of nothing")
      } catch {
        guard case .empty = error else {
          Issue.record("\(error)")
          return
        }
      }
    }
    #expect(store.contents.isEmpty)
  }

  /// The state's own hash: whatever moves by itself has no part in it.
  @Test func `the content's hash is of partitions, keys and values alone`() throws {
    func hash(_ records: [OffsetRecord]) throws -> String { try ContentHash.text(of: records) }
    let records = [Backups.offset("shop"), Backups.offset("stock", at: 1)]
    let base = try hash(records)
    #expect(try hash(records.reversed()) == base)
    #expect(try hash(records + [Backups.record("gone", nil)]) == base)
    #expect(try hash([Backups.offset("shop", at: 70), Backups.offset("stock", at: 1)]) == base)
    var renamed = records
    for index in renamed.indices { renamed[index].topic = "other" }
    #expect(try hash(renamed) == base)
    var moved = records
    moved[0].partition = 1
    #expect(try hash(moved) != base)
    #expect(try hash([Backups.offset("shop", lsn: 2), records[1]]) != base)
    var split = records
    split[1].topic = "own"
    #expect(try hash(split) != base)
    #expect(try hash([Backups.record(nil, "x")]) != hash([Backups.record("", "x")]))
    #expect(try hash([Backups.record("a", "bc")]) != hash([Backups.record("ab", "c")]))
  }

  @Test func `mutated manifests and lines never trap`() throws {
    let (store, run) = try Backups.store()
    let whole = try #require(store.contents[run])
    var random = SystemRandomNumberGenerator()
    let inputs =
      ProcessInfo.processInfo.environment["CDCWATCH_FUZZ_INPUTS"].flatMap { Int($0) } ?? 100_000
    var documents = 0
    let manifest = try #require(whole[BackupManifest.fileName])
    let lines = try #require(whole[BackupManifest.positionsFile])
    for _ in 0..<(inputs / 20) {
      // Behind the seal, as if somebody had made it anew.
      let bytes = mutated(manifest, using: &random)
      if let json = try? JSONValue.parse(bytes) {
        documents += 1
        _ = BackupManifest(json)
      }
      let text = mutated(lines, using: &random)
      _ = try? RecordLines.read(text, RecordLines.Position.init)
      _ = try? RecordLines.read(text, RecordLines.Content.init)
    }
    #expect(documents > 0)
  }

  private func mutated(
    _ bytes: [UInt8], using random: inout SystemRandomNumberGenerator
  ) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let index = Int.random(in: bytes.indices, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes[index] = UInt8(ascii: "9")
      case 2: bytes.remove(at: index)
      default: bytes.insert(contentsOf: Array("-99999999999999999999".utf8), at: index)
      }
    }
    return bytes
  }
}

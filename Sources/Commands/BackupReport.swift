import JSON
import OffsetBackup
import Runtime

/// What is said of a sound backup.
struct BackupReport {
  let place: String
  var backup: SoundBackup

  /// The JSON object of `offsets backup -o json`.
  var document: JSONValue {
    .object([
      ("schema_version", .integer(1)),
      ("backup", .string(place)),
      ("taken_at", .string(backup.manifest.takenAt.description)),
      ("content_sha256", .string(backup.manifest.contentHash)),
      ("connectors", .integer(Int64(backup.manifest.connectors.count))),
      ("records", .integer(Int64(backup.live.count))),
      ("partitions", .integer(Int64(partitions))),
      (
        "pinned_slots",
        .array(
          backup.manifest.pinnedSlots.map { pinned in
            .object([
              ("connector", .string(pinned.connector)), ("slot", .string(pinned.slot.name)),
              ("database", .string(pinned.slot.database)),
            ])
          })
      ),
      ("warnings", .array(backup.warnings.map(JSONValue.string))),
    ])
  }

  /// What no look at the backup alone can tell, a sentence each.
  var notChecked: [String] {
    backup.manifest.pinnedSlots.map { pinned in
      "whether the slot '\(pinned.slot.name)' of \(pinned.slot.database), which goes with"
        + " \(pinned.connector), is still there"
    }
  }

  /// One line for people.
  var summary: String {
    let manifest = backup.manifest
    let connectors = Self.count(manifest.connectors.count, "connector")
    let records = Self.count(backup.live.count, "record")
    let topics = manifest.topics.isEmpty ? "by REST" : Self.count(manifest.topics.count, "topic")
    let pinned = manifest.pinnedSlots.count
    let slots = pinned == 0 ? "" : ", \(Self.count(pinned, "slot")) pinned"
    return
      "\(connectors), \(records), \(topics)\(slots), content \(manifest.contentHash.prefix(12))"
  }

  private var partitions: Int {
    backup.manifest.topics.reduce(0) { $0 + $1.partitions.count }
  }

  static func count(_ number: Int, _ word: String) -> String {
    "\(Figures.grouped(Int64(number))) \(word)\(number == 1 ? "" : "s")"
  }
}

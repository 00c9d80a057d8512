import Checks
import Databases
import OffsetBackup
import Runtime

/// Drops the copies of slots whose backups are removed, in whichever of the databases that are named
/// they are.
struct PinnedSlotRemoval {
  private let databases: DatabaseSettings
  private let timeout: Duration

  init(_ databases: DatabaseSettings, timeout: Duration) {
    self.databases = databases
    self.timeout = timeout
  }

  /// Drops them; gives back a sentence for each that is left, with the statement that drops it.
  func remove(_ copies: [SavedConnector.PinnedSlot]) -> [String] {
    guard !copies.isEmpty else { return [] }
    var left = copies.filter { PinnedSlotName.isCopy($0.name) }
    var problems: [String] = []
    do throws(CommandFailure) {
      for uri in try databases.allOfPostgreSQL() where !left.isEmpty {
        do throws(DatabaseError) {
          try drop(&left, uri)
        } catch {
          problems.append("\(error)")
        }
      }
    } catch {
      problems.append(error.message)
    }
    return left.map { copy in
      let why =
        problems.isEmpty
        ? "no database that was named has its cluster" : problems.joined(separator: "; ")
      return DisplayText.printable(
        "the slot '\(copy.name)' of \(copy.database) may be left and hold back the log: \(why);"
          + " SELECT pg_drop_replication_slot('\(copy.name)') drops it")
    }
  }

  /// Takes out of `left` what this server had, and what it no longer has.
  private func drop(
    _ left: inout [SavedConnector.PinnedSlot], _ uri: DatabaseURI
  ) throws(DatabaseError) {
    let slots = try ReplicationSlots.open(uri, timeout: timeout, stop: StopFlag())
    let inventory = try slots.inventory()
    for copy in left {
      let isHere = inventory.slot(copy.name) != nil
      let isItsCluster =
        copy.systemIdentifier.map { $0 == inventory.systemIdentifier }
        ?? (copy.database == inventory.address.description)
      guard isHere || isItsCluster else { continue }
      if isHere { _ = try slots.drop(copy.name, until: Deadline(after: .zero)) }
      left.removeAll { $0 == copy }
    }
  }
}

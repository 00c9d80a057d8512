import Drill
import Runtime

/// A run's journal on the disk, locked for as long as its runner lives.
struct JournalFile: JournalStore {
  private let file: Held

  // The runner is a value that is copied about; the file is there once.
  private final class Held {
    var file: AppendedFile

    init(_ file: consuming AppendedFile) { self.file = file }
  }

  /// Opens the journal of a run, and reads what is in it.
  ///
  /// A line that a crash tore off is cut off, and told. Throws with 6 when another runner holds it,
  /// with 8 when it is not as it was written.
  static func open(
    _ folder: RunFolder
  ) throws(CommandFailure) -> (store: JournalFile, journal: Journal, tornBytes: Int) {
    guard var file = try held(folder) else { throw CommandFailure.runIsHeld(folder) }
    let found = try read(folder)
    do throws(RuntimeError) {
      if found.tornBytes > 0 { try file.cut(to: found.wholeBytes) }
    } catch {
      throw CommandFailure("\(error)", hint: "is the disk full?", status: .unexpected)
    }
    return (JournalFile(file: Held(file)), found.journal, found.tornBytes)
  }

  private static func held(_ folder: RunFolder) throws(CommandFailure) -> AppendedFile? {
    do throws(RuntimeError) {
      return try AppendedFile.open(folder.journal)
    } catch {
      throw CommandFailure(
        "\(error)", hint: "is the folder yours, and the disk not full?", status: .unexpected)
    }
  }

  /// Whether a runner holds the run.
  static func isHeld(_ folder: RunFolder) -> Bool {
    do throws(RuntimeError) {
      return try AppendedFile.open(folder.journal) == nil
    } catch {
      return false
    }
  }

  /// What a run's journal says, without holding it.
  static func read(_ folder: RunFolder) throws(CommandFailure) -> Journal.Found {
    let bytes: [UInt8]
    do throws(RuntimeError) {
      bytes = try FileText.read(folder.journal, limit: 1 << 28)
    } catch {
      throw CommandFailure("\(error)", hint: "is this a drill's run?", status: .usage)
    }
    return try read(bytes, of: folder)
  }

  private static func read(
    _ bytes: [UInt8], of folder: RunFolder
  ) throws(CommandFailure) -> Journal.Found {
    do throws(JournalError) {
      return try Journal.read(bytes)
    } catch {
      throw CommandFailure(
        "\(folder.journal): \(error)",
        hint: "somebody changed it, or the disk did: what it says cannot be relied on",
        status: .unproven)
    }
  }

  mutating func append(_ bytes: [UInt8]) throws(RuntimeError) { try file.file.append(bytes) }
}

extension CommandFailure {
  /// Another runner is at work on a run.
  static func runIsHeld(_ folder: RunFolder) -> CommandFailure {
    CommandFailure(
      "another runner is at work on the run '\(folder.run)'",
      hint: "'cdcwatch drill status' shows it; wait for its end", status: .refused)
  }
}

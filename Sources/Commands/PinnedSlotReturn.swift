import Checks
import Databases
import Debezium
import Runtime

/// Puts the slot that was kept with a backup back under the connector's own slot's name, while no task
/// lives.
///
/// The connector's configuration stays as it is: its slot is dropped and the copy copied to its name.
/// The copy is there until the offsets are proved, so that whatever goes wrong, nothing is lost.
struct PinnedSlotReturn {
  private let connector: String
  /// The connector's own slot.
  private let name: String
  private let copy: String
  private let place: String
  private let uri: DatabaseURI
  private let isInPlace: Bool
  private let context: CommandContext

  /// A task that has ended may hold its slot for a while.
  private static let patience = Duration.seconds(60)
  private static let timeout = Duration.seconds(30)

  /// Nil when the copy is not needed.
  init?(_ facts: OffsetCase, _ use: PinnedSlotUse, context: CommandContext) {
    guard use != .none, let pinned = facts.pinned, let uri = facts.databaseURI,
      case .postgresql(let state)? = facts.database
    else { return nil }
    connector = facts.connector
    name = facts.configuration["slot.name"] ?? "debezium"
    copy = pinned.slot
    place = "\(state.address)"
    self.uri = uri
    isInPlace = use == .isInPlace
    self.context = context
  }

  // MARK: The plan

  /// What is done before the offsets are written.
  var stepsBefore: [String] {
    isInPlace
      ? []
      : ["on \(place): drop the slot '\(name)' if it is there, and copy '\(copy)' to its name"]
  }

  /// What is done once they are proved.
  var stepsAfter: [String] { ["on \(place): drop the copy '\(copy)'"] }

  /// What a plan's hash is taken over; the same after a stop half-way.
  var hashed: [String] { ["slot \(name) from \(copy) on \(place)"] }

  // MARK: Doing it

  /// What was done, a line a step.
  ///
  /// Throws why not, and what became of the slots; what goes on from there is the caller's to say.
  func putBack() throws(CommandFailure) -> [String] {
    guard !isInPlace else { return ["the slot '\(name)' stands where '\(copy)' stands already"] }
    // Nothing stops it between the two statements that have to follow each other.
    let slots = try step(untouched) { () throws(DatabaseError) in
      try ReplicationSlots.open(uri, timeout: Self.timeout, stop: StopFlag())
    }
    let kept = try step(untouched) { () throws(DatabaseError) in try slots.inventory().slot(copy) }
    guard let kept, !kept.isLost else { throw halfway("'\(copy)' is gone or lost", untouched) }
    _ = try step(untouched) { () throws(DatabaseError) in
      try slots.drop(name, until: Deadline(after: Self.patience))
    }
    let new = try step(dropped) { () throws(DatabaseError) in try slots.copy(copy, to: name) }
    guard PinnedSlotUse.isSamePlace(new, kept) else {
      throw halfway("'\(name)' does not stand where '\(copy)' stands", "both are there")
    }
    return ["the slot '\(name)' stands at \(new.confirmedFlush?.description ?? "") again"]
  }

  private var untouched: String { "the slot '\(name)' is as it was" }

  private var dropped: String {
    "the slot '\(name)' is dropped, and '\(copy)' has everything that it had; by hand:"
      + " SELECT pg_copy_logical_replication_slot('\(copy)', '\(name)')"
  }

  private func step<Value: ~Copyable>(
    _ state: String, _ body: () throws(DatabaseError) -> Value
  ) throws(CommandFailure) -> Value {
    do throws(DatabaseError) {
      return try body()
    } catch {
      throw halfway("\(error)", state)
    }
  }

  private func halfway(_ reason: String, _ state: String) -> CommandFailure {
    CommandFailure("\(reason); its offsets are as they were, and \(state)", status: .halfway)
  }

  /// What failed behind it, with what became of the slots.
  func kept(_ failure: CommandFailure) -> CommandFailure {
    var failure = failure
    failure.message +=
      "; the slot '\(name)' stands where the backup's stood, and the copy '\(copy)' is still there"
    return failure
  }

  /// Drops the copy; throws with 7 when it is left.
  func release() throws(CommandFailure) -> String {
    do throws(DatabaseError) {
      let slots = try ReplicationSlots.open(uri, timeout: Self.timeout, stop: context.stop)
      _ = try slots.drop(copy, until: Deadline(after: .seconds(5)))
      return "dropped: the copy '\(copy)'"
    } catch {
      throw CommandFailure(
        "stopped half-way: the offsets of '\(connector)' are put back and proved, but the copy"
          + " '\(copy)' is left and holds back the log: \(error)",
        hint: "SELECT pg_drop_replication_slot('\(copy)') drops it, and"
          + " 'cdcwatch connector resume \(connector) --execute' starts the connector",
        status: .halfway)
    }
  }
}

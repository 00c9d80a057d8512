/// What was found out about a drill's subject and its surroundings before the drill.
public struct DrillFacts: Sendable, Hashable {
  /// The addresses that the drill speaks to, and where each was said.
  public var endpoints: [Endpoint] = []
  /// The Kafka cluster of Connect; nil when Connect does not tell.
  public var clusterID: String?
  /// Connect's version, such as 4.3.0.
  public var connectVersion: Fact<String> = .notAsked
  /// Whether offsets can be written by REST (Kafka 3.6).
  public var canAlterOffsets: Fact<Bool> = .notAsked
  /// Whether a connector can be made STOPPED (Kafka 3.7).
  public var canCreateStopped: Fact<Bool> = .notAsked
  /// The connector's state with its tasks', such as `RUNNING, task 0 RUNNING`.
  public var state: Fact<String> = .notAsked
  /// The other connectors of the Connect cluster, with their tasks and workers.
  public var others: [String] = []
  /// The verdict over the live offset.
  public var verdict: Fact<String> = .notAsked
  /// Whether a snapshot is under way.
  public var isInSnapshot: Fact<Bool> = .notAsked
  /// Whether `slot.drop.on.stop` is set.
  public var dropsSlotOnStop = false
  /// Whether the connector captures the sentinel table of a live drill.
  public var capturesSentinelTable: Fact<Bool> = .notAsked
  /// What keeps that table from taking sentinels; nil in it when nothing does.
  public var sentinelTableDefect: Fact<SentinelTableDefect?> = .notAsked
  /// The properties of the connector's configuration that are secrets in plain text.
  public var plainSecrets: [String] = []
  /// Those that REST shows as `****`.
  public var maskedSecrets: [String] = []
  /// The databases by the name of their `--db`.
  public var databases: [String: Fact<Database>] = [:]
  /// Replication slots that the server still takes.
  public var freeSlots: Fact<Int> = .notAsked
  /// `max_slot_wal_keep_size` in bytes; nil for no limit.
  public var slotLogLimit: Fact<Int64?> = .notAsked
  /// The `database.server.id`s that Connect's other connectors have.
  public var serverIDs: Fact<[String]> = .notAsked
  /// Whether the programs of `exec` steps are there, by name.
  public var programs: [String: Bool] = [:]
  /// What the shadow would be.
  public var shadow: Fact<DrillShadow> = .notAsked
  /// Where the context says `drill: allowed`; nil when it does not.
  public var allowedBy: String?

  /// Nothing known.
  public init() {}

  /// An address with its origin.
  public struct Endpoint: Sendable, Hashable {
    /// `Connect`, `Kafka`, or `database NAME`.
    public let name: String
    /// Without user and password.
    public let address: String
    /// Where it was said.
    public let origin: String

    /// An endpoint; see the properties.
    public init(_ name: String, address: String, origin: String) {
      self.name = name
      self.address = address
      self.origin = origin
    }
  }

  /// A database that answered.
  public struct Database: Sendable, Hashable {
    /// Product, version and user, for people.
    public let identity: String
    /// Whether it takes no writes.
    public let isReadOnly: Bool
    /// Whether its user may read the log and make slots; nil when the server does not tell.
    public let mayReplicate: Bool?

    /// A database; see the properties.
    public init(identity: String, isReadOnly: Bool, mayReplicate: Bool?) {
      self.identity = identity
      self.isReadOnly = isReadOnly
      self.mayReplicate = mayReplicate
    }
  }
}

/// Something that was asked, or the reason for which it is not known.
public enum Fact<Value: Sendable & Hashable>: Sendable, Hashable {
  /// The answer.
  case told(Value)
  /// Why there is none, a sentence without a full stop.
  case notChecked(String)

  /// Nobody asked.
  public static var notAsked: Fact { .notChecked("it was not asked") }

  /// The answer; nil when there is none.
  public var value: Value? {
    if case .told(let value) = self { value } else { nil }
  }
}

public import Debezium

/// A drill as its file has it, its inputs not yet filled in.
public struct DrillDefinition: Sendable, Hashable {
  /// The name, of lower-case letters, digits and `-`.
  public var name: String
  /// One line for a list of drills.
  public var title: String
  /// What it may run on.
  public var subjects: Set<DrillSubject>
  /// The kinds of database that it is for.
  public var engines: Set<Engine> = Self.allEngines
  /// What it strikes beside its subject.
  public var strikes: Set<StruckThing> = []
  /// What has to be given, in the file's order.
  public var inputs: [DrillInput]
  /// What the recovery is measured against.
  public var targets: RecoveryTargets
  /// The pause between two sentinels.
  public var sentinelInterval: Duration
  /// Who is called and what is looked up; for the runbook.
  public var contacts: [DrillText]
  /// The steps in order.
  public var steps: [DrillStep]

  /// The kinds of database that drills know.
  public static let allEngines: Set<Engine> = [.postgresql, .mysql, .mariadb]

  /// A drill; see the properties.
  public init(
    name: String, title: String, subjects: Set<DrillSubject>, inputs: [DrillInput],
    targets: RecoveryTargets, sentinelInterval: Duration, contacts: [DrillText],
    steps: [DrillStep]
  ) {
    self.name = name
    self.title = title
    self.subjects = subjects
    self.inputs = inputs
    self.targets = targets
    self.sentinelInterval = sentinelInterval
    self.contacts = contacts
    self.steps = steps
  }
}

/// What a drill runs on.
public enum DrillSubject: String, Sendable, Hashable, CaseIterable {
  /// A connector of the drill's own beside the live one.
  case shadow
  /// The live connector itself.
  case live
}

/// What a drill strikes beside its subject.
public enum StruckThing: String, Sendable, Hashable, CaseIterable {
  /// The offsets of every connector of the Connect cluster.
  case offsetsTopic = "offsets-topic"
  /// Every task on the Connect cluster's workers.
  case workers
  /// Every client of the database server.
  case database
}

/// A value that is given by `--set`, or has a default.
public struct DrillInput: Sendable, Hashable {
  /// Its name; its variable is `inputs.NAME`.
  public let name: String
  /// Its value when none is given; nil for one that must be.
  public let fallback: DrillText?
  /// What it is, for people; nil when the file does not say.
  public let title: String?
  /// Whether the file says that it is a secret.
  public let isSecret: Bool
  /// Where it stands in the file.
  public let place: FilePlace

  /// An input; see the properties.
  public init(
    name: String, fallback: DrillText?, title: String? = nil, isSecret: Bool = false,
    place: FilePlace
  ) {
    self.name = name
    self.fallback = fallback
    self.title = title
    self.isSecret = isSecret
    self.place = place
  }
}

/// What a recovery is measured against.
public struct RecoveryTargets: Sendable, Hashable {
  /// The recovery time objective; nil for none.
  public var time: Duration?
  /// The recovery point objective: how many sentinel changes may be lost.
  public var changes: Int
  /// How long the whole drill should take: an overrun is a finding; nil for no such bound.
  public var whole: Duration?

  /// Targets; see the properties.
  public init(time: Duration?, changes: Int, whole: Duration? = nil) {
    self.time = time
    self.changes = changes
    self.whole = whole
  }
}

/// A drill as its file has it, its inputs not yet filled in.
public struct DrillDefinition: Sendable, Hashable {
  /// The name, of lower-case letters, digits and `-`.
  public var name: String
  /// One line for a list of drills.
  public var title: String
  /// What it may run on.
  public var subjects: Set<DrillSubject>
  /// What has to be given, in the file's order.
  public var inputs: [DrillInput]
  /// What the recovery is measured against.
  public var targets: RecoveryTargets
  /// The pause between two sentinels.
  public var sentinelInterval: Duration
  /// Who is called and what is looked up; for the runbook.
  public var contacts: [String]
  /// The steps in order.
  public var steps: [DrillStep]

  /// A drill; see the properties.
  public init(
    name: String, title: String, subjects: Set<DrillSubject>, inputs: [DrillInput],
    targets: RecoveryTargets, sentinelInterval: Duration, contacts: [String],
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

/// A value that is given by `--set`, or has a default.
public struct DrillInput: Sendable, Hashable {
  /// Its name; its variable is `inputs.NAME`.
  public let name: String
  /// Its value when none is given; nil for one that must be.
  public let fallback: DrillText?
  /// Where it stands in the file.
  public let place: FilePlace

  /// An input; see the properties.
  public init(name: String, fallback: DrillText?, place: FilePlace) {
    self.name = name
    self.fallback = fallback
    self.place = place
  }
}

/// What a recovery is measured against.
public struct RecoveryTargets: Sendable, Hashable {
  /// The recovery time objective; nil for none.
  public var time: Duration?
  /// The recovery point objective: how many sentinel changes may be lost.
  public var changes: Int

  /// Targets; see the properties.
  public init(time: Duration?, changes: Int) {
    self.time = time
    self.changes = changes
  }
}

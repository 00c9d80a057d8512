/// What a step does: one case for each key that a drill's file has for it.
public enum StepAction: Sendable, Hashable {
  /// Reads once, and fails unless everything holds.
  case check([Condition])
  /// Reads again and again until everything holds.
  case wait([Condition])
  /// Changes the connector by Connect's REST interface.
  case connector(ConnectorDeed)
  /// A command of `cdcwatch offsets` with its plan and its refusals.
  case offsets(OffsetDeed)
  /// One statement on a database.
  case sql(StatementDeed)
  /// A program.
  case exec(ProgramDeed)
  /// A person reads, and types a word.
  case confirm(text: DrillText, word: DrillText)
  /// The proof.
  case sentinel(ProofDemand)
  /// Another drill's steps; a plan has these in its place (`DrillExpansion`).
  case drill(NestedDrill)
  /// Makes the shadow connector and the sentinels: a step of cdcwatch's own, before all others.
  case setup
  /// Removes what the set-up made: a step of cdcwatch's own, behind all others.
  case teardown

  /// The key in a drill's file; `setup` and `teardown` have none there.
  public var kind: String {
    switch self {
    case .check: "check"
    case .wait: "wait"
    case .connector: "connector"
    case .offsets: "offsets"
    case .sql: "sql"
    case .exec: "exec"
    case .confirm: "confirm"
    case .sentinel: "sentinel"
    case .drill: "drill"
    case .setup: "setup"
    case .teardown: "teardown"
    }
  }
}

/// A demand of a `check` or `wait` step, `connector: RUNNING`.
public struct Condition: Sendable, Hashable {
  /// What is looked at.
  public let subject: Subject
  /// What it has to be.
  public let wanted: DrillText

  /// What can be looked at, by its key.
  public enum Subject: String, Sendable, Hashable, CaseIterable {
    /// RUNNING (its task too), STOPPED, PAUSED, FAILED (of connector or task) or `absent`.
    case connector
    /// `arriving`: a sentinel written after the step's start has arrived.
    case sentinels
    /// `present`, `absent`, `active`, `inactive`: the connector's replication slot.
    case slot
    /// `none` or `completed`.
    ///
    /// None is under way; or the newest of the sentinel table, begun since the last step that wrote
    /// SQL (else since the run was), ended well.
    case snapshot
    /// `present`, `absent`: an offset of the connector.
    case offset
    /// The longest time between a sentinel's commit and its arrival, `5s`.
    case lag
    /// `changed`, `same`: the database's writer since the baseline of the run.
    case writer
    /// The age that the newest heartbeat may have, `10s`.
    case heartbeat
    /// How long the step has to have lasted, `1m`: a pause.
    case elapsed
    /// The name of a rule, which may warn and must not fail; a file's list is one condition each.
    case rules
  }

  /// A demand; see the properties.
  public init(_ subject: Subject, _ wanted: DrillText) {
    self.subject = subject
    self.wanted = wanted
  }
}

/// What a `drill` step runs.
public struct NestedDrill: Sendable, Hashable {
  /// The other drill's name.
  public var name: String
  /// Its inputs, in this drill's words.
  public var inputs: [String: DrillText]

  /// A nested drill; see the properties.
  public init(name: String, inputs: [String: DrillText] = [:]) {
    self.name = name
    self.inputs = inputs
  }
}

/// What a `connector` step does.
public enum ConnectorDeed: Sendable, Hashable {
  /// Stops it, and waits until no task is left.
  case stop
  /// Lets it run again.
  case resume
  /// Restarts it and its tasks.
  case restart
  /// Makes it from a backup's configuration, STOPPED or RUNNING; `restores` puts the offsets of the
  /// same backup back before anything starts.
  case create(from: DrillText, state: InitialState, restores: Bool)
  /// Stops and deletes it; `withOffsets` has Connect forget its offsets first.
  case delete(withOffsets: Bool)
  /// Sets properties of its configuration.
  case configure([String: DrillText])

  /// The state in which a connector is made.
  public enum InitialState: String, Sendable, Hashable, CaseIterable {
    /// Without tasks, until it is resumed.
    case stopped = "STOPPED"
    /// At work at once.
    case running = "RUNNING"
  }
}

/// What an `offsets` step does.
public struct OffsetDeed: Sendable, Hashable {
  /// The command.
  public enum Command: Sendable, Hashable {
    /// A new backup into that archive; its place is `steps.ID.place` from then on.
    case backup(DrillText)
    /// Every hash and record of the backup.
    case verify(DrillText)
    /// The verdict over a backup, or over `live`; it is `steps.ID.verdict` from then on.
    case check(DrillText)
    /// The backup's offsets put back.
    case restore(DrillText)
    /// The offset set to the slot's position.
    case setToSlot
    /// The offset set to this LSN.
    case setLSN(DrillText)
    /// The offset set to this GTID set.
    case setGTIDs(DrillText)
    /// The offset deleted.
    case reset
  }

  /// The command.
  public var command: Command
  /// Whether the connector is resumed when it has been written.
  public var resumes = false
  /// The checks whose refusal is overruled; on shadows only.
  public var forced: [String] = []
  /// The verdicts that let it go on.
  ///
  /// A `check` gives one, and so does the plan of `restore` and `set`. Empty is RESUME alone for a
  /// `check`, and what the command itself does not refuse for the others.
  public var expected: [DrillText] = []
  /// Whether `restore` writes the saved bytes into the offsets topic instead of using REST.
  public var viaKafka = false

  /// A deed; see the properties.
  public init(_ command: Command) { self.command = command }
}

/// What a `sql` step does.
public struct StatementDeed: Sendable, Hashable {
  /// The name of a `--db`.
  public var database: DrillText
  /// The statement, shown verbatim in the plan.
  public var statement: DrillText
  /// Whether it changes anything; without it, it runs in a transaction that may only read.
  public var writes = false
  /// The text that the first column of its first row has to be; nil for whichever.
  public var expectedValue: DrillText?
  /// A query that gives a row whose first column is true once the statement was done; nil when that
  /// cannot be told.
  public var doneWhen: DrillText?

  /// A deed; see the properties.
  public init(database: DrillText, statement: DrillText) {
    self.database = database
    self.statement = statement
  }
}

/// What an `exec` step does.
public struct ProgramDeed: Sendable, Hashable {
  /// The program and its arguments; one text for the shell when `isShell` is set.
  public var words: [DrillText]
  /// Whether `/bin/sh -c` runs it.
  public var isShell = false
  /// The exit status with which it succeeds.
  public var expectedExit = 0
  /// A text that has to stand in its standard output.
  public var expectedOutput: DrillText?
  /// A command that exits with 0 once it was done; nil when that cannot be told.
  public var doneWhen: [DrillText]?

  /// A deed; see the properties.
  public init(words: [DrillText]) { self.words = words }
}

/// What a `sentinel` step demands.
public struct ProofDemand: Sendable, Hashable {
  /// How long the last sentinel may take.
  public var within: Duration
  /// The step whose written offset has to be what the connector went on from.
  public var continuesFrom: String?
  /// The loss that the drill is about.
  public var expectedLoss: ExpectedLoss?
  /// Whether a snapshot after the disaster is part of the drill, so that a state may stand for the
  /// changes that led to it.
  public var allowsSnapshot = false
  /// The step since whose beginning a snapshot has to have read every row that lies still.
  public var readSince: String?

  /// A loss that a drill declares.
  public struct ExpectedLoss: Sendable, Hashable {
    /// The kinds of changes that may be lost.
    public var kinds: Set<SentinelKind>
    /// The marks between which they were written.
    public var from: StepMark
    /// See `from`.
    public var until: StepMark
    /// How many have to be lost, where the drill is about a loss that must come about.
    public var atLeast = 0

    /// A loss; see the properties.
    public init(kinds: Set<SentinelKind>, from: StepMark, until: StepMark) {
      self.kinds = kinds
      self.from = from
      self.until = until
    }
  }

  /// A demand; see the properties.
  public init(within: Duration) { self.within = within }
}

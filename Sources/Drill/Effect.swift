/// A part of a step with one effect on the world: a journal line is on the disk before and behind
/// each.
public struct Effect: Sendable, Hashable {
  /// Its name in the journal, `stop`.
  public let name: String
  /// What a run does that finds it begun and not ended.
  public let afterCrash: AfterCrash
  /// Whether it is a change that Connect may be at work on for a while when no answer came.
  public let isConnectChange: Bool

  /// What a run does that finds an effect begun and not ended.
  public enum AfterCrash: Sendable, Hashable {
    /// It is done again: doing it twice leaves what doing it once leaves.
    case again
    /// The world is looked at, and tells, or does not.
    case look
  }

  /// An effect; see the properties.
  public init(_ name: String, afterCrash: AfterCrash, isConnectChange: Bool = false) {
    self.name = name
    self.afterCrash = afterCrash
    self.isConnectChange = isConnectChange
  }

  /// Reading, which leaves nothing.
  public static let observe = Effect("observe", afterCrash: .again)
  /// The connector stopped, no task left.
  public static let stop = Effect("stop", afterCrash: .again, isConnectChange: true)
  /// The connector running.
  public static let resume = Effect("resume", afterCrash: .again, isConnectChange: true)
  /// The connector and its tasks restarted.
  public static let restart = Effect("restart", afterCrash: .look, isConnectChange: true)
  /// The connector made.
  public static let create = Effect("create", afterCrash: .look, isConnectChange: true)
  /// The connector's offsets forgotten by Connect.
  public static let forgetOffsets = Effect(
    "forget-offsets", afterCrash: .again, isConnectChange: true)
  /// The connector deleted.
  public static let delete = Effect("delete", afterCrash: .again, isConnectChange: true)
  /// Properties of the connector set.
  public static let configure = Effect("configure", afterCrash: .again, isConnectChange: true)
  /// A backup made; half of one is never left.
  public static let backup = Effect("backup", afterCrash: .again)
  /// The offsets from before kept.
  public static let safetyCopy = Effect("safety-copy", afterCrash: .again)
  /// Offsets written.
  ///
  /// A connector that was resumed since has moved on: then it is not done again.
  public static let write = Effect("write", afterCrash: .look, isConnectChange: true)
  /// What was written read back.
  public static let readBack = Effect("read-back", afterCrash: .again)
  /// A new offset, or another sign that the connector goes on.
  public static let goesOn = Effect("goes-on", afterCrash: .again)
  /// The statement run.
  public static let statement = Effect("statement", afterCrash: .look)
  /// The program run.
  public static let program = Effect("program", afterCrash: .look)
  /// The word typed.
  public static let word = Effect("word", afterCrash: .again)
  /// The proof taken.
  public static let prove = Effect("prove", afterCrash: .again)
}

extension StepAction {
  /// The effects that it comes to, in order; those of `setup` and `teardown` are the subject's own.
  public var effects: [Effect] {
    switch self {
    case .check, .wait: [.observe]
    case .connector(let deed): deed.effects
    case .offsets(let deed): deed.effects
    case .sql(let deed): deed.writes ? [.statement] : [.observe]
    case .exec: [.program]
    case .confirm: [.word]
    case .sentinel: [.prove]
    case .drill, .setup, .teardown: []
    }
  }
}

extension ConnectorDeed {
  fileprivate var effects: [Effect] {
    switch self {
    case .stop: [.stop]
    case .resume: [.resume]
    case .restart: [.restart]
    case .create(_, let state, let restores):
      [.create] + (restores ? [.write, .readBack] : []) + (state == .running ? [.resume] : [])
    case .delete(let withOffsets): [.stop] + (withOffsets ? [.forgetOffsets] : []) + [.delete]
    case .configure: [.configure]
    }
  }
}

extension OffsetDeed {
  fileprivate var effects: [Effect] {
    switch command {
    case .backup: [.backup]
    case .verify, .check: [.observe]
    case .restore, .setToSlot, .setLSN, .setGTIDs, .reset:
      [.stop, .safetyCopy, .write, .readBack] + (resumes ? [.resume, .goesOn] : [])
    }
  }
}

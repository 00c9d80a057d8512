/// What a step gives to later ones, as `steps.ID.NAME`.
public enum StepOutput: String, Sendable, Hashable, CaseIterable {
  /// Where a backup lies: its folder or URL.
  case place
  /// A backup's `content_sha256`.
  case content
  /// A verdict, such as RESUME.
  case verdict
  /// The position that was written: an LSN, a GTID set, or a file and a position.
  case position
  /// The first column of the first row that a statement gave.
  case value
  /// What a program wrote to its standard output, without the white space at its ends.
  case output
}

extension StepAction {
  /// What it gives to later steps.
  public var outputs: [StepOutput] {
    switch self {
    case .offsets(let deed): deed.command.outputs
    case .sql: [.value]
    case .exec: [.output]
    case .check, .wait, .connector, .confirm, .sentinel, .drill, .setup, .teardown: []
    }
  }
}

extension OffsetDeed.Command {
  fileprivate var outputs: [StepOutput] {
    switch self {
    case .backup: [.place, .content]
    case .check: [.verdict]
    case .restore, .setToSlot, .setLSN, .setGTIDs: [.verdict, .position]
    case .verify, .reset: []
    }
  }

  /// Whether it writes offsets that a connector goes on from.
  var writesOffsets: Bool {
    switch self {
    case .restore, .setToSlot, .setLSN, .setGTIDs: true
    case .backup, .verify, .check, .reset: false
    }
  }
}

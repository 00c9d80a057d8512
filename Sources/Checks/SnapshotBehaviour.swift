internal import Debezium

/// What `snapshot.mode` makes a connector do when it starts (facts 7, 8 and 15).
struct SnapshotBehaviour {
  /// What happens without an offset.
  enum WithoutOffset {
    /// All tables are read.
    case reads
    /// Streaming begins where the database stands.
    case streams
    /// The task fails.
    case refuses
    /// The mode's own code decides.
    case unknown
  }

  let mode: String
  let withoutOffset: WithoutOffset
  /// Whether the tables are read at each start, offset or not.
  let readsAtEachStart: Bool
  /// Whether an offset that the server no longer has is dropped and the tables are read; nil when
  /// the mode's own code decides.
  let readsOnDataError: Bool?
  /// Whether a missing schema history is built anew.
  let rebuildsHistory: Bool
  /// Whether it streams at all.
  let streams: Bool

  init(_ configuration: ConnectorConfiguration) {
    mode = configuration.snapshotMode.lowercased()
    let flag = { (name: String) in
      configuration["snapshot.mode.configuration.based.\(name)"]?.lowercased() == "true"
    }
    let isConfigured = mode == "configuration_based"
    switch mode {
    case "initial", "initial_only", "when_needed", "always": withoutOffset = .reads
    case "no_data", "schema_only", "never": withoutOffset = .streams
    case "recovery", "schema_only_recovery": withoutOffset = .refuses
    case "configuration_based":
      // "Could not find existing transaction log information" comes before anything is read.
      withoutOffset =
        flag("snapshot.on.schema.error")
        ? .refuses : flag("snapshot.data") ? .reads : .streams
    default: withoutOffset = .unknown
    }
    readsAtEachStart = mode == "always" || (isConfigured && flag("snapshot.data"))
    if case .unknown = withoutOffset {
      readsOnDataError = nil
    } else {
      readsOnDataError = mode == "when_needed" || (isConfigured && flag("snapshot.on.data.error"))
    }
    rebuildsHistory =
      mode == "recovery" || mode == "schema_only_recovery"
      || (isConfigured && flag("snapshot.on.schema.error"))
    streams = mode != "initial_only" && !(isConfigured && !flag("start.stream"))
  }
}

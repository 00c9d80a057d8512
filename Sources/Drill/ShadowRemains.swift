/// What a shadow leaves that nobody can take away, measured (facts 17).
public enum ShadowRemains {
  /// A line each, for the plan and the report.
  public static func lines(_ shadow: ShadowConnector) -> [String] {
    let connector = shadow.names.connector
    let secrets = shadow.plainSecrets
    let with =
      secrets.isEmpty
      ? "" : ", with \(secrets.joined(separator: ", ")) in plain text"
    return [
      "Connect's configuration topic keeps 'task-\(connector)-0' (the whole configuration\(with)) and"
        + " 'commit-\(connector)'",
      "Connect's offsets and status topics keep tombstones of '\(connector)' until they are"
        + " compacted",
    ]
  }
}

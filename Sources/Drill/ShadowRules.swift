internal import Debezium

/// What is held against a shadow before anything is made.
public enum ShadowRules {
  /// Every finding, refusals first; empty when nothing speaks against it.
  public static func findings(
    _ shadow: ShadowConnector, _ live: ShadowFacts.Neighbour, _ facts: ShadowFacts,
    _ consent: ShadowConsent
  ) -> [ShadowFinding] {
    let server = shadow.engine == .postgresql ? ShadowServerRules.findings(facts, consent) : []
    let all =
      connectVersion(facts) + snapshotMode(shadow)
      + neighbours(shadow, live, facts, consent) + server + secrets(shadow)
    return all.filter { $0.weight == .refused } + all.filter { $0.weight != .refused }
  }

  // MARK: Connect

  private static func connectVersion(_ facts: ShadowFacts) -> [ShadowFinding] {
    guard let version = facts.connectVersion, let makesStopped = facts.makesStopped else {
      return [
        ShadowFinding("connect-version", .notChecked, "the version of Connect was not told")
      ]
    }
    guard !makesStopped else { return [] }
    return [
      ShadowFinding(
        "connect-version", .refused,
        "Connect \(version) cannot make a connector STOPPED and change offsets (Kafka 3.7 brought"
          + " both)", hint: "rehearse on a Connect cluster of Kafka 3.7 or newer")
    ]
  }

  /// Modes in which a connector that is made anew never comes to stream.
  private static func snapshotMode(_ shadow: ShadowConnector) -> [ShadowFinding] {
    switch shadow["snapshot.mode"]?.lowercased() {
    case "initial_only":
      [
        ShadowFinding(
          "snapshot-mode", .refused,
          "snapshot.mode=initial_only ends behind the snapshot, so that no sentinel would arrive",
          hint: "rehearse with a connector that streams")
      ]
    case "recovery":
      [
        ShadowFinding(
          "snapshot-mode", .refused,
          "snapshot.mode=recovery needs an offset, which a shadow that is made anew has not",
          hint: "'\(shadow.live)' has it for one start only: set it back first")
      ]
    case "custom":
      [
        ShadowFinding(
          "snapshot-mode", .warning,
          "snapshot.mode=custom: what '\(shadow["snapshot.mode.custom.name"] ?? "")' does with the"
            + " shadow is not known")
      ]
    default: []
    }
  }

  private static func secrets(_ shadow: ShadowConnector) -> [ShadowFinding] {
    guard !shadow.plainSecrets.isEmpty else { return [] }
    return [
      ShadowFinding(
        "plain-secrets", .warning,
        "\(shadow.plainSecrets.joined(separator: ", ")): in plain text in '\(shadow.live)', and a"
          + " copy stays in Connect's configuration topic for good, also when the shadow is deleted",
        hint: "write secrets as ${file:...} references")
    ]
  }

  // MARK: Other connectors

  private static func neighbours(
    _ shadow: ShadowConnector, _ live: ShadowFacts.Neighbour, _ facts: ShadowFacts,
    _ consent: ShadowConsent
  ) -> [ShadowFinding] {
    facts.neighbours.flatMap { neighbour -> [ShadowFinding] in
      guard neighbour.name != shadow.names.connector,
        let place = ShadowNeighbour(neighbour, of: live, shadow)
      else { return [] }
      return place.findings(facts.postgresql, consent)
    }
  }
}

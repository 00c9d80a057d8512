/// What a PostgreSQL server says against a shadow's slot.
enum ShadowServerRules {
  static func findings(_ facts: ShadowFacts, _ consent: ShadowConsent) -> [ShadowFinding] {
    guard let server = facts.postgresql else {
      return [
        ShadowFinding("database", .notChecked, "what the database allows was not asked", hint: nil)
      ]
    }
    return level(server) + slots(server) + rights(server) + log(server, consent)
  }

  private static func level(_ server: ShadowServer) -> [ShadowFinding] {
    guard let level = server.walLevel, level != "logical" else { return [] }
    return [
      ShadowFinding(
        "wal-level", .refused, "wal_level is \(level), and a slot needs logical",
        hint: "set wal_level=logical and restart the server")
    ]
  }

  private static func slots(_ server: ShadowServer) -> [ShadowFinding] {
    guard let maximum = server.slotMaximum, let used = server.slotsUsed else { return [] }
    if used >= maximum {
      return [
        ShadowFinding(
          "slots", .refused,
          "all \(maximum) replication slots are taken (max_replication_slots)",
          hint: "drop one that nobody uses, or raise max_replication_slots")
      ]
    }
    guard used == maximum - 1 else { return [] }
    return [
      ShadowFinding(
        "slots", .warning,
        "the shadow takes the last of \(maximum) replication slots: a standby or connector that"
          + " needs a new one meanwhile gets none")
    ]
  }

  private static func rights(_ server: ShadowServer) -> [ShadowFinding] {
    var findings: [ShadowFinding] = []
    if server.mayReplicate == false {
      findings.append(
        ShadowFinding(
          "replication-right", .refused, "the user of --db may make no replication slot",
          hint: "ALTER ROLE ... REPLICATION, or name another user"))
    }
    if server.mayMakeSchemas == false {
      findings.append(
        ShadowFinding(
          "schema-right", .refused, "the user of --db may make no schema in the database",
          hint: "GRANT CREATE ON DATABASE, or name another user"))
    }
    return findings
  }

  /// A slot that nobody reads keeps the log until the disk is full.
  private static func log(_ server: ShadowServer, _ consent: ShadowConsent) -> [ShadowFinding] {
    guard (server.slotLimit ?? -1) < 0 else { return [] }
    let limit = server.slotLimit == nil ? "has no" : "has max_slot_wal_keep_size=-1, no"
    return [
      ShadowFinding(
        "unbounded-wal", consent.acceptsUnboundedWAL ? .warning : .refused,
        "the server \(limit) limit to what a slot keeps of the log, and --wal-limit is watched only"
          + " while the drill runs",
        hint: consent.acceptsUnboundedWAL
          ? "'cdcwatch drill sweep' removes the slot of a drill that died"
          : "set max_slot_wal_keep_size, or type --accept-unbounded-wal")
    ]
  }
}

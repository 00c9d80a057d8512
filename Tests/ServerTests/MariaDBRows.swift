import JSON
import TestSupport
import Testing

/// MariaDB's rows of facts 18 that `make test` does not do.
enum MariaDBRows {
  private static let whenNeeded = ["snapshot.mode": "when_needed"]

  static let all = positions + BinlogRows.all + parts

  private static let positions: [VerdictRow] = [
    VerdictRow("older GTID, logs purged", "WILL_REFUSE", .fails("1236")) { run in
      try await run.purge()
      return .live
    },
    VerdictRow("older GTID, logs purged, when_needed", "WILL_REFUSE", .fails("1236")) { run in
      try await run.purge()
      try await run.ledger.change(whenNeeded)
      return .live
    },
    VerdictRow("unknown domain", "WILL_REFUSE", .refused) { run in
      .put(try await run.position { domain, server, number in "7\(domain)-\(server)-\(number)" })
    },
    VerdictRow("unknown server", "WILL_REFUSE", .refused) { run in
      .put(try await run.position { domain, server, number in "\(domain)-7\(server)-\(number)" })
    },
    VerdictRow("sequence ahead", "WILL_REFUSE", .refused) { run in
      .put(try await run.position { "\($0)-\($1)-\($2 + 90_000)" })
    },
    VerdictRow("sequence ahead, when_needed", "WILL_RESNAPSHOT", .snapshot) { run in
      try await run.ledger.change(whenNeeded)
      return .put(try await run.position { "\($0)-\($1)-\($2 + 90_000)" })
    },
    VerdictRow(
      "sequence 3 ahead, server passed it before the resume", "WILL_SKIP",
      .arrives(["b": 1, "c": 0, "c2": 0, "c3": 0, "c4": 1, "c5": 1, "z": 1])
    ) { run in
      let ahead = try await run.position { "\($0)-\($1)-\($2 + 2)" }
      for row in ["c2", "c3", "c4", "c5"] { try await run.ledger.insert(row) }
      return .put(ahead)
    },
    VerdictRow(
      "schema history gone", "WILL_REFUSE", .fails("The db history topic is missing")
    ) { run in
      try await Tool.run(
        try #require(Places.stack),
        [
          "kafka-tool", "org.apache.kafka.tools.TopicCommand", "--bootstrap-server",
          run.ledger.servers.kafka, "--delete", "--topic", run.ledger.history,
        ])
      return .live
    },
  ]

  private static let parts: [VerdictRow] = [
    VerdictRow("gtids removed", "WILL_REFUSE", .fails("Unable to connect to the database")) {
      run in .put(try run.edited(run.new, ["gtids": .some(nil)]))
    },
    VerdictRow("new gtids with an absent file", "RESUME", .once) { run in
      .put(try run.edited(run.new, ["file": .string("absent.000099")]))
    },
  ]
}

extension VerdictRun {
  /// The newest offsets with another GTID, made from that of `c`.
  ///
  /// What says that part of a transaction was delivered is taken out.
  func position(_ text: (Int64, Int64, Int64) -> String) async throws -> String {
    let answer = try await ledger.sql("SELECT @@global.gtid_binlog_pos")
    let last = try #require(answer.split(whereSeparator: \.isWhitespace).last)
    let parts = last.split(separator: "-").compactMap { Int64($0) }
    try #require(parts.count == 3, "\(answer)")
    return try edited(
      new,
      [
        "gtids": .string(text(parts[0], parts[1], parts[2])), "event": .some(nil),
        "row": .some(nil),
      ])
  }
}

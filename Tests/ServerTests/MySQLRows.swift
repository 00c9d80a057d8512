import JSON
import TestSupport
import Testing

/// MySQL's rows of facts 15, 17 and 18 that `make test` does not do.
enum MySQLRows {
  private static let whenNeeded = ["snapshot.mode": "when_needed"]
  private static let noData = ["snapshot.mode": "no_data"]
  private static let foreign = "11111111-2222-3333-4444-555555555555"

  static let all = sets + BinlogRows.all + parts + renames + places

  private static let sets: [VerdictRow] = [
    // The first of all: no log of this server has been purged yet.
    VerdictRow("gtids removed, file there, nothing purged", "WILL_REFUSE", .silence) { run in
      .put(try run.edited(run.new, ["gtids": .some(nil)]))
    },
    VerdictRow("older set, logs purged past it", "WILL_REFUSE", .refused) { run in
      try await run.purge()
      return .live
    },
    VerdictRow("purged, when_needed", "WILL_RESNAPSHOT", .snapshot) { run in
      try await run.purge()
      try await run.ledger.change(whenNeeded)
      return .live
    },
    VerdictRow("offset deleted, no_data", "WILL_SKIP", .skipped) { run in
      try await run.ledger.change(noData)
      try await run.ledger.forgetOffsets()
      return .live
    },
    VerdictRow("offset {}", "WILL_REFUSE", .fails("'file' parameter is missing")) { run in
      .put(try run.with(run.new, offset: .object([])))
    },
    VerdictRow("set far ahead", "WILL_REFUSE", .refused) { run in
      .put(try await run.set { "1-\($0 + 90_000)" })
    },
    VerdictRow("set far ahead, when_needed", "WILL_RESNAPSHOT", .snapshot) { run in
      try await run.ledger.change(whenNeeded)
      return .put(try await run.set { "1-\($0 + 90_000)" })
    },
    VerdictRow("own set and a foreign uuid", "WILL_REFUSE", .refused) { run in
      .put(try await run.set { "1-\($0 - 1),\(foreign):1-5" })
    },
    VerdictRow(
      "own set and a foreign uuid, when_needed", "WILL_RESNAPSHOT", .snapshot
    ) { run in
      try await run.ledger.change(whenNeeded)
      return .put(try await run.set { "1-\($0 - 1),\(foreign):1-5" })
    },
    VerdictRow(
      "set 3 ahead, server passed it before the resume", "WILL_SKIP",
      .arrives(["b": 1, "c": 0, "c2": 0, "c3": 0, "c4": 1, "c5": 1, "z": 1])
    ) { run in
      let set = try await run.set { "1-\($0 + 2)" }
      for row in ["c2", "c3", "c4", "c5"] { try await run.ledger.insert(row) }
      return .put(set)
    },
    VerdictRow(
      "set 3 ahead with event and row, one more is swallowed", "WILL_SKIP",
      .arrives(["b": 1, "c": 0, "c2": 0, "c3": 0, "c4": 0, "c5": 1, "z": 1])
    ) { run in
      let gtids = try run.member("gtids", of: try await run.set { "1-\($0 + 2)" })
      for row in ["c2", "c3", "c4", "c5"] { try await run.ledger.insert(row) }
      return .put(
        try run.edited(run.new, ["gtids": gtids, "event": .integer(2), "row": .integer(1)]))
    },
    VerdictRow(
      "set with a hole, event and row 0", "REPLAY",
      .arrives(["a": 1, "s": 2, "b": 1, "t": 2, "c": 1, "z": 1]), writesFirst: false
    ) { run in
      try await run.deliverMore()
      return .put(try await run.set { "1-\($0 - 4):\($0 - 2)-\($0 - 2)" })
    },
    VerdictRow(
      "set with a hole in which the schema history was recorded", "WILL_REFUSE",
      .fails("schema isn't known to this connector")
    ) { run in .put(try await run.set { "1-\($0 - 4):\($0 - 2)-\($0 - 2)" }) },
    VerdictRow(
      "set with a hole, event and row swallow one row", "REPLAY",
      .arrives(["a": 1, "s": 1, "b": 1, "t": 2, "c": 1, "z": 1]), writesFirst: false
    ) { run in
      try await run.deliverMore()
      let gtids = try run.member(
        "gtids", of: try await run.set { "1-\($0 - 4):\($0 - 2)-\($0 - 2)" })
      return .put(
        try run.edited(run.new, ["gtids": gtids, "event": .integer(2), "row": .integer(1)]))
    },
  ]

  private static let parts: [VerdictRow] = [
    VerdictRow("gtids removed, file purged", "WILL_REFUSE", .refused) { run in
      try await run.purge()
      return .put(try run.edited(run.new, ["gtids": .some(nil)]))
    },
    VerdictRow(
      "gtids removed, file purged, when_needed", "WILL_RESNAPSHOT", .snapshot
    ) { run in
      try await run.purge()
      try await run.ledger.change(whenNeeded)
      return .put(try run.edited(run.new, ["gtids": .some(nil)]))
    },
    VerdictRow(
      "gtids and file without pos", "REPLAY",
      .arrives(["a": 1, "s": 2, "b": 2, "c": 1, "z": 1])
    ) { run in
      let older = try await run.set { "1-\($0 - 3)" }
      return .put(try run.only(["gtids", "file"], of: older))
    },
    VerdictRow("gtids empty", "REPLAY", .snapshot) { run in
      .put(
        try run.edited(
          run.new, ["gtids": .string(""), "event": .some(nil), "row": .some(nil)]))
    },
    VerdictRow("gtid.ignore.on.recovery", "UNKNOWN", .once) { run in
      try await run.ledger.change(["gtid.ignore.on.recovery": "true"])
      return .live
    },
  ]

  private static let renames: [VerdictRow] = [
    VerdictRow("connector renamed, initial", "WILL_RESNAPSHOT", .snapshot) { run in
      try await run.rename()
      return .live
    },
    VerdictRow("connector renamed, when_needed", "WILL_RESNAPSHOT", .snapshot) { run in
      try await run.rename(whenNeeded)
      return .live
    },
    VerdictRow("connector renamed, no_data", "WILL_SKIP", .skipped) { run in
      try await run.rename(noData)
      return .live
    },
    VerdictRow("connector renamed, made STOPPED, PATCH", "RESUME", .once) { run in
      try await run.rename()
      return .put(run.new)
    },
    VerdictRow(
      "topic.prefix changed, initial", "WILL_RESNAPSHOT",
      .arrives(["a": 1, "s": 1, "b": 1, "c": 1, "z": 1])
    ) { run in
      try await run.changePrefix()
      return .live
    },
    VerdictRow(
      "topic.prefix changed, no_data", "WILL_SKIP", .arrives(["a": 0, "b": 0, "c": 0, "z": 1])
    ) { run in
      try await run.changePrefix(noData)
      return .live
    },
    VerdictRow(
      "topic.prefix changed, PATCH to the new partition, same history", "WILL_REFUSE",
      .fails("schema isn't known to this connector")
    ) { run in
      try await run.changePrefix()
      return .put(run.forNewPrefix())
    },
  ]

  /// With `gtid_mode=OFF`.
  private static let places: [VerdictRow] =
    ([("", "WILL_REFUSE", .refused), ("when_needed", "WILL_RESNAPSHOT", .snapshot)]
    as [(String, String, VerdictRow.Ending)]).map { mode, verdict, ending in
      VerdictRow("gtid_mode=OFF, purged, \(mode)", verdict, ending, hasGTIDs: false) { run in
        try await run.purge()
        if !mode.isEmpty { try await run.ledger.change(["snapshot.mode": mode]) }
        return .live
      }
    } + [
      VerdictRow(
        "gtid_mode=OFF, position past the file's end", "WILL_REFUSE", .silence, hasGTIDs: false
      ) { run in
        let place = try #require(try run.member("pos", of: run.new).integerValue)
        return .put(try run.edited(run.new, ["pos": .integer(place + 100_000_000)]))
      }
    ]
    + ["initial", "when_needed"].map { mode in
      VerdictRow("gtid_mode=OFF, purged, a frozen set, \(mode)", "WILL_REFUSE", .silence) { run in
        // All that the server purges is in the set: it is of the time before.
        let set = try await run.set { "1-\($0)" }
        try await run.ledger.servers.setGTIDs(false)
        try await run.purge()
        try await run.ledger.change(["snapshot.mode": mode])
        return .put(set)
      }
    } + [
      VerdictRow("gtid_mode=OFF, purged, a set that lacks it", "WILL_REFUSE", .refused) {
        run in
        try await run.ledger.servers.setGTIDs(false)
        try await run.purge()
        return .live
      },
      VerdictRow(
        "gtid_mode=OFF, purged, a set that lacks it, when_needed", "WILL_RESNAPSHOT",
        .snapshot
      ) { run in
        try await run.ledger.servers.setGTIDs(false)
        try await run.purge()
        try await run.ledger.change(whenNeeded)
        return .live
      },
    ]
}

extension VerdictRun {
  /// The newest offsets with a set of the server's own uuid, made from the number of `c`.
  ///
  /// The table's rows are the server's last transactions: `b` is one before `c`, `s` two, `a` three.
  /// What says that part of a transaction was delivered is taken out.
  func set(_ numbers: (Int64) -> String) async throws -> String {
    let uuid = try await ledger.sql("SELECT @@server_uuid")
    let own = try #require(uuid.split(whereSeparator: \.isWhitespace).last)
    let last = try await number("SELECT @@global.gtid_executed")
    return try edited(
      new,
      [
        "gtids": .string("\(own):\(numbers(last))"), "event": .some(nil), "row": .some(nil),
      ])
  }

  /// Delivers a row `t` more, before `c` is written.
  mutating func deliverMore() async throws {
    try await ledger.resume()
    try await Connect(ledger.servers).waitUntil(ledger.connectorName, "RUNNING")
    _ = try await inserting("t")
    try await ledger.stop()
    new = try await ledger.offsets()
    try await ledger.insert("c")
  }

  /// Removes every binary log but a new one.
  func purge() async throws {
    try await ledger.sql("FLUSH BINARY LOGS")
    for _ in 0..<100 {
      let names = try await logs()
      if names.count == 1 { return }
      try await ledger.sql("PURGE BINARY LOGS TO '\(try #require(names.last))'")
      try await Task.sleep(for: .milliseconds(200))
    }
    Issue.record("the binary logs stay")
  }

  private func logs() async throws -> [Substring] {
    try await ledger.sql("SHOW BINARY LOGS").split(whereSeparator: \.isWhitespace)
      .filter { $0.contains("bin") && $0.contains(".0") }
  }
}

import JSON
import TestSupport
import Testing

/// PostgreSQL's rows of facts 15, 17 and 18 that `make test` does not do.
enum PostgreSQLRows {
  private static let snapshot = ["a": 2, "s": 2, "b": 2, "z": 1]
  private static let noData = ["snapshot.mode": "no_data"]
  private static let manual = ["lsn.flush.mode": "manual"]

  static let all = offsets + slots + strategies + renames

  private static let offsets: [VerdictRow] = [
    VerdictRow("o > w, slot there", "WILL_SKIP", .silence) { run in
      .put(try run.at(try await run.ahead(100_000_000), run.new))
    },
    VerdictRow("offset {}", "RESUME", .once) { run in
      .put(try run.with(run.new, offset: .object([])))
    },
    VerdictRow("offset {}, slot gone", "WILL_REFUSE", .fails("no longer available")) { run in
      try await run.dropSlot()
      return .put(try run.with(run.new, offset: .object([])))
    },
    VerdictRow("lsn alone changed, the others left", "RESUME", .once) { run in
      .put(try run.edited(run.new, ["lsn": try run.member("lsn_proc", of: run.old)]))
    },
    VerdictRow("{lsn: old} alone, above r", "WILL_SKIP", .once, isHeld: true) { run in
      .put(try run.only(["lsn", "ts_usec"], of: run.old))
    },
    VerdictRow("{lsn: old} alone, below r", "WILL_SKIP", .once) { run in
      try await run.passOld()
      return .put(try run.only(["lsn", "ts_usec"], of: run.old))
    },
    VerdictRow("{lsn: w + 100 MB}", "WILL_SKIP", .silence) { run in
      let place = try await run.ahead(100_000_000)
      return .put(
        try run.edited(
          try run.only(["ts_usec"], of: run.new), ["lsn": .integer(place)]))
    },
    VerdictRow("no_validation, c < o <= w", "WILL_SKIP", .skipped) { run in
      .put(try run.at(try await run.ahead(0), run.new))
    },
    VerdictRow(
      "no_validation, o > w, put back in time", "WILL_SKIP", .silence,
      afterwards: { run in
        try await run.ledger.stop()
        try await run.ledger.expect("RESUME", of: run.new)
        try await run.ledger.put(run.new)
        try await run.ledger.resume()
        try await run.ledger.expectArrival(of: VerdictRow.onceEach)
      },
      deed: { run in .put(try run.at(try await run.ahead(100_000_000), run.new)) }),
    VerdictRow(
      "lsn.flush.mode=manual, old offset", "REPLAY", .replayed, settings: manual
    ) { run in .put(run.old) },
    VerdictRow(
      "lsn.flush.mode=manual, offset deleted, no_data", "REPLAY",
      .arrives(["s": 2, "b": 2, "c": 1, "z": 1]), settings: manual
    ) { run in
      try await run.ledger.change(manual.merging(noData) { $1 })
      try await run.ledger.forgetOffsets()
      return .live
    },
  ]

  private static let slots: [VerdictRow] = [
    VerdictRow("slot gone, no_data", "WILL_REFUSE", .refused) { run in
      try await run.dropSlot()
      try await run.ledger.change(noData)
      return .live
    },
    VerdictRow("slot renamed in the config, offset kept", "WILL_REFUSE", .refused) { run in
      try await run.ledger.change(["slot.name": "\(run.ledger.name)_other"])
      return .live
    },
    // The slot's confirmed position lies behind the record with which it was made. That nothing of the
    // table lies between, the positions do not tell: the verdict is the careful one.
    VerdictRow(
      "slot made by hand after STOP, offset kept", "WILL_SKIP", .once, writesFirst: false
    ) { run in
      let other = "\(run.ledger.name)_other"
      try await run.makeSlot(other)
      try await run.ledger.change(["slot.name": other])
      try await run.ledger.insert("c")
      return .live
    },
    VerdictRow(
      "a slot copied with the backup, old offset", "REPLAY",
      .arrives(["a": 1, "s": 1, "b": 1, "c": 2, "d": 2, "z": 1])
    ) { run in
      let copy = "\(run.ledger.name)_copy"
      try await run.ledger.sql(
        "SELECT pg_copy_logical_replication_slot('\(run.ledger.name)', '\(copy)')")
      let old = try await run.ledger.offsets()
      try await run.ledger.resume()
      try await run.ledger.expectArrival(of: ["c": 1])
      try await run.ledger.insert("d")
      try await run.ledger.expectArrival(of: ["d": 1])
      try await run.ledger.stop()
      try await run.ledger.change(["slot.name": copy])
      return .put(old)
    },
  ]

  private static func strategy(_ word: String) -> [String: String] {
    ["offset.mismatch.strategy": word]
  }

  private static let strategies: [VerdictRow] =
    [
      VerdictRow(
        "trust_offset, o < r", "WILL_REFUSE", .refused, settings: strategy("trust_offset")
      ) { run in
        try await run.passOld()
        return .put(run.old)
      },
      VerdictRow(
        "trust_offset, slot dropped", "WILL_REFUSE", .refused,
        settings: strategy("trust_offset")
      ) { run in
        try await run.dropSlot()
        return .live
      },
      VerdictRow(
        "trust_offset, r <= o < c", "WILL_SKIP", .once,
        settings: strategy("trust_offset"), isHeld: true
      ) { run in .put(run.old) },
    ]
    + [
      VerdictRow(
        "trust_offset, o > w, put back", "WILL_SKIP", .silence, settings: strategy("trust_offset"),
        afterwards: { run in
          // The slot itself was moved: what was put back lies before its log now.
          try await run.ledger.stop()
          try await run.ledger.expect("WILL_REFUSE", of: run.new)
          try await run.ledger.put(run.new)
          try await run.ledger.resume()
          try await run.ledger.expectFailure(VerdictRow.Ending.lostLog)
        },
        deed: { run in .put(try run.at(try await run.ahead(100_000_000), run.new)) }),
      VerdictRow(
        "trust_greater_lsn, o > w, put back", "WILL_SKIP", .silence,
        settings: strategy("trust_greater_lsn"),
        afterwards: { run in
          try await run.ledger.stop()
          try await run.ledger.expect("WILL_SKIP", of: run.new)
          try await run.ledger.put(run.new)
          try await run.ledger.resume()
          try await run.ledger.insert("z2")
          try await run.ledger.expectArrival(of: ["c": 0, "z": 0, "z2": 1])
        },
        deed: { run in .put(try run.at(try await run.ahead(100_000_000), run.new)) }),
    ]
    + ["trust_slot", "trust_greater_lsn"].flatMap { word in
      [
        VerdictRow("\(word), behind", "WILL_SKIP", .once, settings: strategy(word)) {
          run in .put(run.old)
        },
        VerdictRow(
          "\(word), slot dropped", "WILL_SKIP", .skipped, settings: strategy(word)
        ) { run in
          try await run.dropSlot()
          return .live
        },
      ]
    }

  private static let renames: [VerdictRow] = [
    VerdictRow("connector renamed, initial", "WILL_RESNAPSHOT", .arrives(snapshot)) { run in
      try await run.rename()
      return .live
    },
    VerdictRow("connector renamed, when_needed", "WILL_RESNAPSHOT", .arrives(snapshot)) { run in
      try await run.rename(["snapshot.mode": "when_needed"])
      return .live
    },
    VerdictRow("connector renamed, no_data", "RESUME", .once) { run in
      try await run.rename(noData)
      return .live
    },
    VerdictRow("connector renamed, made STOPPED, PATCH", "RESUME", .once) { run in
      try await run.rename()
      return .put(run.new)
    },
    VerdictRow(
      "topic.prefix changed, initial", "WILL_RESNAPSHOT",
      .arrives(["a": 1, "s": 1, "b": 1, "z": 1])
    ) { run in
      try await run.changePrefix()
      return .live
    },
    VerdictRow(
      "topic.prefix changed, no_data", "RESUME", .arrives(["a": 0, "b": 0, "c": 1, "z": 1])
    ) { run in
      try await run.changePrefix(noData)
      return .live
    },
    VerdictRow(
      "topic.prefix changed, PATCH to the new partition", "RESUME",
      .arrives(["a": 0, "b": 0, "c": 1, "z": 1])
    ) { run in
      try await run.changePrefix()
      return .put(run.forNewPrefix())
    },
  ]
}

extension VerdictRun {
  /// A position so far ahead of the server's.
  func ahead(_ bytes: Int64) async throws -> Int64 {
    try await number("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn") + bytes
  }

  func dropSlot() async throws {
    try await ledger.sql("SELECT pg_drop_replication_slot('\(ledger.name)')")
  }

  /// Makes a slot whose log begins no later than the newest offset.
  ///
  /// What the server itself writes between STOP and this puts the slot behind the offset.
  mutating func makeSlot(_ slot: String) async throws {
    for turn in 0..<20 {
      try await ledger.sql("SELECT pg_create_logical_replication_slot('\(slot)', 'pgoutput')")
      let restart = try await number(
        "SELECT restart_lsn - '0/0'::pg_lsn FROM pg_replication_slots WHERE slot_name = '\(slot)'")
      let place = try #require(try member("lsn_proc", of: new).integerValue)
      if restart <= place { return }
      try await ledger.sql("SELECT pg_drop_replication_slot('\(slot)')")
      try await ledger.resume()
      try await Connect(ledger.servers).waitUntil(ledger.name, "RUNNING")
      _ = try await inserting("turn \(turn)")
      try await ledger.stop()
      new = try await ledger.offsets()
    }
    Issue.record("the slot's log always begins behind the offset")
  }

  /// Lets the connector run on until its slot's log begins behind the old offset.
  mutating func passOld() async throws {
    let place = try #require(try member("lsn_proc", of: old).integerValue)
    try await ledger.resume()
    for turn in 0..<100 {
      try await ledger.insert("later \(turn)")
      try await ledger.sql("CHECKPOINT")
      let restart = try await number(
        "SELECT restart_lsn - '0/0'::pg_lsn FROM pg_replication_slots WHERE slot_name = '\(ledger.name)'"
      )
      if restart > place { break }
      try await Task.sleep(for: .milliseconds(200))
    }
    try await ledger.stop()
    new = try await ledger.offsets()
  }
}

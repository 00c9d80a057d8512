import Drill
import JSON

/// A proof in JSON, as journals and reports have it.
enum ProofDocument {
  /// Every count by its name in the contract's table.
  static func counts(_ counts: SentinelCounts) -> JSONValue {
    let members: [(String, Int)] = [
      ("written", counts.written), ("arrived", counts.arrived),
      ("as_snapshot_row", counts.snapshotRows), ("superseded", counts.superseded),
      ("lost", counts.lost), ("lost_by_database", counts.lostByDatabase),
      ("only_in_topic", counts.onlyInTopic), ("not_checked", counts.notChecked),
      ("not_arrived", counts.notArrived), ("repeated", counts.repeated),
      ("out_of_order", counts.outOfOrder),
    ]
    return .object(
      members.map { JSONValue.Member(name: $0.0, value: .integer(Int64($0.1))) })
  }

  /// How long one recovery took, or why that was not measured.
  static func outage(_ outage: (step: String, time: RecoveryTime)) -> JSONValue {
    let (seconds, note): (JSONValue, String?) =
      switch outage.time {
      case .measured(let time): (seconds(time), nil)
      case .byTimestamps(let time):
        (seconds(time), "by timestamps: the runner was started again meanwhile")
      case .notMeasured(let reason): (.null, reason)
      }
    return .object([
      .init(name: "step", value: .string(outage.step)),
      .init(name: "rto_seconds", value: seconds),
      .init(name: "note", value: note.map(JSONValue.string) ?? .null),
    ])
  }

  /// The recovery point.
  static func point(_ proof: SentinelProof) -> JSONValue {
    .object([
      .init(name: "changes", value: .integer(Int64(proof.lostChanges))),
      .init(name: "seconds", value: proof.lossSpan.map(seconds) ?? .null),
    ])
  }

  /// A lost change by number, kind and time.
  static func loss(_ loss: SentinelProof.Loss) -> JSONValue {
    let change = loss.row.change
    let words =
      "\(change.number) \(change.kind.rawValue) of row \(change.key) at \(loss.row.time)"
      + (loss.isSuperseded ? ", a later state came" : "") + (loss.isDeclared ? ", declared" : "")
    return .string(words)
  }

  private static func seconds(_ duration: Duration) -> JSONValue {
    let (seconds, attoseconds) = max(duration, .zero).components
    return .number(
      "\(seconds).\(String(1000 + attoseconds / 1_000_000_000_000_000).dropFirst())")
  }
}

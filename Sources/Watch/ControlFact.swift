import Debezium
import Runtime
import Snapshot

/// What a record of a control topic says.
enum ControlFact: Sendable {
  case notification(Notification, Timestamp)
  case offset(SourceOffsetKey, SourceOffset?, Timestamp)
  case signal(SignalEntry)

  /// The moment of which it speaks, to bring the facts of several topics into one order.
  var time: Timestamp {
    switch self {
    case .notification(let note, let time): note.timestamp ?? time
    case .offset(_, _, let time): time
    case .signal(let entry): entry.time
    }
  }
}

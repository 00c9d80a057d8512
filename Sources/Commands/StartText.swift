import Kafka
import Runtime

/// The value of `--from`: `beginning`, `end`, `-N` or `s@MILLISECONDS`, as kcat writes them.
enum StartText {
  enum Start: Equatable {
    case position(StartPosition)
    case time(Timestamp)
  }

  /// What the text says; nil when it says nothing of the kind.
  static func parse(_ text: String) -> Start? {
    switch text {
    case "beginning": return .position(.beginning)
    case "end": return .position(.end)
    default: break
    }
    if text.hasPrefix("s@"), let time = Int64(text.dropFirst(2)), time >= 0 {
      return .time(Timestamp(milliseconds: time))
    }
    if text.hasPrefix("-"), let count = Int64(text.dropFirst()), count >= 0 {
      return .position(.tail(count))
    }
    return nil
  }
}

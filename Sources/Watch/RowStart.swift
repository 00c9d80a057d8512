import Kafka
import Runtime

/// Where reading a topic begins.
enum RowStart: Sendable {
  /// At a place.
  case position(StartPosition)
  /// At the first record that is not older than a moment.
  case time(Timestamp)

  /// The offset of the first record to be read.
  func offset(within marks: Watermarks, at found: OffsetAtTime?) -> Int64 {
    switch (self, found) {
    case (.time, .offset(let offset)): return max(offset, marks.beginning)
    case (.time, .atEnd): return marks.end
    case (.time, .failed), (.time, nil): return marks.beginning
    case (.position(.beginning), _): return marks.beginning
    case (.position(.end), _): return marks.end
    case (.position(.offset(let offset)), _): return min(max(offset, marks.beginning), marks.end)
    case (.position(.tail(let count)), _):
      let (start, overflow) = marks.end.subtractingReportingOverflow(max(0, count))
      return overflow ? marks.beginning : max(start, marks.beginning)
    }
  }
}

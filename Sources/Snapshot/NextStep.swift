import Debezium
import Runtime

/// The words of `next`: the signal row, or the command, that helps.
struct NextStep {
  let settings: TrackerSettings
  let now: Timestamp

  func text(for remedy: Verdict.Remedy) -> String? {
    switch remedy {
    case .lookAtConnector:
      "cdcwatch connector status" + (settings.connector.map { " \($0)" } ?? "")
    case .resume: signalRow(type: "resume-snapshot", data: nil)
    case .free:
      [
        signalRow(type: "pause-snapshot", data: nil), signalRow(type: "resume-snapshot", data: nil),
      ].joined(separator: " ")
    case .readTheRest, .readAgain: nil
    }
  }

  /// The row that reads a table from behind `position`, or whole when no filter can be said; under
  /// `condition`, the filter of the snapshot that is to be made whole.
  func text(
    readingRestOf table: String, after position: KeyPosition?, condition: String?
  ) -> String {
    var data = #"{"data-collections":["\#(json(table))"],"type":"incremental""#
    let filters = [condition.map { "(\($0))" }, position.flatMap(filter(after:))]
    let filter = filters.compactMap { $0 }.joined(separator: " AND ")
    if !filter.isEmpty {
      data +=
        #","additional-conditions":[{"data-collection":"\#(json(table))","filter":"\#(json(filter))"}]"#
    }
    data += "}"
    return signalRow(type: "execute-snapshot", data: data)
  }

  private func signalRow(type: String, data: String?) -> String {
    let table = settings.signalTable ?? "debezium_signal"
    let data = data.map(literal) ?? "NULL"
    return "INSERT INTO \(table) (id, type, data) VALUES"
      + " ('cdcwatch-\(now.milliseconds / 1000)\(suffix(type))', '\(type)', \(data));"
  }

  /// A row's id must be new in its table; two that are pasted together differ by their type.
  private func suffix(_ type: String) -> String {
    type == "execute-snapshot" ? "" : "-\(type.prefix { $0 != "-" })"
  }

  /// `column > value`, or the row comparison of a composite key.
  ///
  /// Values that are neither a whole number nor plain text make no filter: the whole table is safe
  /// to read again.
  private func filter(after position: KeyPosition) -> String? {
    guard let last = position.lastValues, last.count == position.columns.count,
      !last.isEmpty, last.allSatisfy(isPlain), position.columns.allSatisfy(isPlainName)
    else { return nil }
    let values = last.map { Int64($0) != nil ? $0 : literal($0) }
    if last.count == 1, let column = position.columns.first, let value = values.first {
      return "\(column) > \(value)"
    }
    return "(\(position.columns.joined(separator: ", "))) > (\(values.joined(separator: ", ")))"
  }

  private func isPlain(_ value: String) -> Bool {
    value.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != 0x5C && $0 != 0x22 && $0 != 0x27 }
      && !value.hasSuffix("=")
  }

  private func isPlainName(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy { byte in
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x5F
      }
  }

  private func literal(_ text: String) -> String {
    var quoted = text.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "''")
    // Only MySQL and MariaDB read a backslash within a literal as an escape.
    if settings.engine != .postgresql {
      quoted = quoted.split(separator: #"\"#, omittingEmptySubsequences: false)
        .joined(separator: #"\\"#)
    }
    return "'\(quoted)'"
  }

  private func json(_ text: String) -> String {
    text.split(separator: #"\"#, omittingEmptySubsequences: false).joined(separator: #"\\"#)
      .split(separator: #"""#, omittingEmptySubsequences: false).joined(separator: #"\""#)
  }
}

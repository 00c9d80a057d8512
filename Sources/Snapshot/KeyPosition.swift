import Debezium

/// How far a run has come by its keys, in the notation of the rows' own record keys wherever a
/// value can be told in it.
struct KeyPosition: Sendable {
  /// The newest read's key values.
  let lastValues: [String]?
  /// The greatest key's values.
  let maximumValues: [String]?
  let columns: [String]
  /// Whether some source told a maximum, readable or not.
  let hasMaximum: Bool
  /// Whether the newest key is the greatest.
  let isAtMaximum: Bool
  /// Whether the newest row's own key is the greatest.
  let isRowAtMaximum: Bool

  init(run: SnapshotRun) {
    let row = run.rows.lastKey
    let last = row?.values ?? run.offsetLastKey?.texts
    let foreign = ForeignKey(run: run, columnCount: row?.columns.count)
    columns = row?.columns ?? []
    lastValues = last
    hasMaximum = run.offsetMaximumKey != nil || run.maximumKey != nil
    let rowIsAtMaximum = row.map { foreign.matches($0.values) } ?? false
    let offsetIsAtMaximum =
      run.offsetLastKey != nil && run.offsetLastKey == run.offsetMaximumKey
    isRowAtMaximum = rowIsAtMaximum
    isAtMaximum = rowIsAtMaximum || offsetIsAtMaximum
    maximumValues = rowIsAtMaximum ? row?.values : foreign.texts
  }

  /// The last key in one text; nil when there is none.
  var last: String? { lastValues.map { "(\($0.joined(separator: ", ")))" } }

  /// The greatest key in one text.
  var maximum: String { maximumValues.map { "(\($0.joined(separator: ", ")))" } ?? "key" }
}

/// A greatest key as an offset or a notification writes it.
private struct ForeignKey {
  let stored: JavaKeyArray?
  let notified: [String]?

  init(run: SnapshotRun, columnCount: Int?) {
    stored = run.offsetMaximumKey
    notified = run.maximumKey?.texts(count: columnCount ?? 1)
  }

  var texts: [String]? { stored?.texts ?? notified }

  func matches(_ row: [String]) -> Bool {
    if let stored, stored.matches(row) { return true }
    return notified.map { JavaKeyArray.columns($0.map(JavaValue.text)).matches(row) } ?? false
  }
}

import Runtime

/// Rows in columns, as wide as their widest cell.
struct TextTable {
  private let alignments: [Alignment]
  private var rows: [[String]]

  enum Alignment: Sendable { case left, right }

  init(_ headings: [(String, Alignment)]) {
    alignments = headings.map(\.1)
    rows = [headings.map(\.0)]
  }

  /// Adds a row; text from elsewhere must be made printable before, colour is kept.
  mutating func add(_ cells: [String]) { rows.append(cells) }

  /// The lines, without trailing spaces.
  var text: String {
    let widths = alignments.indices.map { column in
      rows.map { $0.indices.contains(column) ? DisplayText.columns(of: $0[column]) : 0 }.max() ?? 0
    }
    return rows.map { line($0, widths) + "\n" }.joined()
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    var line = ""
    for (column, cell) in cells.enumerated() where column < widths.count {
      let padding = String(repeating: " ", count: widths[column] - DisplayText.columns(of: cell))
      if column > 0 { line += "  " }
      line += alignments[column] == .left ? cell + padding : padding + cell
    }
    while line.last == " " { line.removeLast() }
    return line
  }
}

/// The names that come nearest to one that does not exist.
struct SimilarNames {
  private let wanted: [UInt8]

  init(to name: String) {
    wanted = Array(name.lowercased().utf8.prefix(200))
  }

  /// At most three names within an edit of a third of the name's length, nearest first.
  func among(_ names: [String]) -> [String] {
    let limit = max(2, wanted.count / 3)
    let near = names.compactMap { name -> (String, Int)? in
      let parts = name.lowercased().split(separator: ".")
      let candidates = [name.lowercased()] + parts.suffix(1).map(String.init)
      let distance = candidates.map { self.distance(to: Array($0.utf8.prefix(200))) }.min()
      guard let distance, distance <= limit else { return nil }
      return (name, distance)
    }
    return near.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.prefix(3).map(\.0)
  }

  private func distance(to other: [UInt8]) -> Int {
    var row = Array(0...other.count)
    for (position, byte) in wanted.enumerated() {
      var diagonal = row[0]
      row[0] = position + 1
      for (column, otherByte) in other.enumerated() {
        let replaced = diagonal + (byte == otherByte ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(replaced, row[column] + 1, row[column + 1] + 1)
      }
    }
    return row[other.count]
  }
}

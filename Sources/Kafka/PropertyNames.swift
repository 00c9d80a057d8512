/// The names of all properties that this librdkafka knows.
enum PropertyNames {
  static let all: Set<String> = Set(ConfigurationHandle().dump().map(\.name))

  /// The known name that takes the fewest edits from `name`, or nil when none is near.
  static func nearest(to name: String) -> String? {
    let bound = max(2, name.utf8.count / 3)
    var best: (name: String, distance: Int)?
    for known in all.sorted() {
      let distance = editDistance(name, known)
      if distance <= bound, distance < best?.distance ?? .max { best = (known, distance) }
    }
    return best?.name
  }

  /// How many single-byte insertions, deletions and replacements turn one text into the other.
  static func editDistance(_ left: String, _ right: String) -> Int {
    let right = Array(right.utf8)
    var row = Array(0...right.count)
    // A name is foreign text; past any property's length it is no misspelling.
    for (index, byte) in left.utf8.prefix(200).enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for (column, other) in right.enumerated() {
        let replaced = diagonal + (byte == other ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
      }
    }
    return row[right.count]
  }
}

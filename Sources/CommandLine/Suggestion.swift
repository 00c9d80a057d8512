/// Finds what somebody probably meant by a word that does not exist.
public enum Suggestion {
  /// Longer words are no typing errors of ours, and would cost time.
  private static let longest = 40

  /// The nearest candidate, or nil when none is near enough.
  ///
  /// A third of the word's letters may be wrong, or the word is the beginning of the candidate. The
  /// first one wins when two are as near.
  public static func nearest(to word: String, among candidates: [String]) -> String? {
    guard word.count >= 2, word.count <= longest else { return nil }
    if word.count >= 3, let completed = candidates.first(where: { $0.hasPrefix(word) }) {
      return completed
    }
    let limit = max(1, word.count / 3)
    let ranked = candidates.map { (candidate: $0, distance: distance(word, $0)) }
    return ranked.filter { $0.distance <= limit }.min { $0.distance < $1.distance }?.candidate
  }

  /// How many letters must be put in, left out, changed or swapped with their neighbour to make
  /// one word of the other (optimal string alignment).
  static func distance(_ left: String, _ right: String) -> Int {
    let (left, right) = (Array(left.lowercased()), Array(right.lowercased()))
    var older = [Int](repeating: 0, count: right.count + 1)
    var previous = Array(0...right.count)
    for (row, letter) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        let change = previous[column] + (letter == other ? 0 : 1)
        var best = min(change, previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
          best = min(best, older[column - 1] + 1)
        }
        current.append(best)
      }
      (older, previous) = (previous, current)
    }
    return previous[right.count]
  }
}

/// A version of Kafka Connect, as its worker tells it.
struct ConnectVersion {
  private let numbers: [Int]
  private let isConfluent: Bool

  /// Nil for a text that does not begin with two numbers.
  init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let numbers = parts.prefix(2).compactMap { Int($0) }
    guard numbers.count == 2 else { return nil }
    self.numbers = numbers
    isConfluent = text.hasSuffix("-ccs") || text.hasSuffix("-ce")
  }

  /// Whether it can make a connector that does not run yet (`initial_state`, Kafka 3.7).
  ///
  /// Confluent's own numbers are ahead: 7.7 is Kafka 3.7.
  var hasInitialState: Bool {
    let first = isConfluent ? [7, 7] : [3, 7]
    return !numbers.lexicographicallyPrecedes(first)
  }

  /// Whether REST writes offsets there (`PATCH /connectors/NAME/offsets`, Kafka 3.6).
  var canAlterOffsets: Bool {
    let first = isConfluent ? [7, 6] : [3, 6]
    return !numbers.lexicographicallyPrecedes(first)
  }
}

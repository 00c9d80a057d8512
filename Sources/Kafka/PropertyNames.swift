internal import CRdkafka
internal import Glibc

/// The names of all properties that this librdkafka knows.
enum PropertyNames {
  static let all: Set<String> = Set(table.split(separator: "\n").compactMap(name))

  /// librdkafka's own table: a dump of a configuration leaves out what has no value.
  private static var table: String {
    var start: UnsafeMutablePointer<CChar>?
    var size = 0
    guard let file = unsafe open_memstream(&start, &size) else { return "" }
    // "Prints a table to fp of all supported configuration properties" (rdkafka.h,
    // rd_kafka_conf_properties_show)
    unsafe rd_kafka_conf_properties_show(file)
    unsafe fclose(file)
    defer { unsafe free(start) }
    return unsafe start.map { unsafe String(cString: $0) } ?? ""
  }

  /// The first column of a row; nil for what is no row about a property.
  private static func name(in line: Substring) -> String? {
    guard let bar = line.firstIndex(of: "|") else { return nil }
    let name = line[..<bar].filter { $0 != " " }
    let isProperty = name.contains(".") || name.allSatisfy { $0.isLowercase || $0 == "_" }
    return isProperty && !name.isEmpty && !name.hasPrefix("-") ? name : nil
  }

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

internal import CDrillTemplates

/// The drills that are part of the program: the files of `configs/drills`.
public enum DrillTemplates {
  /// Each file's bytes, in the order in which a list shows them.
  public static var files: [[UInt8]] {
    (0..<drill_template_count()).map { place in
      (0..<drill_template_size(place)).map { drill_template_byte(place, $0) }
    }
  }

  /// Every template, read.
  public static func all() throws(DrillFileError) -> [DrillDefinition] {
    var all: [DrillDefinition] = []
    for (number, bytes) in files.enumerated() {
      all.append(try DrillReader.read(bytes, file: "template \(number + 1)"))
    }
    return all
  }

  /// The file's bytes of the template of that name; nil when there is none.
  public static func file(_ name: String) -> [UInt8]? {
    let line = Array("\ndrill: \(name)\n".utf8)
    return files.first { bytes in
      bytes.indices.contains { bytes[$0...].starts(with: line) }
    }
  }
}

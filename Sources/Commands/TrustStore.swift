import Runtime

/// The project files that may name endpoints: a copy of each as it was when it was trusted.
///
/// A file that has changed since is not trusted: what it says now nobody has looked at.
struct TrustStore {
  /// The folder of the copies, readable by its owner alone.
  let folder: String

  /// Whether the file at this path was trusted with just these bytes.
  func holds(_ bytes: [UInt8], of path: String) -> Bool {
    guard let copy = try? FileText.read(place(of: path)) else { return false }
    return copy == entry(bytes, path)
  }

  /// Trusts the file at this path with just these bytes.
  func add(_ bytes: [UInt8], of path: String) throws(RuntimeError) {
    try ReplacedFile.writePrivately(entry(bytes, path), to: place(of: path))
  }

  /// The path is part of the entry, so that two paths of one number are told apart; it holds no NUL.
  private func entry(_ bytes: [UInt8], _ path: String) -> [UInt8] {
    Array(path.utf8) + [0] + bytes
  }

  private func place(of path: String) -> String {
    // FNV-1a of the path: a name of fixed length, whatever the path is.
    var number: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in path.utf8 { number = (number ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return "\(folder)/\(String(number, radix: 16))"
  }
}

internal import JSON
internal import Runtime

/// The manifest's last member: the SHA-256 of all bytes before its line.
///
/// `head -n -2 manifest.json | sha256sum` gives the same number, so that a changed manifest is
/// found without this program too.
enum ManifestSeal {
  private static let beginning = Array("  \"manifest_sha256\": \"".utf8)
  private static let end = Array("\"\n}\n".utf8)
  private static let digits = 64

  /// The manifest's bytes.
  static func sealed(_ manifest: BackupManifest) throws(RuntimeError) -> [UInt8] {
    // Without the brace at its end and the line feed before it.
    let head = Array(manifest.document.prettyText.utf8.dropLast(2)) + Array(",\n".utf8)
    return head + beginning + Array(try SHA256.text(of: head).utf8) + end
  }

  /// The document in these bytes, or what is wrong with them.
  static func opened(_ bytes: [UInt8]) throws(RuntimeError) -> Result<JSONValue, Defect> {
    let length = beginning.count + digits + end.count
    guard bytes.count > length else { return .failure(Defect("is cut short")) }
    let (head, tail) = (bytes.dropLast(length), bytes.suffix(length))
    guard tail.starts(with: beginning), tail.suffix(end.count).elementsEqual(end) else {
      return .failure(Defect("does not end with its own hash"))
    }
    let told = String(decoding: tail.dropFirst(beginning.count).prefix(digits), as: UTF8.self)
    let found = try SHA256.text(of: head)
    guard told == found else {
      return .failure(Defect("was changed: its SHA-256 is \(found), and it says \(told)"))
    }
    do {
      return .success(try JSONValue.parse(bytes))
    } catch {
      return .failure(Defect("is no JSON: \(error)"))
    }
  }

  /// What is wrong with a manifest.
  struct Defect: Error {
    var text: String

    init(_ text: String) { self.text = text }
  }
}

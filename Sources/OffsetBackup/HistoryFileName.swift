internal import Runtime

/// The file of a connector's schema history: `history-CONNECTOR.jsonl`.
///
/// A sign that a file name or a URL may mind is written as `%` and two digits. A name that would
/// be too long for a file is cut, and told apart by its hash.
enum HistoryFileName {
  private static let longest = 180

  static func name(of connector: String) throws(RuntimeError) -> String {
    var text = ""
    for byte in connector.utf8 {
      if byte.isOfName {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        text += "%" + SHA256.text([byte]).uppercased()
      }
    }
    guard text.utf8.count > longest else { return "history-\(text).jsonl" }
    let hash = try SHA256.text(of: Array(connector.utf8)).prefix(16)
    return "history-\(text.prefix(longest))~\(hash).jsonl"
  }
}

/// How a path in a configuration file is meant.
struct PathRule {
  /// The folder of the configuration file.
  let folder: String
  /// The user's home; nil when it is not known.
  let home: String?

  /// An absolute path as it is, `~/` below the home, any other below the file's folder.
  func resolved(_ path: String) -> String {
    if path.hasPrefix("/") || path.isEmpty { return path }
    if path.hasPrefix("~/"), let home { return home + path.dropFirst() }
    let below = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
    return folder.isEmpty ? below : "\(folder)/\(below)"
  }

  /// The same for librdkafka's `*.location`; "If OpenSSL is dynamically linked [...] and
  /// ssl.ca.location is set to probe a list of standard paths will be probed" (CONFIGURATION.md).
  func resolved(property name: String, _ value: String) -> String {
    name.hasSuffix(".location") && value != "probe" ? resolved(value) : value
  }
}

import CommandLine
import Debezium
import Kafka

/// The passwords that were typed on the command line, where others could see them.
struct CommandLineSecrets {
  /// The passwords.
  private(set) var texts: [String] = []
  /// The flags that hold them, each once.
  private var flags: [String] = []

  init(_ invocation: Invocation) {
    for (flag, values) in invocation.typed {
      if flag == Flag.property.name { continue }
      for value in values {
        note(URLPassword.all(in: value), "--\(flag)")
        if flag.hasSuffix("-user"), let colon = value.firstIndex(of: ":") {
          note([String(value[value.index(after: colon)...])], "--\(flag)")
        }
      }
    }
    // A drill's input of such a name, unless a file has its value.
    for pair in invocation.pairs(.drillInput)
    where ConfigurationSecret.isSecret(name: pair.key) && !pair.value.hasPrefix("@") {
      note([pair.value], "--set \(pair.key)")
    }
    for pair in invocation.pairs(.setConfig)
    where ConfigurationSecret.redacted(name: pair.key, value: pair.value) != pair.value {
      note([pair.value], "--set-config \(pair.key)")
    }
    guard invocation.origin(.property) == .commandLine else { return }
    for pair in invocation.pairs(.property) where Configuration.isSecret(pair.key) {
      note([pair.value], "-X \(pair.key)")
    }
  }

  private mutating func note(_ found: [String], _ flag: String) {
    let found = found.filter { !$0.isEmpty }
    guard !found.isEmpty else { return }
    texts += found
    if !flags.contains(flag) { flags.append(flag) }
  }

  /// What to tell about them, in one line; nil when there are none.
  var warning: String? {
    guard !flags.isEmpty else { return nil }
    let names = flags.map { "'\($0)'" }.joined(separator: ", ")
    return "cdcwatch: warning: \(names) showed a password to everybody who lists processes: "
      + "keep it in a context (password_file, password_command), or for Kafka in -F FILE"
  }
}

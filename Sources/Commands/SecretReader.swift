import Contexts
import Runtime

/// Fetches what a configuration file only refers to: from a file, a command or the environment.
struct SecretReader {
  let context: CommandContext
  let timeout: Duration
  let isQuiet: Bool

  /// The value; `name` is what it is for, as errors name it.
  func text(
    _ reference: SecretReference, of name: String
  ) throws(CommandFailure) -> String {
    let text: String
    switch reference {
    case .text(let value): return value
    case .environment(let variable):
      guard let value = context.environment[variable] else {
        throw CommandFailure(
          "\(name): the environment variable \(variable) is not set",
          hint: "set it, or correct the key",
          status: .usage)
      }
      text = value
    case .file(let path):
      text = Self.line(try reading { () throws(RuntimeError) in try FileText.read(path) }, name)
      if let facts = FileFacts(path), facts.isRegularFile, facts.isReadableByOthers {
        warn("\(path) holds a secret and can be read by others: chmod 600 \(path)")
      }
    case .command(let words):
      text = Self.line(
        try reading { () throws(RuntimeError) in
          try CommandOutput.of(words, until: Deadline(after: timeout), stop: context.stop)
        }, name)
    }
    guard !text.isEmpty else {
      throw CommandFailure(
        "\(name): the \(reference.source) gave nothing", hint: "look at what it says by itself",
        status: .usage)
    }
    return text

    func reading(
      _ body: () throws(RuntimeError) -> [UInt8]
    ) throws(CommandFailure) -> [UInt8] {
      do throws(RuntimeError) {
        return try body()
      } catch {
        throw CommandFailure(
          DisplayText.printable("\(name): \(error)"), hint: "look at what it says by itself",
          status: .usage)
      }
    }
  }

  /// Without the newline at its end, as a shell's `$(...)` has it.
  private static func line(_ bytes: [UInt8], _ name: String) -> String {
    var bytes = bytes[...]
    while let last = bytes.last, last == 10 || last == 13 { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A warning that cannot be written stops nothing.
  func warn(_ text: String) {
    guard !isQuiet else { return }
    try? context.errors.writeLine("cdcwatch: warning: \(DisplayText.printable(text))")
  }
}

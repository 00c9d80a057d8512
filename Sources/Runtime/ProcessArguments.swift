import Glibc

/// The command line as other users of this machine see it, in `ps` and `/proc`.
public enum ProcessArguments {
  /// Overwrites each of these texts, wherever it stands in the command line, by `x`.
  ///
  /// Returns whether the command line could be reached. Who looked before it was overwritten has
  /// seen it. To be called before other threads read the arguments' memory; `CommandLine.arguments`
  /// of Swift is a copy and keeps its texts.
  @discardableResult
  public static func overwrite(_ secrets: [String]) -> Bool {
    let secrets = secrets.map { Array($0.utf8) }.filter { !$0.isEmpty }
    guard !secrets.isEmpty else { return true }
    // "It holds the complete command line for the process" (proc(5)): the bytes, whatever they are.
    guard let shown = try? FileText.read("/proc/self/cmdline", limit: 4 << 20),
      let start = unsafe start(of: shown)
    else { return false }
    for secret in secrets {
      for place in places(of: secret, in: shown) {
        for offset in place..<(place + secret.count) {
          unsafe start[offset] = CChar(UInt8(ascii: "x"))
        }
      }
    }
    return true
  }

  /// The memory that the kernel shows; nil when it is not where it should be.
  ///
  /// glibc points `program_invocation_name` at the first argument; the others follow it.
  private static func start(of shown: [UInt8]) -> UnsafeMutablePointer<CChar>? {
    // A GNU extension that Swift's Glibc does not show; looked up by name instead.
    guard let symbol = unsafe dlsym(nil, "program_invocation_name"),
      let start = unsafe symbol.load(as: UnsafeMutablePointer<CChar>?.self), !shown.isEmpty
    else { return nil }
    // The first argument alone is compared, which is known to be there.
    let first = shown.prefix { $0 != 0 }
    for (index, byte) in first.enumerated() where unsafe UInt8(bitPattern: start[index]) != byte {
      return nil
    }
    return unsafe start
  }

  static func places(of secret: [UInt8], in bytes: [UInt8]) -> [Int] {
    guard !secret.isEmpty, bytes.count >= secret.count else { return [] }
    return (0...(bytes.count - secret.count)).filter {
      bytes[$0..<($0 + secret.count)].elementsEqual(secret)
    }
  }
}

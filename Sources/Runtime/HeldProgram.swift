import Glibc

/// A program that is held before its first instruction until it is let go.
///
/// So its process can be written down before it has done anything: whoever dies in between leaves a
/// process that ends by itself. A file tells how it ended, also to those who did not start it.
/// Belongs to one thread.
public final class HeldProgram {
  /// Which process it is: a shell that waits, and then for the program's end.
  public let program: StartedProgram
  private var gate: CInt?

  // The words are the program's own and nobody's to interpret; env is there because a shell would
  // take some names for its own commands.
  private static let script = """
    read -r go || { echo none > "$0"; exit 0; }
    env -- "$@" < /dev/null
    status=$?
    echo "$status" > "$0.part" && mv "$0.part" "$0"
    exit "$status"
    """

  /// Starts a program, found by `PATH`, with its arguments; both outputs go into `output`, and
  /// `ending` is written when it has ended.
  ///
  /// Throws `commandFailed`.
  public init(_ words: [String], output: String, ending: String) throws(RuntimeError) {
    guard !words.isEmpty else { throw .commandFailed(command: "", reason: "is empty") }
    var ends: [CInt] = [-1, -1]
    // Not a pipe: only a socket is closed for other children of this process from its beginning.
    let kind = CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
      throw .commandFailed(
        command: words.joined(separator: " "), reason: RuntimeError.reason(errno))
    }
    // The shell has its own copy of this end.
    defer { close(ends[0]) }
    do throws(RuntimeError) {
      program = try StartedProgram.start(
        ["/bin/sh", "-c", Self.script, ending] + words, output: output, input: ends[0])
    } catch {
      close(ends[1])
      throw error
    }
    gate = ends[1]
  }

  /// Lets it go; does nothing the second time.
  public func release() {
    guard let gate else { return }
    // A shell that was killed meanwhile takes no word, and its end is seen by who waits for it.
    _ = unsafe write(gate, "go\n", 3)
    close(gate)
    self.gate = nil
  }

  deinit {
    guard let gate else { return }
    close(gate)
    var status: CInt = 0
    while unsafe waitpid(program.identity.process, &status, 0) < 0, errno == EINTR {}
  }
}

extension HeldProgram {
  /// How a held program ended.
  public enum Ending: Sendable, Hashable {
    /// It was never let go.
    case neverBegan
    /// With this exit status; 128 and more for one that a signal ended.
    case exited(Int32)
  }

  /// What the file `ending` tells; nil when it is not there, as when the machine went down.
  public static func ending(_ file: String) -> Ending? {
    guard let bytes = try? FileText.read(file) else { return nil }
    let text = String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
    return text == "none" ? .neverBegan : Int32(text).map(Ending.exited)
  }
}

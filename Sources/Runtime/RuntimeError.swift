import Glibc

/// What the operating system refused, with enough to tell a person what to do about it.
public enum RuntimeError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A thread named `name` could not be started.
  case cannotStartThread(name: String, reason: String)
  /// Standard output or another descriptor took no more bytes, for example because a disk is full.
  case cannotWrite(reason: String)
  /// Standard input could not be read to its end, or holds more than was allowed.
  case cannotRead(reason: String)
  /// Whoever read the output has gone; the program ends without a message.
  case closedPipe
  /// There is no file at `path`.
  case notFound(path: String)
  /// The file at `path` may not be read by this user.
  case permissionDenied(path: String)
  /// The file at `path` could not be read for another reason, such as being a folder.
  case unreadable(path: String, reason: String)
  /// The file at `path` holds more than `limit` bytes.
  case tooLarge(path: String, limit: Int)
  /// A program that was asked for something did not start, failed, or said nothing in time.
  case commandFailed(command: String, reason: String)
  /// A file or folder could not be made at `path`; `isDenied` when this user may not.
  case cannotMake(path: String, isDenied: Bool, reason: String)
  /// What was to be made at `path` is there already.
  case alreadyThere(path: String)
  /// The file or folder at `path` could not be removed.
  case cannotRemove(path: String, reason: String)
  /// The library for hashes gives none.
  case cannotHash

  /// One sentence for the person who typed the command; no final stop.
  public var description: String {
    switch self {
    case .cannotStartThread(let name, let reason): "cannot start thread '\(name)': \(reason)"
    case .cannotWrite(let reason): "cannot write the output: \(reason)"
    case .cannotRead(let reason): "cannot read the input: \(reason)"
    case .closedPipe: "the reader of the output has gone"
    case .notFound(let path): "cannot read '\(path)': there is no such file"
    case .permissionDenied(let path): "cannot read '\(path)': permission denied"
    case .unreadable(let path, let reason): "cannot read '\(path)': \(reason)"
    case .tooLarge(let path, let limit): "cannot read '\(path)': it holds more than \(limit) bytes"
    case .commandFailed(let command, let reason): "the command '\(command)' \(reason)"
    case .cannotMake(let path, _, let reason): "cannot write '\(path)': \(reason)"
    case .alreadyThere(let path): "cannot write '\(path)': it is there already"
    case .cannotRemove(let path, let reason): "cannot remove '\(path)': \(reason)"
    case .cannotHash: "libcrypto gives no SHA-256"
    }
  }

  /// The operating system's words for an error number.
  static func reason(_ code: CInt) -> String {
    // "The strerror() function is MT-Safe since glibc 2.32." (strerror(3)) Debian 12 has 2.36.
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
  }
}

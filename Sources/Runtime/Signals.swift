import Glibc

/// The process's signals, turned into values on a thread of their own.
///
/// `SIGINT` and `SIGTERM` raise a `StopFlag`; a second one of either ends the process at once with
/// its exit status. One that the parent had ignored stays ignored, as for a job which a script
/// put in the background.
///
/// `SIGPIPE` keeps its default action, so that `cdcwatch ... | head` ends as quietly as `cat` does.
/// It is only blocked: a network library that writes to a connection which its peer has closed
/// gets an error instead of ending the process, and `Output` lets the signal through when it was
/// the output's reader that went.
public final class Signals: Sendable {
  let thread: DedicatedThread<Void>

  /// Blocks the signals in this thread and in all that are made after it, and starts to wait for
  /// them; to be called first in `main`, before any library makes a thread.
  ///
  /// `onResize` is called on the signal thread when the terminal's size has changed. Throws
  /// `cannotStartThread`; the signals then keep their default actions.
  public init(
    raising stop: StopFlag, onResize: @escaping @Sendable () -> Void = {}
  ) throws(RuntimeError) {
    var awaited = sigset_t()
    unsafe sigemptyset(&awaited)
    unsafe sigaddset(&awaited, SIGWINCH)
    for signal in [SIGINT, SIGTERM] where !Self.isIgnored(signal) {
      unsafe sigaddset(&awaited, signal)
    }
    var blocked = awaited
    var before = sigset_t()
    unsafe sigaddset(&blocked, SIGPIPE)
    unsafe pthread_sigmask(SIG_BLOCK, &blocked, &before)
    do throws(RuntimeError) {
      thread = try DedicatedThread(name: "cdc-signals") { [awaited] in
        Self.run(awaiting: awaited, raising: stop, onResize: onResize)
      }
    } catch {
      unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
      throw error
    }
  }

  private static func run(
    awaiting awaited: sigset_t, raising stop: StopFlag, onResize: @Sendable () -> Void
  ) {
    var awaited = awaited
    var rules = SignalRules()
    while true {
      var signal: CInt = 0
      guard unsafe sigwait(&awaited, &signal) == 0 else { return }
      switch rules.receive(signal) {
      case .stop(let reason): stop.raise(reason)
      case .exit(let status): _exit(status)
      case .resize: onResize()
      case .nothing: break
      }
    }
  }

  private static func isIgnored(_ signal: CInt) -> Bool {
    var action = sigaction()
    guard unsafe sigaction(signal, nil, &action) == 0 else { return false }
    let handler = unsafe action.__sigaction_handler.sa_handler
    return unsafe unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}

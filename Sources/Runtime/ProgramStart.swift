import Glibc

/// Starts another program: what all who do so have in common.
enum ProgramStart {
  /// Starts a program, found by `PATH`, with its arguments, this process's environment and an empty
  /// standard input; `outputs` says where its outputs go.
  ///
  /// `attributes` are flags beside those of every start. Throws `commandFailed`.
  static func process(
    _ words: [String], attributes more: CInt = 0,
    outputs: (inout posix_spawn_file_actions_t) -> Void
  ) throws(RuntimeError) -> pid_t {
    let name = words.joined(separator: " ")
    guard let program = words.first else {
      throw .commandFailed(command: name, reason: "is empty")
    }
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    unsafe outputs(&actions)
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    // This process blocks signals that `Signals` waits for; its children must not.
    var none = sigset_t()
    unsafe sigemptyset(&none)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    // Counts with POSIX_SPAWN_SETPGROUP alone: a group of its own.
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | more))
    var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
    defer { for index in unsafe arguments.indices { unsafe free(arguments[index]) } }
    var process = pid_t()
    let code = unsafe posix_spawnp(&process, program, &actions, &attributes, &arguments, environ)
    guard code == 0 else {
      throw .commandFailed(
        command: name, reason: "cannot be started: \(RuntimeError.reason(code))")
    }
    return process
  }
}

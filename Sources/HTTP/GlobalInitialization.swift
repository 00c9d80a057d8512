internal import CCurl

/// libcurl's own start, once a process, however many threads ask first.
enum GlobalInitialization {
  // A static is made by the first thread that reads it, while the others wait. "This function must
  // be called at least once within a program [...] before the program calls any other function in
  // libcurl." (curl_global_init) It is never undone: other threads may still use libcurl at exit.
  static let code = cdcwatch_curl_global_init()
}

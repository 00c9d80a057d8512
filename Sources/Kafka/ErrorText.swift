/// The buffer in which librdkafka's calls explain their failures.
enum ErrorText {
  /// Runs the call with a buffer and gives what it wrote; empty when it wrote nothing.
  static func collect(_ call: (UnsafeMutablePointer<CChar>?, Int) -> Void) -> String {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer in
      unsafe buffer.initialize(repeating: 0)
      unsafe call(buffer.baseAddress, buffer.count)
      guard let start = buffer.baseAddress else { return "" }
      return unsafe String(cString: start)
    }
  }
}

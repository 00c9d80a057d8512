import Glibc

/// This machine's name.
public enum HostName {
  /// The name as the kernel has it; empty when it has none.
  public static var text: String {
    var name = utsname()
    guard unsafe uname(&name) == 0 else { return "" }
    return unsafe withUnsafeBytes(of: &name.nodename) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}

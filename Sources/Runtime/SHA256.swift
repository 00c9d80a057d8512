internal import CCrypto

/// The SHA-256 of bytes that come piece by piece.
@safe public struct SHA256: ~Copyable {
  /// The length of a hash in bytes.
  public static let byteCount = 32

  // Nil once libcrypto has refused something: memory, or SHA-256 itself by the machine's policy.
  private var context: OpaquePointer?

  /// The hash of nothing yet.
  public init() {
    guard let context = unsafe EVP_MD_CTX_new() else {
      unsafe self.context = nil
      return
    }
    // "EVP_DigestInit_ex() [...] Returns 1 for success and 0 for failure." (EVP_DigestInit(3))
    guard unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
      unsafe EVP_MD_CTX_free(context)
      unsafe self.context = nil
      return
    }
    unsafe self.context = unsafe context
  }

  deinit {
    unsafe EVP_MD_CTX_free(context)
  }

  /// Takes the next bytes.
  public mutating func update(_ bytes: some Collection<UInt8>) {
    guard let context = unsafe context else { return }
    let isTaken =
      unsafe bytes.withContiguousStorageIfAvailable { bytes in
        unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1
      }
      ?? Array(bytes).withUnsafeBufferPointer { bytes in
        unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1
      }
    guard !isTaken else { return }
    unsafe EVP_MD_CTX_free(context)
    unsafe self.context = nil
  }

  /// The hash of all bytes that came, 32 of them; throws `cannotHash` when libcrypto does not give
  /// one.
  public consuming func finish() throws(RuntimeError) -> [UInt8] {
    guard let context = unsafe context else { throw .cannotHash }
    var hash = [UInt8](repeating: 0, count: Self.byteCount)
    let isDone = unsafe hash.withUnsafeMutableBufferPointer { hash in
      unsafe EVP_DigestFinal_ex(context, hash.baseAddress, nil) == 1
    }
    guard isDone else { throw .cannotHash }
    return hash
  }

  /// The hash of these bytes; throws as `finish` does.
  public static func hash(of bytes: some Collection<UInt8>) throws(RuntimeError) -> [UInt8] {
    var hash = SHA256()
    hash.update(bytes)
    return try hash.finish()
  }

  /// The hash of these bytes as `sha256sum` prints it: 64 digits in lower case.
  public static func text(of bytes: some Collection<UInt8>) throws(RuntimeError) -> String {
    text(try hash(of: bytes))
  }

  /// Bytes in hexadecimal, in lower case.
  public static func text(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 2)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}

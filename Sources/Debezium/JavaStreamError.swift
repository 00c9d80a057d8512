/// Why bytes are no stream of Java's object serialization, at which byte.
struct JavaStreamError: Error, CustomStringConvertible {
  let reason: String
  let offset: Int

  var description: String { "\(reason) at byte \(offset)" }
}

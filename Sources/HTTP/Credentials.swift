/// A user and a password for HTTP's basic authentication.
///
/// Printing it shows the user alone.
public struct Credentials: Sendable, Hashable {
  /// The user, without a colon.
  public let user: String
  /// The password; may be empty.
  public let password: String

  /// A user with a password.
  public init(user: String, password: String) {
    self.user = user
    self.password = password
  }

  /// From `user:password`; without a colon the password is empty.
  public init(_ text: String) {
    user = String(text.prefix { $0 != ":" })
    password = String(text.dropFirst(user.count + 1))
  }
}

extension Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The user and a mask.
  public var description: String { "\(user):***" }
  /// The user and a mask.
  public var debugDescription: String { description }
  /// The user and a mask, for `dump`.
  public var customMirror: Mirror { Mirror(self, children: ["user": user]) }
}

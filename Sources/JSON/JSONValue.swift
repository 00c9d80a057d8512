/// A JSON value that keeps what was written: the order of members, and numbers as text where an
/// `Int64` would lose something.
///
/// Equality and hashing follow the text: `1.0`, `1` and `1e0` are three values, and members in
/// another order make another object.
public enum JSONValue: Sendable, Hashable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A whole number that fits.
  case integer(Int64)
  /// Any other number as it was written: with a fraction, an exponent, beyond `Int64`, or `-0`.
  case number(String)
  /// Text, its escapes resolved.
  case string(String)
  /// The elements in order.
  case array([JSONValue])
  /// The members in order, duplicates included.
  case object([Member])

  /// A name with its value.
  public struct Member: Sendable, Hashable {
    /// The name, its escapes resolved.
    public var name: String
    /// What belongs to it.
    public var value: JSONValue

    /// A member.
    public init(name: String, value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// How deep arrays and objects may lie in each other in a parsed value: 512.
  ///
  /// Comparing, writing and destroying a value follow its depth; a stack of 256 KB is enough.
  public static var depthLimit: Int { 512 }

  /// The value of the member with that name; the last one wins, as in Kafka Connect.
  ///
  /// Nil when there is no such member or this is no object. Searching takes time with the number of
  /// members.
  public subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.name == name }?.value
  }

  /// Whether this is `null`.
  public var isNull: Bool { self == .null }

  /// The Boolean, or nil when this is none.
  public var boolValue: Bool? {
    guard case .bool(let value) = self else { return nil }
    return value
  }

  /// The whole number, or nil when this is none that fits an `Int64`.
  public var integerValue: Int64? {
    guard case .integer(let value) = self else { return nil }
    return value
  }

  /// The text of a string, or nil when this is none.
  public var stringValue: String? {
    guard case .string(let value) = self else { return nil }
    return value
  }

  /// The elements of an array, or nil when this is none.
  public var elements: [JSONValue]? {
    guard case .array(let elements) = self else { return nil }
    return elements
  }

  /// The members of an object, or nil when this is none.
  public var members: [Member]? {
    guard case .object(let members) = self else { return nil }
    return members
  }

  /// A string as it is, any other value as its compact text: what a person reads.
  public var plainText: String { stringValue ?? text }

  /// The value without Kafka Connect's schema: the `payload` of an object that has exactly the two
  /// members `schema` and `payload`, in any order, else the value itself.
  ///
  /// It is the test that Connect's JsonConverter makes.
  public var payload: JSONValue {
    guard case .object(let members) = self, members.count == 2 else { return self }
    guard self["schema"] != nil, let payload = self["payload"] else { return self }
    return payload
  }
}

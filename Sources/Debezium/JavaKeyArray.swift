/// The key columns of one row, as an offset's `incremental_snapshot_primary_key` and
/// `incremental_snapshot_maximum_key` hold them.
///
/// The format is Java's object serialization of an `Object[]`, in hexadecimal (Java Object
/// Serialization Specification, version 6, chapter 6). It is only read, never written: whoever puts
/// an offset back puts back the original text.
public enum JavaKeyArray: Sendable, Hashable {
  /// Java's null, `aced000570`: no row has been read yet, or the maximum is not known yet.
  case null
  /// The key's columns in the order of the key.
  case columns([JavaValue])

  /// The longest text that is read: far more than any database allows in a key.
  static let lengthLimit = 8 << 20

  /// Reads an offset's text, digits in either case.
  ///
  /// A column of an unknown class is ``JavaValue/undecodable(className:)`` and the others are still
  /// read. Throws when the text is not hexadecimal, ends early, holds more than one value or
  /// something else than an `Object[]`.
  public init(hexadecimal text: String) throws(FormatError) {
    guard text.utf8.count <= Self.lengthLimit else {
      throw FormatError(.keyArray, text, "longer than \(Self.lengthLimit) characters")
    }
    guard let bytes = [UInt8](hexadecimal: text) else {
      throw FormatError(.keyArray, text, "not an even number of hexadecimal digits")
    }
    do throws(JavaStreamError) {
      var reader = JavaStreamReader(bytes)
      self = try reader.readKeyArray()
    } catch {
      throw FormatError(.keyArray, text, error.description)
    }
  }

  /// The columns' texts for people, or nil when no key is known.
  public var texts: [String]? {
    switch self {
    case .null: nil
    case .columns(let values): values.map(\.text)
    }
  }

  /// Whether a row's own record key says the same values, given its members' texts in order.
  ///
  /// False when the numbers of columns differ and when no key is known.
  public func matches(_ rowKeyTexts: [String]) -> Bool {
    guard case .columns(let values) = self, values.count == rowKeyTexts.count else { return false }
    return zip(values, rowKeyTexts).allSatisfy { $0.matches($1) }
  }
}

/// A class as a stream of Java's object serialization describes it.
final class JavaClassDescriptor: Sendable {
  /// The types that a field or an array's element may have.
  enum FieldType: Sendable, Hashable {
    case byte
    case character
    case double
    case float
    case integer
    case long
    case short
    case boolean
    /// An object or an array.
    case reference

    /// The type that the letter stands for in a class descriptor and an array class's name.
    init?(code: UInt8) {
      switch code {
      case UInt8(ascii: "B"): self = .byte
      case UInt8(ascii: "C"): self = .character
      case UInt8(ascii: "D"): self = .double
      case UInt8(ascii: "F"): self = .float
      case UInt8(ascii: "I"): self = .integer
      case UInt8(ascii: "J"): self = .long
      case UInt8(ascii: "S"): self = .short
      case UInt8(ascii: "Z"): self = .boolean
      case UInt8(ascii: "L"), UInt8(ascii: "["): self = .reference
      default: return nil
      }
    }

    /// The bytes that a value takes; a reference's are not fixed and count as none.
    var width: Int {
      switch self {
      case .byte, .boolean: 1
      case .character, .short: 2
      case .integer, .float: 4
      case .long, .double: 8
      case .reference: 0
      }
    }
  }

  /// A field, in the order in which values are written.
  struct Field: Sendable {
    let name: String
    let type: FieldType
  }

  let name: String
  let fields: [Field]
  let parent: JavaClassDescriptor?
  /// How many classes there are from this one to the topmost, itself counted.
  let ancestryLength: Int
  private let flags: UInt8

  init(name: String, flags: UInt8, fields: [Field], parent: JavaClassDescriptor?) {
    self.name = name
    self.flags = flags
    self.fields = fields
    self.parent = parent
    ancestryLength = (parent?.ancestryLength ?? 0) + 1
  }

  /// `SC_WRITE_METHOD`: data of the class's own follows its fields.
  var hasWriteMethod: Bool { flags & 0x01 != 0 }
  /// `SC_EXTERNALIZABLE`: the class writes all its data itself.
  var isExternalizable: Bool { flags & 0x04 != 0 }
  /// `SC_BLOCK_DATA`: an externalizable class's data is in blocks with an end mark.
  var hasBlockData: Bool { flags & 0x08 != 0 }

  /// This class and those above it, the topmost first: the order in which an object's data comes.
  var ancestry: [JavaClassDescriptor] {
    var classes: [JavaClassDescriptor] = []
    var next: JavaClassDescriptor? = self
    while let current = next {
      classes.append(current)
      next = current.parent
    }
    return classes.reversed()
  }

  /// The element's type when this is an array's class, else nil.
  var arrayElement: FieldType? {
    guard name.utf8.first == UInt8(ascii: "["), let code = name.utf8.dropFirst().first else {
      return nil
    }
    return FieldType(code: code)
  }
}

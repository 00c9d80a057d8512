/// Reads one value of Java's object serialization stream protocol, version 5.
///
/// Nothing in the bytes is trusted: each length is checked against what is left before anything is
/// allocated, a reference reaches only what is complete, and nesting ends at ``depthLimit``.
struct JavaStreamReader {
  /// How deep objects, arrays and superclasses may nest.
  static let depthLimit = 24

  /// The protocol's marks that start a value (`TC_...` in the specification).
  private enum Mark {
    static let null: UInt8 = 0x70
    static let reference: UInt8 = 0x71
    static let classDescriptor: UInt8 = 0x72
    static let object: UInt8 = 0x73
    static let string: UInt8 = 0x74
    static let array: UInt8 = 0x75
    static let classObject: UInt8 = 0x76
    static let blockData: UInt8 = 0x77
    static let endOfBlockData: UInt8 = 0x78
    static let longBlockData: UInt8 = 0x7A
    static let longString: UInt8 = 0x7C
    static let enumConstant: UInt8 = 0x7E
  }

  /// What a handle may stand for.
  private enum Handle {
    /// Something that is still being read.
    case unfinished
    case classDescriptor(JavaClassDescriptor)
    case value(JavaValue)
  }

  private static let firstHandle: UInt32 = 0x7E_0000

  private var bytes: JavaByteCursor
  private var handles: [Handle] = []

  init(_ bytes: [UInt8]) {
    self.bytes = JavaByteCursor(bytes)
  }

  /// Reads the whole stream, which must hold a null or an `Object[]` and nothing after it.
  mutating func readKeyArray() throws(JavaStreamError) -> JavaKeyArray {
    guard try bytes.unsigned(2) == 0xACED, try bytes.unsigned(2) == 5 else {
      throw bytes.failure("no header of a Java object stream")
    }
    let result = try readTopLevel()
    guard bytes.remaining == 0 else { throw bytes.failure("more than one value") }
    return result
  }

  private mutating func readTopLevel() throws(JavaStreamError) -> JavaKeyArray {
    switch try bytes.byte() {
    case Mark.null: return .null
    case Mark.array:
      let descriptor = try readDescriptor(depth: 0)
      guard descriptor?.name == "[Ljava.lang.Object;" else {
        throw bytes.failure("an array of \(descriptor?.name ?? "nothing") instead of Object[]")
      }
      _ = reserveHandle()
      return .columns(try readElements(depth: 1))
    default: throw bytes.failure("neither null nor an array")
    }
  }

  // MARK: Values

  private mutating func readValue(depth: Int) throws(JavaStreamError) -> JavaValue {
    guard depth <= Self.depthLimit else { throw bytes.failure("nested too deep") }
    switch try bytes.byte() {
    case Mark.null: return .null
    case Mark.reference: return try referencedValue()
    case Mark.string: return try readString(lengthOfLength: 2)
    case Mark.longString: return try readString(lengthOfLength: 8)
    case Mark.object: return try readObject(depth: depth)
    case Mark.array: return try readArray(depth: depth)
    case Mark.enumConstant: return try readEnumConstant(depth: depth)
    case Mark.classObject:
      let descriptor = try readDescriptor(depth: depth)
      return finish(reserveHandle(), .undecodable(className: descriptor?.name ?? "class"))
    case Mark.classDescriptor:
      let descriptor = try readNewDescriptor(depth: depth)
      return .undecodable(className: descriptor.name)
    case let other:
      throw bytes.failure("unexpected mark 0x\(String(other, radix: 16))")
    }
  }

  private mutating func readString(lengthOfLength: Int) throws(JavaStreamError) -> JavaValue {
    let handle = reserveHandle()
    return finish(handle, .text(try bytes.modifiedUTF8(lengthOfLength: lengthOfLength)))
  }

  private mutating func readEnumConstant(depth: Int) throws(JavaStreamError) -> JavaValue {
    let descriptor = try readDescriptor(depth: depth)
    let handle = reserveHandle()
    _ = try readValue(depth: depth + 1)
    return finish(handle, .undecodable(className: descriptor?.name ?? "enum"))
  }

  private mutating func readObject(depth: Int) throws(JavaStreamError) -> JavaValue {
    guard let descriptor = try readDescriptor(depth: depth) else {
      throw bytes.failure("an object without a class")
    }
    let handle = reserveHandle()
    var contents = JavaObjectContents()
    for level in descriptor.ancestry {
      try readData(of: level, into: &contents, depth: depth)
    }
    return finish(handle, contents.value(ofClass: descriptor.name))
  }

  /// Reads what one class of an object's ancestry wrote: its fields, then data of its own.
  private mutating func readData(
    of level: JavaClassDescriptor, into contents: inout JavaObjectContents, depth: Int
  ) throws(JavaStreamError) {
    if level.isExternalizable {
      guard level.hasBlockData else {
        throw bytes.failure("\(level.name) writes data of unknown length")
      }
    } else {
      for field in level.fields {
        contents.fields[field.name] = try readField(field.type, depth: depth)
      }
      guard level.hasWriteMethod else { return }
    }
    contents.blockData += try readAnnotation(depth: depth)
  }

  private mutating func readField(
    _ type: JavaClassDescriptor.FieldType, depth: Int
  ) throws(JavaStreamError) -> JavaValue {
    switch type {
    case .byte: .integer(Int64(Int8(truncatingIfNeeded: try bytes.unsigned(1))))
    case .short: .integer(Int64(Int16(truncatingIfNeeded: try bytes.unsigned(2))))
    case .integer: .integer(Int64(Int32(truncatingIfNeeded: try bytes.unsigned(4))))
    case .long: .integer(Int64(bitPattern: try bytes.unsigned(8)))
    case .character: .integer(Int64(try bytes.unsigned(2)))
    case .boolean: .boolean(try bytes.unsigned(1) != 0)
    case .float: .float(Float(bitPattern: UInt32(truncatingIfNeeded: try bytes.unsigned(4))))
    case .double: .double(Double(bitPattern: try bytes.unsigned(8)))
    case .reference: try readValue(depth: depth + 1)
    }
  }

  /// Reads blocks of data and objects up to the end mark, and returns the blocks' bytes.
  private mutating func readAnnotation(depth: Int) throws(JavaStreamError) -> [UInt8] {
    var data: [UInt8] = []
    while true {
      switch bytes.peek() {
      case Mark.endOfBlockData:
        _ = try bytes.byte()
        return data
      case Mark.blockData:
        _ = try bytes.byte()
        data += try bytes.take(try bytes.unsigned(1))
      case Mark.longBlockData:
        _ = try bytes.byte()
        data += try bytes.take(try bytes.unsigned(4))
      default:
        _ = try readValue(depth: depth + 1)
      }
    }
  }

  // MARK: Arrays

  private mutating func readArray(depth: Int) throws(JavaStreamError) -> JavaValue {
    guard let descriptor = try readDescriptor(depth: depth) else {
      throw bytes.failure("an array without a class")
    }
    let handle = reserveHandle()
    guard let element = descriptor.arrayElement else {
      throw bytes.failure("\(descriptor.name) is no array class")
    }
    if element == .reference {
      _ = try readElements(depth: depth + 1)
      return finish(handle, .undecodable(className: descriptor.name))
    }
    let count = try bytes.unsigned(4)
    let content = try bytes.take(count * UInt64(element.width))
    return finish(
      handle, element == .byte ? .bytes(Array(content)) : .undecodable(className: descriptor.name))
  }

  private mutating func readElements(depth: Int) throws(JavaStreamError) -> [JavaValue] {
    let count = try bytes.unsigned(4)
    // Each element takes a byte at least.
    guard count <= UInt64(bytes.remaining) else { throw bytes.failure("an array that ends early") }
    var elements: [JavaValue] = []
    for _ in 0..<count {
      elements.append(try readValue(depth: depth))
    }
    return elements
  }

  // MARK: Classes

  /// Reads a class descriptor, a reference to one, or null, which is nil.
  private mutating func readDescriptor(
    depth: Int
  ) throws(JavaStreamError) -> JavaClassDescriptor? {
    switch try bytes.byte() {
    case Mark.null: return nil
    case Mark.classDescriptor: return try readNewDescriptor(depth: depth)
    case Mark.reference:
      guard case .classDescriptor(let descriptor) = try referenced() else {
        throw bytes.failure("a reference to something else than a class")
      }
      return descriptor
    default: throw bytes.failure("no class descriptor")
    }
  }

  private mutating func readNewDescriptor(
    depth: Int
  ) throws(JavaStreamError) -> JavaClassDescriptor {
    guard depth <= Self.depthLimit else { throw bytes.failure("nested too deep") }
    let name = try bytes.modifiedUTF8(lengthOfLength: 2)
    _ = try bytes.take(8)
    let handle = reserveHandle()
    let flags = try bytes.byte()
    var fields: [JavaClassDescriptor.Field] = []
    for _ in 0..<(try bytes.unsigned(2)) {
      fields.append(try readFieldDescriptor(depth: depth))
    }
    _ = try readAnnotation(depth: depth)
    let parent = try readDescriptor(depth: depth + 1)
    let ancestry = parent?.ancestryLength ?? 0
    guard ancestry < Self.depthLimit else { throw bytes.failure("too many superclasses") }
    let descriptor = JavaClassDescriptor(name: name, flags: flags, fields: fields, parent: parent)
    handles[handle] = .classDescriptor(descriptor)
    return descriptor
  }

  private mutating func readFieldDescriptor(
    depth: Int
  ) throws(JavaStreamError) -> JavaClassDescriptor.Field {
    guard let type = JavaClassDescriptor.FieldType(code: try bytes.byte()) else {
      throw bytes.failure("a field of unknown type")
    }
    let name = try bytes.modifiedUTF8(lengthOfLength: 2)
    if type == .reference {
      _ = try readValue(depth: depth + 1)
    }
    return JavaClassDescriptor.Field(name: name, type: type)
  }

  // MARK: Handles

  private mutating func reserveHandle() -> Int {
    handles.append(.unfinished)
    return handles.count - 1
  }

  private mutating func finish(_ handle: Int, _ value: JavaValue) -> JavaValue {
    handles[handle] = .value(value)
    return value
  }

  private mutating func referenced() throws(JavaStreamError) -> Handle {
    let number = UInt32(truncatingIfNeeded: try bytes.unsigned(4))
    guard number >= Self.firstHandle, Int(number - Self.firstHandle) < handles.count else {
      throw bytes.failure("a reference to nothing")
    }
    return handles[Int(number - Self.firstHandle)]
  }

  private mutating func referencedValue() throws(JavaStreamError) -> JavaValue {
    switch try referenced() {
    case .value(let value): return value
    case .classDescriptor(let descriptor): return .undecodable(className: descriptor.name)
    case .unfinished: throw bytes.failure("a reference to an object within itself")
    }
  }
}

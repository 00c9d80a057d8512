internal import CRdkafka

/// A record's headers, borrowed like the record.
@safe public struct Headers: ~Escapable {
  private let list: OpaquePointer?

  /// How many there are.
  public let count: Int

  @_lifetime(immortal)
  init(_ list: OpaquePointer?) {
    unsafe self.list = list
    unsafe count = list.map { unsafe rd_kafka_header_cnt($0) } ?? 0
  }

  /// The numbers of the headers, for a loop that cannot go wrong.
  public var indices: Range<Int> { 0..<count }

  /// The header with this number; as with an array, a number that is not in `indices` stops the
  /// program.
  public subscript(index: Int) -> Header {
    @_lifetime(copy self) get {
      var name: UnsafePointer<CChar>?
      var value: UnsafeRawPointer?
      var size = 0
      guard indices.contains(index), let list = unsafe list,
        unsafe rd_kafka_header_get_all(list, index, &name, &value, &size)
          == RD_KAFKA_RESP_ERR_NO_ERROR
      else { preconditionFailure("header \(index) of \(count)") }
      return unsafe _overrideLifetime(Header(name, value, size), copying: self)
    }
  }

  /// The number of the last header of this name, or nil when there is none.
  public func lastIndex(named name: String) -> Int? {
    indices.last { self[$0].name == name }
  }

  /// Copies of them, in order, that may leave the batch; allocates for each name and value.
  public func detached() -> [OwnedRecord.Header] {
    var copies: [OwnedRecord.Header] = []
    for index in indices {
      let header = self[index]
      copies.append(
        .init(name: header.name, value: [UInt8](copying: header.value)))
    }
    return copies
  }
}

/// One header, borrowed like its record.
@safe public struct Header: ~Escapable {
  private let rawName: UnsafePointer<CChar>?
  private let bytes: UnsafeRawPointer?
  private let size: Int

  @_lifetime(immortal)
  init(_ name: UnsafePointer<CChar>?, _ bytes: UnsafeRawPointer?, _ size: Int) {
    unsafe rawName = name
    unsafe self.bytes = bytes
    self.size = size
  }

  /// The header's name; bytes that are no UTF-8 are replaced.
  public var name: String { unsafe rawName.map { unsafe String(cString: $0) } ?? "" }

  /// The value's bytes, or nil for a header without a value.
  public var value: RawSpan? {
    @_lifetime(copy self) get {
      guard let start = unsafe bytes else { return nil }
      return unsafe _overrideLifetime(
        RawSpan(_unsafeStart: start, byteCount: size), copying: self)
    }
  }
}

/// A broker as librdkafka names it at the start of its error texts: `ssl://host:9093/2: ...`.
struct NamedBroker: Sendable, Hashable {
  var address: BrokerAddress
  /// The broker's number in the metadata; nil for a bootstrap broker, whose number is not known.
  var id: Int32?

  init(address: BrokerAddress, id: Int32?) {
    self.address = address
    self.id = id
  }

  /// Reads the broker off an error text; nil when the text does not start with one.
  init?(errorText: String) {
    guard let end = errorText.firstRange(of: ": ") else { return nil }
    let name = errorText[..<end.lowerBound]
    guard let slash = name.lastIndex(of: "/"),
      let address = BrokerAddress(String(name[..<slash]))
    else { return nil }
    self.init(address: address, id: Int32(name[name.index(after: slash)...]))
  }
}

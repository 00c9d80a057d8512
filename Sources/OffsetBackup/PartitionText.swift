import JSON

extension JSONValue {
  /// A connector's partition as a text by which two are compared.
  ///
  /// The order of its members says nothing in Connect's own answer. What is no object is itself.
  var partitionText: String {
    guard let members else { return text }
    return JSONValue.object(members.sorted { $0.name < $1.name }).text
  }
}

extension JSONValue {
  /// The compact text: no spaces, members in their order, `/` and everything beyond ASCII as it is,
  /// control characters escaped.
  ///
  /// It is what Kafka Connect's converters write.
  public var text: String {
    var output = ""
    write(into: &output)
    return output
  }

  /// The text for people: one member or element a line, two spaces a level, empty containers on
  /// their line; without a line feed at its end.
  public var prettyText: String {
    var output = ""
    writePretty(into: &output, indent: "\n")
    return output
  }

  private func write(into output: inout String) {
    switch self {
    case .array(let elements):
      output += "["
      for (position, element) in elements.enumerated() {
        if position > 0 { output += "," }
        element.write(into: &output)
      }
      output += "]"
    case .object(let members):
      output += "{"
      for (position, member) in members.enumerated() {
        if position > 0 { output += "," }
        JSONEscapes.write(member.name, into: &output)
        output += ":"
        member.value.write(into: &output)
      }
      output += "}"
    default:
      writeScalar(into: &output)
    }
  }

  private func writeScalar(into output: inout String) {
    switch self {
    case .bool(let value): output += value ? "true" : "false"
    case .integer(let value): output += String(value)
    case .number(let text): output += text
    case .string(let text): JSONEscapes.write(text, into: &output)
    case .null, .array, .object: output += "null"
    }
  }

  private func writePretty(into output: inout String, indent: String) {
    let inner = indent + "  "
    switch self {
    case .array(let elements) where !elements.isEmpty:
      output += "["
      for (position, element) in elements.enumerated() {
        output += position > 0 ? "," + inner : inner
        element.writePretty(into: &output, indent: inner)
      }
      output += indent + "]"
    case .object(let members) where !members.isEmpty:
      output += "{"
      for (position, member) in members.enumerated() {
        output += position > 0 ? "," + inner : inner
        JSONEscapes.write(member.name, into: &output)
        output += ": "
        member.value.writePretty(into: &output, indent: inner)
      }
      output += indent + "}"
    default:
      write(into: &output)
    }
  }
}

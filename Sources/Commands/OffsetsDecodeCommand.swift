import CommandLine
import Debezium
import JSON
import Runtime

/// `cdcwatch offsets decode`: what an offset, a key or a stored snapshot key says, offline.
struct OffsetsDecodeCommand {
  let invocation: Invocation
  let context: CommandContext

  /// Far more than any offset; more is somebody's mistake.
  private static let largestInput = 64 << 20

  func run() throws(CommandFailure) -> Int32 {
    let options = CommonOptions(invocation, context: context)
    let text: String
    do throws(RuntimeError) {
      text = try context.input.readAll(atMost: Self.largestInput)
    } catch {
      throw CommandFailure("\(error)", status: .unexpected)
    }
    let trimmed = text.drop { $0.isWhitespace }
    var rest = trimmed
    while rest.last?.isWhitespace == true { rest = rest.dropLast() }
    guard let decoded = DecodedOffset(String(rest)) else {
      throw CommandFailure(
        "standard input holds no offset, no key of the offsets topic and no stored snapshot key",
        hint: "it takes {\"lsn\":...}, [\"connector\",{...}], {\"offsets\":[...]} or aced0005...",
        status: .usage)
    }
    try printing { () throws(RuntimeError) in
      try context.output.write(options.format.text(of: decoded.object, table: decoded.text))
    }
    return ExitStatus.success.rawValue
  }
}

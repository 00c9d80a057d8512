import JSON
import Runtime

/// What the journal has of a program before it does anything: `process`, `start`, `ending`.
struct ProgramTrace {
  let identity: StartedProgram.Identity
  /// The file that tells how it ended.
  let ending: String

  init(identity: StartedProgram.Identity, ending: String) {
    self.identity = identity
    self.ending = ending
  }

  /// Reads ``detail``; nil for what is none.
  init?(_ detail: [JSONValue.Member]) {
    let value = JSONValue.object(detail)
    guard let process = value["process"]?.integerValue.flatMap({ Int32(exactly: $0) }),
      let start = value["start"]?.stringValue.flatMap({ UInt64($0) }),
      let ending = value["ending"]?.stringValue
    else { return nil }
    self.init(
      identity: StartedProgram.Identity(process: process, start: start), ending: ending)
  }

  var detail: [JSONValue.Member] {
    [
      .init(name: "process", value: .integer(Int64(identity.process))),
      .init(name: "start", value: .string(String(identity.start))),
      .init(name: "ending", value: .string(ending)),
    ]
  }
}

import Checks
import CommandLine

/// What `--pin-slot`, `--pin-keep` and `--wal-limit` say.
struct PinSettings {
  /// Nil when no slot is to be copied.
  let limits: PinPlan.Limits?

  init(_ invocation: Invocation) throws(CommandFailure) {
    let isAsked = invocation.isSet(.pinSlot)
    for flag in [Flag.pinKeep, .walLimit]
    where !isAsked && invocation.origin(flag) == .commandLine {
      throw CommandFailure(
        "--\(flag.name) says nothing without --pin-slot", hint: "type --pin-slot too",
        status: .usage)
    }
    guard isAsked else {
      limits = nil
      return
    }
    var copies = 1
    if let text = invocation.text(.pinKeep) {
      guard let count = Int(text), count > 0 else {
        throw CommandFailure(
          "\(invocation.originText(of: .pinKeep)): '\(text)' is no number of copies",
          hint: "type a whole number from 1", status: .usage)
      }
      copies = count
    }
    var log = PinLogLimit.usual
    if let text = invocation.text(.walLimit), text == "none" {
      log = .none
    } else if let text = invocation.text(.walLimit) {
      guard let bytes = SizeText.parse(text) else {
        throw CommandFailure(
          "\(invocation.originText(of: .walLimit)): '\(text)' is no size",
          hint: "type a whole number and a unit, such as 500MB, 10GB or 1GiB; none is no limit",
          status: .usage)
      }
      log = .bytes(bytes)
    }
    limits = PinPlan.Limits(copies: copies, log: log)
  }
}

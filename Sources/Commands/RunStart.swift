import Debezium
import Drill
import JSON
import Runtime

/// What a run was started with, as its folder keeps it: `run.json`.
///
/// Without secrets: a later runner is given them as the first one was.
struct RunStart {
  /// What an error calls the drill, and its file's text.
  var name: String
  var text: String
  var connector: String
  var subject: DrillSubject
  /// The inputs that were given, but for secrets.
  var inputs: [String: String]
  /// The names of the inputs that are secrets.
  var secretInputs: [String]
  var sentinelTable: String?
  var serverID: UInt32
  var planHash: String
  /// What the run acts on, as it was when it began.
  var identity: RunIdentity

  func write(to folder: RunFolder) throws(CommandFailure) {
    do throws(RuntimeError) {
      try ReplacedFile.writePrivately(Array((document.prettyText + "\n").utf8), to: folder.plan)
    } catch {
      throw CommandFailure("\(error)", hint: "is the disk full?", status: .unexpected)
    }
  }

  private var document: JSONValue {
    let given = inputs.sorted { $0.key < $1.key }
      .map { JSONValue.Member(name: $0.key, value: .string($0.value)) }
    return .object([
      ("format", .integer(1)), ("drill", .string(name)), ("connector", .string(connector)),
      ("subject", .string(subject.rawValue)), ("inputs", .object(given)),
      ("secret_inputs", .array(secretInputs.map(JSONValue.string))),
      ("sentinel_table", sentinelTable.map(JSONValue.string) ?? .null),
      ("server_id", .integer(Int64(serverID))), ("plan_hash", .string(planHash)),
      ("identity", identity.document), ("file", .string(text)),
    ])
  }

  /// Reads what a run's folder keeps.
  init(_ folder: RunFolder) throws(CommandFailure) {
    do throws(RuntimeError) {
      let bytes = try FileText.read(folder.plan)
      guard let value = try? JSONValue.parse(bytes), let read = RunStart(value) else {
        throw RuntimeError.unreadable(path: folder.plan, reason: "it is no run of a drill")
      }
      self = read
    } catch {
      throw CommandFailure("\(error)", hint: "is this a drill's run?", status: .usage)
    }
  }

  private init?(_ value: JSONValue) {
    guard value["format"]?.integerValue == 1, let name = value["drill"]?.stringValue,
      let text = value["file"]?.stringValue, let connector = value["connector"]?.stringValue,
      let subject = value["subject"]?.stringValue.flatMap(DrillSubject.init(rawValue:)),
      let server = value["server_id"]?.integerValue.flatMap({ UInt32(exactly: $0) })
    else { return nil }
    self.name = name
    self.text = text
    self.connector = connector
    self.subject = subject
    serverID = server
    inputs = [:]
    for member in value["inputs"]?.members ?? [] { inputs[member.name] = member.value.stringValue }
    secretInputs = value["secret_inputs"]?.elements?.compactMap(\.stringValue) ?? []
    sentinelTable = value["sentinel_table"]?.stringValue
    planHash = value["plan_hash"]?.stringValue ?? ""
    identity =
      value["identity"].flatMap(RunIdentity.init)
      ?? RunIdentity(cluster: nil, writer: nil, connector: .notKnown)
  }

  init(
    name: String, text: String, connector: String, subject: DrillSubject,
    inputs: [String: String], secretInputs: [String], sentinelTable: String?, serverID: UInt32,
    planHash: String, identity: RunIdentity
  ) {
    self.name = name
    self.text = text
    self.connector = connector
    self.subject = subject
    self.inputs = inputs
    self.secretInputs = secretInputs
    self.sentinelTable = sentinelTable
    self.serverID = serverID
    self.planHash = planHash
    self.identity = identity
  }
}

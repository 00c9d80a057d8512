import Debezium
import Drill

/// Drills and facts for tests.
enum Plans {
  static let engines: [Engine] = [.postgresql, .mysql, .mariadb]

  /// Everything is there.
  static var allIsWell: DrillFacts {
    var facts = DrillFacts()
    facts.endpoints = [
      .init("Connect", address: "http://connect:8083", origin: "--connect"),
      .init("database main", address: "postgresql://db/shop", origin: "--db"),
    ]
    facts.clusterID = "cluster-1"
    facts.connectVersion = .told("4.3.0")
    facts.canAlterOffsets = .told(true)
    facts.canCreateStopped = .told(true)
    facts.state = .told("RUNNING")
    facts.verdict = .told("RESUME")
    facts.isInSnapshot = .told(false)
    facts.capturesSentinelTable = .told(true)
    facts.sentinelTableDefect = .told(nil)
    let database = DrillFacts.Database(identity: "a server", isReadOnly: false, mayReplicate: true)
    facts.databases = ["main": .told(database), "second": .told(database)]
    facts.freeSlots = .told(8)
    facts.slotLogLimit = .told(1_073_741_824)
    facts.serverIDs = .told(["184054"])
    facts.programs = ["/bin/sh": true, "aws": true]
    facts.allowedBy = "config.yaml:3"
    return facts
  }

  /// A value for each input that a template requires.
  static func request(
    _ drill: DrillDefinition, _ subject: DrillSubject, _ engine: Engine
  ) -> DrillRequest {
    let values = ["db": "main", "replica": "second"]
    var request = DrillRequest(connector: "shop", subject: subject, engine: engine)
    for input in drill.inputs where input.fallback == nil {
      request.inputs[input.name] = values[input.name] ?? "true"
    }
    guard subject == .live else { return request }
    request.sentinelTable = SourcedText("public.sentinel", source: "--set")
    request.signalTable = SourcedText("public.sig", source: "the connector's configuration")
    request.slot = SourcedText("shop", source: "the connector's configuration")
    return request
  }

  static func drill(_ text: String) throws -> DrillDefinition {
    try DrillExpansion.expand(
      DrillReader.read(Array(text.utf8), file: "f.yaml"), file: "f.yaml",
      among: try DrillTemplates.all())
  }

  /// A drill of these steps, with the inputs `db` and `note`.
  static func steps(_ steps: String) -> String {
    """
    drill: trial
    title: A trial
    format: 1
    inputs: {db: {required: true}, note: {default: none}}
    steps:
    \(steps.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))
    """
  }
}

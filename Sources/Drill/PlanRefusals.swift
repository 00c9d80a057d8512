internal import Debezium

/// Why a plan is not carried out: the rules of safety, which nothing overrules but what they name.
struct PlanRefusals {
  let plan: DrillPlan

  var all: [DrillPlan.Finding] { common + (plan.request.subject == .live ? live : []) }

  private var request: DrillRequest { plan.request }
  private var facts: DrillFacts { plan.facts }

  // MARK: Every subject

  private var common: [DrillPlan.Finding] {
    var refusals: [DrillPlan.Finding] = []
    let definition = plan.definition
    if !definition.engines.contains(request.engine) {
      let engines = definition.engines.map(\.rawValue).sorted().joined(separator: ", ")
      refusals.append(
        .init(
          "the drill is for \(engines), and '\(request.connector)' is of \(request.engine.rawValue)",
          next: "'cdcwatch drill list' shows which drill is for which"))
    }
    if !definition.subjects.contains(request.subject) {
      let isLive = request.subject == .live
      refusals.append(
        .init(
          isLive
            ? "the drill does not run on a live connector"
            : "the drill runs on a live connector alone",
          next: isLive ? "leave --live out: it runs on a shadow" : "type --live"))
    }
    return refusals
  }

  // MARK: The live connector

  private var live: [DrillPlan.Finding] {
    allowed + verdict + snapshot + sentinelTable + forced + alone + secrets + createStopped
  }

  private var allowed: [DrillPlan.Finding] {
    guard facts.allowedBy == nil else { return [] }
    return [
      .init(
        "the context does not allow drills on live connectors",
        next: "write 'drill: allowed' into the context")
    ]
  }

  private var verdict: [DrillPlan.Finding] {
    switch facts.verdict {
    case .told("RESUME"), .told("REPLAY"): []
    case .told(let verdict):
      [
        .init(
          "the live offset's verdict is \(verdict), and has to be RESUME or REPLAY",
          next: "cdcwatch offsets check -c \(request.connector)")
      ]
    case .notChecked(let reason):
      [
        .init(
          "the live offset's verdict is not known: \(reason)",
          next: "cdcwatch offsets check -c \(request.connector)")
      ]
    }
  }

  private var snapshot: [DrillPlan.Finding] {
    var refusals: [DrillPlan.Finding] = []
    switch facts.isInSnapshot {
    case .told(false): break
    case .told(true):
      refusals.append(
        .init("a snapshot is under way", next: "wait for its end: cdcwatch snapshot list"))
    case .notChecked(let reason):
      refusals.append(
        .init(
          "whether a snapshot is under way is not known: \(reason)", next: "cdcwatch snapshot list")
      )
    }
    if facts.dropsSlotOnStop {
      refusals.append(
        .init(
          "the connector drops its slot when it stops (slot.drop.on.stop)",
          next: "set slot.drop.on.stop=false"))
    }
    return refusals
  }

  private var sentinelTable: [DrillPlan.Finding] {
    guard request.sentinelTable == nil else { return [] }
    return [
      .init(
        "no table of the sentinels is named",
        next: "type --set sentinel.table=SCHEMA.TABLE, or 'sentinel-table' in the context")
    ]
  }

  private var forced: [DrillPlan.Finding] {
    let forced = plan.steps.filter { step in
      if case .offsets(let deed) = step.step.action { !deed.forced.isEmpty } else { false }
    }
    return forced.map { step in
      .init(
        "step '\(step.step.id)' overrules a check, which is for shadows", next: "leave 'force' out")
    }
  }

  private var alone: [DrillPlan.Finding] {
    guard plan.definition.strikes.contains(.offsetsTopic), !facts.others.isEmpty else { return [] }
    return [
      .init(
        "the offsets topic is that of \(facts.others.count) other connectors too",
        next: "run this drill on a Connect cluster whose one connector is '\(request.connector)'")
    ]
  }

  // MARK: What could not be made again

  private var rewrites: Bool {
    plan.steps.contains { step in
      switch step.step.action {
      case .connector(.delete), .connector(.create), .connector(.configure): true
      default: false
      }
    }
  }

  private var secrets: [DrillPlan.Finding] {
    guard rewrites else { return [] }
    let plain = facts.plainSecrets.filter { !request.secrets.contains($0) }
    var refusals: [DrillPlan.Finding] = []
    if !facts.maskedSecrets.isEmpty {
      refusals.append(
        .init(
          "Connect masks \(facts.maskedSecrets.joined(separator: ", ")), so the connector could not be"
            + " made again", next: "use ${file:...} references in the connector's configuration"))
    }
    if !plain.isEmpty {
      refusals.append(
        .init(
          "a backup leaves \(plain.joined(separator: ", ")) out, so the connector could not be made"
            + " again", next: "type " + plain.map { "--secret \($0)=@FILE" }.joined(separator: " "))
      )
    }
    return refusals
  }

  private var createStopped: [DrillPlan.Finding] {
    guard rewrites, facts.canCreateStopped.value == false || facts.canAlterOffsets.value == false
    else { return [] }
    return [
      .init(
        "Connect cannot make a connector STOPPED or write offsets",
        next: "use Kafka Connect 3.7 or newer")
    ]
  }
}

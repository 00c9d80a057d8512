import Foundation
import JSON
import TestSupport
import Testing

extension RealServers.DrillRuns.Desk {
  private static let lead = """
    title: Looks at everything
    format: 1
    inputs: {db: {required: true}, replica: {default: none}}
    steps:
      - {id: healthy, wait: {connector: RUNNING, sentinels: arriving, heartbeat: 30s}, timeout: 2m}
      - {id: seen, wait: {offset: present}, timeout: 2m}
    """
  private static let tail = """
      - {id: halt, connector: stop, marks: disaster}
      - {id: go, connector: resume}
      - {id: proof, sentinel: {within: 2m}, marks: recovered}
    """

  /// Runs a drill that has these steps before its proof; `running` goes to the run and not to the plan.
  func look(
    _ name: String, _ steps: String, proof: String? = nil, more: [String] = [],
    running: [String] = []
  ) async throws -> Outcome {
    let text = "drill: \(name)\n\(Self.lead)\n\(steps)\n\(proof ?? Self.tail)\n"
    let words = try await agreed(try written(text), more, confirm: name)
    return try await Binary.run(words + running, within: .seconds(400))
  }

  /// What each rule said in a run.
  static func verdicts(_ run: Outcome) throws -> [String: String] {
    var verdicts: [String: String] = [:]
    for step in try run.json()["steps"]?.elements ?? [] {
      for evidence in step["evidence"]?.elements ?? [] {
        for rule in evidence["detail"]?["rules"]?.elements ?? [] {
          verdicts[rule["rule"]?.stringValue ?? ""] = rule["verdict"]?.stringValue
        }
      }
    }
    return verdicts
  }
}

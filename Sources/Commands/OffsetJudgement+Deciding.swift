import Checks

extension OffsetJudgement {
  /// Whether nothing is lost by it, so that an offset is put back without a further word.
  var isSafe: Bool {
    switch verdict {
    case .resume, .replay: true
    case .willSkip, .willRefuse, .willResnapshot, .unknown: false
    }
  }

  /// The id under which it is overruled.
  var verdictID: String { checks.first { $0.result == .critical }?.id ?? "verdict" }

  /// What to type next when a change is refused for it.
  var wayOn: String {
    let force = "if it has to be: --force \(verdictID)"
    return next.map { "\($0); \(force)" } ?? force
  }
}

extension OffsetJudgement? {
  /// Nobody told the connector's configuration where there is none.
  var verdict: OffsetVerdict { self?.verdict ?? .unknown }

  /// Whether nothing is lost by it.
  var isSafe: Bool { self?.isSafe ?? false }

  /// The id under which it is overruled.
  var verdictID: String { self?.verdictID ?? "verdict" }

  /// What to type next when a change is refused for it.
  var wayOn: String { self?.wayOn ?? "if it has to be: --force \(verdictID)" }

  /// The verdict and its reason.
  var words: String {
    self.map { "\($0.verdict.rawValue): \($0.reason)" }
      ?? "UNKNOWN: neither Connect nor the backup tells the connector's configuration"
  }
}

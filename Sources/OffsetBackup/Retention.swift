public import Runtime

/// How long backups are kept: so many, or so long.
public enum Retention: Sendable, Hashable {
  /// The newest sound ones, at least one.
  case newest(Int)
  /// Those that are not older.
  case younger(Duration)
}

/// Which runs of an archive may go.
///
/// Never one that holds the newest sound record of any connector partition that was ever seen, and
/// never one that is not sound: somebody should look at it. A run whose records all have newer
/// sound ones may go, sound or not itself. A value: reading is the asker's matter.
public struct RetentionPlan: Sendable {
  /// A connector's partition in one topic of one cluster, by its bytes.
  public struct Subject: Sendable, Hashable {
    /// The cluster's id.
    public var cluster: String?
    /// The topic.
    public var topic: String
    /// The record's key.
    public var key: [UInt8]?
  }

  /// What is done with one run, and why.
  public struct Decision: Sendable, Hashable {
    /// The run.
    public var run: String
    /// Whether it is removed.
    public var isRemoved: Bool
    /// Why it is kept or removed.
    public var reason: String
  }

  /// What was decided, newest run first.
  public private(set) var decisions: [Decision] = []
  private let retention: Retention
  private let now: Timestamp
  private var covered: Set<Subject> = []
  private var soundCount = 0

  /// A plan as of `now`; runs are put to it newest first.
  public init(_ retention: Retention, now: Timestamp) {
    self.retention = retention
    self.now = now
  }

  /// The runs to remove, oldest first.
  public var removed: [String] { decisions.filter(\.isRemoved).map(\.run).reversed() }

  /// Decides over the next older run; `proof` is what was found of it.
  public mutating func decide(_ run: String, _ proof: BackupProof.Result) {
    guard case .sound(let backup) = proof else {
      keep(run, "it is not sound: \(proof.problems.first ?? "")")
      return
    }
    soundCount += 1
    let subjects = Self.subjects(of: backup)
    let only = subjects.subtracting(covered)
    covered.formUnion(subjects)
    if isWithin(backup.manifest.takenAt) {
      keep(run, "it is within what --keep says")
    } else if let first = only.min(by: { Self.text($0) < Self.text($1) }) {
      let more = only.count > 1 ? " and \(only.count - 1) more" : ""
      keep(run, "it has the newest record of \(Self.text(first))\(more)")
    } else {
      decisions.append(
        Decision(run: run, isRemoved: true, reason: "newer backups have all of its records"))
    }
  }

  private mutating func keep(_ run: String, _ reason: String) {
    decisions.append(Decision(run: run, isRemoved: false, reason: reason))
  }

  private func isWithin(_ moment: Timestamp) -> Bool {
    switch retention {
    case .newest(let count): soundCount <= max(count, 1)
    // The newest sound one stays, however old.
    case .younger(let age): soundCount == 1 || now - moment <= age
    }
  }

  static func subjects(of backup: SoundBackup) -> Set<Subject> {
    Set(
      backup.live.map {
        Subject(cluster: backup.manifest.clusterID, topic: $0.topic, key: $0.key)
      })
  }

  private static func text(_ subject: Subject) -> String {
    String(decoding: subject.key ?? [], as: UTF8.self)
  }
}

extension Retention {
  /// From `30d`, `12h` or a number of backups; nil when it is neither.
  public init?(_ text: String, duration: (String) -> Duration?) {
    if let count = Int(text), count > 0 {
      self = .newest(count)
    } else if let age = duration(text), age > .zero {
      self = .younger(age)
    } else {
      return nil
    }
  }
}

public import Databases
internal import Debezium

/// Rules about how a MySQL or MariaDB server is set up.
public enum ServerRules {
  private static let day: Int64 = 86_400
  /// A weekend.
  private static let weekend: Int64 = 3 * day

  /// Transactions have ids on every server, so that a connector can go on at another one.
  public static func gtidMode(_ settings: BinlogSettings) -> RuleFinding {
    switch settings.engine {
    case .mariadb: return RuleFinding(.pass, "MariaDB's transactions always have GTIDs")
    case .mysql: break
    default: return .inapplicable("the server has no GTIDs")
    }
    guard let mode = settings.gtidMode else {
      return RuleFinding(.notKnown, "the server does not tell its gtid_mode")
    }
    let figures = [RuleFinding.Figure("gtid_mode", mode)]
    guard mode == "ON" else {
      return RuleFinding(
        .fail,
        "gtid_mode is \(mode): an offset is a file and a place, which another server does not"
          + " have", figures: figures,
        next: "SET GLOBAL gtid_mode, one step at a time to ON, on every server")
    }
    return RuleFinding(.pass, "gtid_mode is ON", figures: figures)
  }

  /// No statement is let through that one id could not stand for.
  public static func gtidConsistency(_ settings: BinlogSettings) -> RuleFinding {
    switch settings.engine {
    case .mariadb: return RuleFinding(.pass, "MariaDB's GTIDs need no such setting")
    case .mysql: break
    default: return .inapplicable("the server has no GTIDs")
    }
    guard let word = settings.gtidConsistency else {
      return RuleFinding(.notKnown, "the server does not tell its enforce_gtid_consistency")
    }
    let figures = [RuleFinding.Figure("enforce_gtid_consistency", word)]
    let next = "SET GLOBAL enforce_gtid_consistency = ON, once no statement is warned of"
    switch word.uppercased() {
    case "ON", "1": return RuleFinding(.pass, "enforce_gtid_consistency is ON", figures: figures)
    case "WARN", "2":
      return RuleFinding(
        .warn, "enforce_gtid_consistency is WARN: such statements are let through",
        figures: figures,
        next: next)
    default:
      return RuleFinding(
        .fail,
        "enforce_gtid_consistency is \(word): a replica may execute other transactions under"
          + " the same ids", figures: figures, next: next)
    }
  }

  /// What a replica has is its source's beginning, without a hole.
  public static func commitOrder(_ replica: BinlogSettings) -> RuleFinding {
    switch replica.engine {
    case .mariadb:
      return RuleFinding(.pass, "MariaDB commits a domain's transactions in their order")
    case .mysql: break
    default: return .inapplicable("the rule is about MySQL's replicas")
    }
    var figures: [RuleFinding.Figure] = []
    if let appliers = replica.appliers {
      figures.append(.init("replica_parallel_workers", String(appliers)))
      if appliers <= 1 {
        return RuleFinding(.pass, "one thread applies all transactions", figures: figures)
      }
    }
    guard let isKept = replica.preservesCommitOrder else {
      return RuleFinding(
        .notKnown, "the replica does not tell its replica_preserve_commit_order", figures: figures)
    }
    figures.append(.init("replica_preserve_commit_order", isKept ? "ON" : "OFF"))
    guard isKept else {
      return RuleFinding(
        .fail,
        "the replica commits out of order: promoted in the middle, it lacks transactions before"
          + " the last one that it has", figures: figures,
        next: "STOP REPLICA; SET GLOBAL replica_preserve_commit_order = ON; START REPLICA")
    }
    return RuleFinding(.pass, "the replica commits in its source's order", figures: figures)
  }

  /// Binary logs outlast an outage: a day at least, better a weekend.
  public static func binaryLogs(_ settings: BinlogSettings) -> RuleFinding {
    guard settings.engine != .postgresql else {
      return .inapplicable("PostgreSQL keeps its log by slots")
    }
    if settings.writesLogs == false {
      return RuleFinding(
        .fail, "the server writes no binary logs", figures: [.init("log_bin", "OFF")],
        next: "set log_bin and start the server anew")
    }
    if let cloud = settings.cloudRetention { return cloudLogs(cloud) }
    guard let seconds = settings.keptSeconds, settings.writesLogs == true else {
      return RuleFinding(.notKnown, "the server does not tell how long it keeps binary logs")
    }
    let figures = [RuleFinding.Figure("binlog_expire_logs_seconds", String(seconds))]
    guard seconds != 0 else {
      return RuleFinding(.pass, "binary logs are kept until somebody purges them", figures: figures)
    }
    return kept(
      seconds, figures, next: "SET PERSIST binlog_expire_logs_seconds = \(weekend), or longer")
  }

  private static func cloudLogs(_ retention: BinlogSettings.CloudRetention) -> RuleFinding {
    let next = "CALL mysql.rds_set_configuration('binlog retention hours', 72), or longer"
    switch retention {
    case .asShortAsPossible:
      return RuleFinding(
        .fail, "Amazon RDS purges binary logs as soon as it can",
        figures: [.init("binlog retention hours", "NULL")], next: next)
    case .hours(let hours):
      let (seconds, isTooLong) = hours.multipliedReportingOverflow(by: 3600)
      return kept(
        isTooLong ? .max : seconds, [.init("binlog retention hours", String(hours))], next: next)
    }
  }

  private static func kept(
    _ seconds: Int64, _ figures: [RuleFinding.Figure], next: String
  ) -> RuleFinding {
    let words = "binary logs are kept for \(hours(seconds)) hours"
    if seconds < day {
      return RuleFinding(
        .fail, "\(words): a connector that is away for longer cannot go on", figures: figures,
        next: next)
    }
    guard seconds < weekend else { return RuleFinding(.pass, words, figures: figures) }
    return RuleFinding(
      .warn, "\(words), which is shorter than a weekend", figures: figures, next: next)
  }

  private static func hours(_ seconds: Int64) -> String {
    let tenths = seconds / 360
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }
}

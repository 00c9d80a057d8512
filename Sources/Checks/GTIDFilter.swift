internal import Debezium

/// `gtid.source.includes` and `gtid.source.excludes`: whose transactions count.
struct GTIDFilter {
  private let included: [TablePattern]?
  private let excluded: [TablePattern]?

  init(_ configuration: ConnectorConfiguration) {
    included = configuration["gtid.source.includes"].map { TablePattern.list($0) }
    excluded = configuration["gtid.source.excludes"].map { TablePattern.list($0) }
  }

  /// The transactions of sources that count: MySQL's by server uuid, MariaDB's by domain and server.
  func kept(of gtids: GTIDSet) -> GTIDSet {
    guard included != nil || excluded != nil else { return gtids }
    return gtids.keeping { source in
      let name =
        switch source {
        case .mysql(let uuid, _): uuid
        case .mariadb: source.description
        }
      if let included { return included.contains { $0.matches(name) } }
      return !(excluded ?? []).contains { $0.matches(name) }
    }
  }
}

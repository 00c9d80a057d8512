public import Debezium
internal import JSON
internal import Runtime

/// How what a window of PostgreSQL's log has left out can be read again, as far as that can be known.
///
/// An incremental snapshot reads rows that were inserted or changed; what was deleted in the window
/// stays in the topics.
public struct WindowReading: Sendable, Hashable {
  /// The signal row to insert into the database; nil when the connector takes none.
  public let statement: String?
  /// What a person should know of it, a sentence without a full stop each.
  public let remarks: [String]

  /// The reading of a window for a connector of this configuration.
  public init(_ window: UndeliveredWindow, _ configuration: ConnectorConfiguration) {
    let lost = "what was deleted in it stays lost"
    guard let signals = configuration.signalDataCollections.first,
      configuration.signalChannels.contains("source")
    else {
      statement = nil
      remarks = [
        "the connector takes no signals from the database (signal.data.collection), so its rows have"
          + " to be read again by other means, such as snapshot.mode=when_needed; \(lost)"
      ]
      return
    }
    let filter = Self.filter(window)
    let tables = Self.tables(configuration)
    var remarks = [lost]
    if tables == nil {
      remarks.append("which tables it reads is not in table.include.list: put their names there")
    }
    remarks.append(
      filter == nil
        ? "which rows it needs cannot be told, since no transaction of the last delivery is known:"
          + " it reads the tables whole"
        : "its filter takes the rows of transactions that began after the last one that was delivered;"
          + " for one that began before and ended in the window, leave additional-conditions out,"
          + " which reads the tables whole")
    statement = Self.statement(
      tables ?? ["SCHEMA.TABLE"], filter, into: signals, id: window.until)
    self.remarks = remarks
  }

  /// By the transaction that wrote the row's version; `age` counts right when the numbers begin anew.
  private static func filter(_ window: UndeliveredWindow) -> String? {
    guard let transaction = window.transaction, transaction > 0,
      let number = UInt32(exactly: transaction)
    else { return nil }
    return "age(xmin) \(window.isTransactionWhole ? "<" : "<=") age('\(number)'::xid)"
  }

  private static func tables(_ configuration: ConnectorConfiguration) -> [String]? {
    let list = configuration["table.include.list"]?.split(separator: ",").map {
      $0.split(separator: " ").joined(separator: " ")
    }
    return list.flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func statement(
    _ tables: [String], _ filter: String?, into signals: String, id: Timestamp
  ) -> String {
    var members: [(String, JSONValue)] = [
      ("data-collections", .array(tables.map(JSONValue.string))), ("type", .string("incremental")),
    ]
    if let filter {
      let conditions = tables.map { table in
        JSONValue.object([("data-collection", .string(table)), ("filter", .string(filter))])
      }
      members.append(("additional-conditions", .array(conditions)))
    }
    let data = JSONValue.object(members).text.replacing("'", with: "''")
    return "INSERT INTO \(signals) (id, type, data) VALUES"
      + " ('cdcwatch-\(id.milliseconds / 1000)', 'execute-snapshot', '\(data)');"
  }
}

extension ConnectorConfiguration {
  /// Whether the connector captures `table`, Debezium's id of it; nil when no list tells.
  ///
  /// Databases, schemas and tables each have a list to include or to exclude, of expressions that
  /// match a whole name whatever its case. The signal table is always captured. SQL Server's lists
  /// of tables name schema and table without the database.
  public func includes(table: String) -> Bool? {
    let name = TableName(table)
    if signalDataCollections.contains(where: { TableName($0).resolves(to: name) }) { return true }
    let verdicts = [
      verdict("table", on: tableTexts(name)),
      verdict("schema", on: schemaText(name)),
      verdict("database", on: databaseText(name)),
    ].compactMap(\.self)
    return verdicts.isEmpty ? nil : verdicts.allSatisfy(\.self)
  }

  /// What the lists of `kind` say of a thing with these names; nil when there is no list, or no
  /// name to hold against it.
  private func verdict(_ kind: String, on names: [String]) -> Bool? {
    guard !names.isEmpty else { return nil }
    if let list = lists(kind, "include.list", "whitelist") {
      return list.contains { pattern in names.contains(where: pattern.matches) }
    }
    if let list = lists(kind, "exclude.list", "blacklist") {
      return !list.contains { pattern in names.contains(where: pattern.matches) }
    }
    return nil
  }

  private func lists(_ kind: String, _ name: String, _ oldName: String) -> [TablePattern]? {
    // MongoDB's tables are collections.
    let kinds = kind == "table" ? ["table", "collection"] : [kind]
    let text = kinds.compactMap { self["\($0).\(name)"] ?? self["\($0).\(oldName)"] }.first
    return text.map { TablePattern.list($0) }
  }

  private func tableTexts(_ name: TableName) -> [String] {
    guard name.parts.count == 3 else { return [name.description] }
    return [name.description, name.parts.suffix(2).joined(separator: ".")]
  }

  private func schemaText(_ name: TableName) -> [String] {
    guard engine == .postgresql || engine == .sqlServer, name.parts.count >= 2 else { return [] }
    return [name.parts[name.parts.count - 2]]
  }

  private func databaseText(_ name: TableName) -> [String] {
    switch engine {
    case .mysql, .mariadb, .mysqlOrMariaDB, .mongodb:
      name.parts.count >= 2 ? [name.parts[0]] : []
    case .sqlServer: name.parts.count == 3 ? [name.parts[0]] : []
    case .postgresql, .unknown: []
    }
  }
}

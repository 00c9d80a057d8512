/// What one block of a configuration file sets: the file's top level, or one context.
///
/// Nil and empty mean "says nothing", so that a weaker block counts.
public struct SettingsBlock: Sendable, Hashable {
  /// A property of librdkafka.
  public struct Property: Sendable, Hashable {
    /// librdkafka's name of it.
    public var name: String
    /// Its value, or where that is kept.
    public var value: SecretReference
    /// Where it was written.
    public var place: Place
  }

  /// Whether changing commands ask for `NAME@CONTEXT`.
  public var isProtected: Setting<Bool>?
  /// librdkafka's properties, `bootstrap.servers` among them, in order.
  public var properties: [Property] = []
  /// The command that prints a token for SASL OAUTHBEARER.
  public var tokenCommand: Setting<[String]>?
  /// The Connect clusters.
  public var connect: Setting<[ServiceEndpoint]>?
  /// The databases.
  public var databases: Setting<[DatabaseEndpoint]>?
  /// The schema registry.
  public var registry: Setting<ServiceEndpoint>?
  /// The place that holds the backup runs.
  public var archive: Setting<ArchiveEndpoint>?
  /// The tables that a command is about when it names none.
  public var tables: Setting<[String]>?
  /// Whether drills may run on live connectors.
  public var allowsDrills: Setting<Bool>?
  /// The table of the sentinels of live drills.
  public var sentinelTable: Setting<String>?
  /// What stands in for flags, by the flag's name.
  public var flags: [String: Setting<[String]>] = [:]

  /// A block that says nothing.
  public init() {}

  /// What a file may set that nobody has trusted: which connector, tables and topics, and the form
  /// of the output; no address, no file and no command.
  public var selection: SettingsBlock {
    var selection = SettingsBlock()
    selection.tables = tables
    selection.flags = flags
    // It can only ask for more care.
    if isProtected?.value == true { selection.isProtected = isProtected }
    if allowsDrills?.value == false { selection.allowsDrills = allowsDrills }
    return selection
  }

  /// Takes over what this block does not say from a weaker one.
  ///
  /// Kafka's properties and flags are taken one by one; Connect, the databases and the registry as
  /// a whole, so that a password never goes to another block's address. A block that is protected
  /// stays so whatever the others say.
  public mutating func fill(from weaker: SettingsBlock) {
    let known = Set(properties.map { PropertyAlias.canonical($0.name) })
    properties += weaker.properties.filter { !known.contains(PropertyAlias.canonical($0.name)) }
    tokenCommand = tokenCommand ?? weaker.tokenCommand
    connect = connect ?? weaker.connect
    databases = databases ?? weaker.databases
    registry = registry ?? weaker.registry
    archive = archive ?? weaker.archive
    tables = tables ?? weaker.tables
    sentinelTable = sentinelTable ?? weaker.sentinelTable
    if allowsDrills == nil || weaker.allowsDrills?.value == false {
      allowsDrills = weaker.allowsDrills ?? allowsDrills
    }
    flags.merge(weaker.flags) { own, _ in own }
    if isProtected == nil || weaker.isProtected?.value == true {
      isProtected = weaker.isProtected ?? isProtected
    }
  }
}

internal import CommandLine
internal import YAML

/// Reads one block of settings: the top level of a file, or one context.
struct BlockReader {
  /// The flags that a file can stand in for: the key is the flag's name.
  static let flags: [Flag] = [
    .connector, .offsetsTopic, .notificationsTopic, .signalTopic, .output, .color, .utc,
    .noProgress, .timeout, .interval, .stalledAfter, .unansweredAfter,
  ]

  /// Every key of a block, in the order in which the example has them.
  static let keys =
    [
      "protected", "kafka", "connect", "databases", "registry", "archive", "tables", "drill",
      "sentinel-table",
    ]
    + flags.map(\.name)

  let mapping: MappingReader
  let paths: PathRule

  func block() throws(ConfigurationError) -> SettingsBlock {
    var block = SettingsBlock()
    block.isProtected = try mapping.boolean("protected")
    if let entry = mapping.entry("kafka") { try read(kafka: entry, into: &block) }
    block.connect = try connect()
    block.databases = try databases()
    block.registry = try registry()
    block.archive = try archive()
    block.tables = try mapping.texts("tables", allowed: "a table's name, or a list of them")
    block.allowsDrills = try drill()
    block.sentinelTable = try mapping.text("sentinel-table", allowed: "SCHEMA.TABLE")
    for flag in Self.flags {
      if let setting = try self.setting(of: flag) { block.flags[flag.name] = setting }
    }
    return block
  }

  /// True for `drill: allowed`; the only other word is `forbidden`.
  private func drill() throws(ConfigurationError) -> Setting<Bool>? {
    let allowed = "allowed or forbidden"
    guard let word = try mapping.text("drill", allowed: allowed), let entry = mapping.entry("drill")
    else { return nil }
    guard ["allowed", "forbidden"].contains(word.value) else {
      throw mapping.mismatch(entry, "is '\(word.value)'", allowed: allowed)
    }
    return Setting(word.value == "allowed", at: word.place)
  }

  // MARK: What stands in for flags

  private func setting(of flag: Flag) throws(ConfigurationError) -> Setting<[String]>? {
    if flag.kind == .toggle {
      guard let isOn = try mapping.boolean(flag.name) else { return nil }
      return Setting(isOn.value ? [""] : [], at: isOn.place)
    }
    guard let entry = mapping.entry(flag.name) else { return nil }
    let texts: [String]
    if flag.kind == .list {
      texts = try mapping.texts(of: entry, allowed: "\(flag.valueName), or a list of them")
    } else {
      texts = [try mapping.text(flag.name, allowed: flag.valueName)?.value ?? ""]
    }
    for text in texts {
      guard let error = flag.objection(to: text, from: "'\(flag.name)'") else { continue }
      throw ConfigurationError(
        error.message, path: mapping.path, line: entry.line, hint: error.hint)
    }
    return Setting(texts, at: mapping.place(of: entry))
  }

  // MARK: Endpoints

  private func read(
    kafka entry: YAMLNode.Entry, into block: inout SettingsBlock
  ) throws(ConfigurationError) {
    let kafka = try below(entry)
    try kafka.check(["brokers", "properties", "token_command"])
    if let brokers = try kafka.texts("brokers", allowed: "HOST:PORT, or a list of them") {
      block.properties.append(
        .init(
          name: "bootstrap.servers", value: .text(brokers.value.joined(separator: ",")),
          place: brokers.place))
    }
    block.tokenCommand = try kafka.command("token_command")
    guard let properties = kafka.entry("properties") else { return }
    let mapping = try MappingReader(
      properties.value, name: "kafka.properties", path: kafka.path, context: kafka.context)
    for property in mapping.entries {
      try read(property: property, of: mapping, into: &block)
    }
  }

  private func read(
    property entry: YAMLNode.Entry, of mapping: MappingReader, into block: inout SettingsBlock
  ) throws(ConfigurationError) {
    // No property of librdkafka ends in one of these.
    let ending = SecretReference.endings.first { entry.key.hasSuffix($0) } ?? ""
    let name = String(entry.key.dropLast(ending.count))
    var value = try mapping.reference(entry, key: name, paths: paths)
    if case .text(let text) = value { value = .text(paths.resolved(property: name, text)) }
    let canonical = PropertyAlias.canonical(name)
    if block.properties.contains(where: { PropertyAlias.canonical($0.name) == canonical }) {
      throw ConfigurationError(
        "'\(entry.key)' sets '\(canonical)' a second time", path: mapping.path, line: entry.line,
        hint: "keep one of them")
    }
    block.properties.append(.init(name: name, value: value, place: mapping.place(of: entry)))
  }

  private func connect() throws(ConfigurationError) -> Setting<[ServiceEndpoint]>? {
    guard let entry = mapping.entry("connect") else { return nil }
    let nodes: [YAMLNode]
    if case .list(let elements) = entry.value.content {
      nodes = elements
    } else {
      nodes = [entry.value]
    }
    var clusters: [ServiceEndpoint] = []
    for node in nodes {
      clusters.append(
        try service(
          YAMLNode.Entry(key: "connect", line: node.line, column: node.column, value: node)))
    }
    guard !clusters.isEmpty else {
      throw mapping.mismatch(entry, "is an empty list", allowed: "URL[,URL...], or a list of them")
    }
    return Setting(clusters, at: mapping.place(of: entry))
  }

  private func registry() throws(ConfigurationError) -> Setting<ServiceEndpoint>? {
    guard let entry = mapping.entry("registry") else { return nil }
    return Setting(try service(entry), at: mapping.place(of: entry))
  }

  private func archive() throws(ConfigurationError) -> Setting<ArchiveEndpoint>? {
    guard let entry = mapping.entry("archive") else { return nil }
    let allowed = "a folder or s3://BUCKET/PREFIX"
    let place: String?
    var endpoint = ArchiveEndpoint(place: "")
    if case .mapping = entry.value.content {
      let archive = try below(entry)
      try archive.check(["place", "endpoint", "region", "ca"])
      place = try archive.text("place", allowed: allowed)?.value
      endpoint.endpoint = try archive.text("endpoint", allowed: "the server's URL")?.value
      endpoint.region = try archive.text("region", allowed: "the bucket's region")?.value
      endpoint.authority = try archive.text("ca", allowed: "the path of a PEM file")
        .map { paths.resolved($0.value) }
    } else {
      place = try mapping.text("archive", allowed: allowed)?.value
    }
    guard let place else {
      throw mapping.mismatch(entry, "has no 'place'", allowed: "place: \(allowed) below it")
    }
    endpoint.place = place.contains("://") ? place : paths.resolved(place)
    return Setting(endpoint, at: mapping.place(of: entry))
  }

  private func service(_ entry: YAMLNode.Entry) throws(ConfigurationError) -> ServiceEndpoint {
    if case .scalar(let text) = entry.value.content {
      return ServiceEndpoint(addresses: try addresses([text], of: entry))
    }
    let service = try below(entry)
    try service.check(
      ["url", "ca", "cert", "key", "user", "password"]
        + SecretReference.endings.map { "password" + $0 })
    guard let url = try service.texts("url", allowed: "URL, or a list of them") else {
      throw mapping.mismatch(entry, "has no 'url'", allowed: "url: http://HOST:PORT below it")
    }
    var endpoint = ServiceEndpoint(addresses: try addresses(url.value, of: entry))
    let file = "the path of a PEM file"
    endpoint.authority = try service.text("ca", allowed: file).map { paths.resolved($0.value) }
    endpoint.certificate = try service.text("cert", allowed: file).map { paths.resolved($0.value) }
    endpoint.key = try service.text("key", allowed: file).map { paths.resolved($0.value) }
    endpoint.user = try service.text("user", allowed: "the user's name")?.value
    let password = try service.secret("password", paths: paths)
    endpoint.password = password?.value
    if let password, endpoint.user == nil {
      throw ConfigurationError(
        "'\(entry.key)' has a password and no user", path: mapping.path, line: password.place.line,
        hint: "type user: NAME beside it")
    }
    return endpoint
  }

  private func addresses(
    _ texts: [String], of entry: YAMLNode.Entry
  ) throws(ConfigurationError) -> [String] {
    let addresses = texts.flatMap { $0.split(separator: ",") }
      .map { $0.filter { !$0.isWhitespace } }.filter { !$0.isEmpty }
    guard !addresses.isEmpty else {
      throw mapping.mismatch(entry, "names no address", allowed: "http://HOST:PORT")
    }
    return addresses
  }

  private func databases() throws(ConfigurationError) -> Setting<[DatabaseEndpoint]>? {
    guard let entry = mapping.entry("databases") else { return nil }
    var databases: [DatabaseEndpoint] = []
    for each in try below(entry).entries { databases.append(try database(each)) }
    return Setting(databases, at: mapping.place(of: entry))
  }

  private func database(_ entry: YAMLNode.Entry) throws(ConfigurationError) -> DatabaseEndpoint {
    let allowed = "uri: postgresql://HOST/DATABASE (or mysql://, mariadb://) below it"
    if case .scalar(let text) = entry.value.content {
      try check(uri: text, of: entry)
      return DatabaseEndpoint(name: entry.key, uri: .text(text))
    }
    let database = try MappingReader(
      entry.value, name: "databases.\(entry.key)", path: mapping.path, context: mapping.context)
    try database.check(
      ["uri", "password", "writer-of"]
        + SecretReference.endings.flatMap { ["uri" + $0, "password" + $0] })
    guard let uri = try database.secret("uri", paths: paths) else {
      throw mapping.mismatch(entry, "has no 'uri'", allowed: allowed)
    }
    if case .text(let text) = uri.value { try check(uri: text, of: entry) }
    return DatabaseEndpoint(
      name: entry.key, uri: uri.value,
      password: try database.secret("password", paths: paths)?.value,
      writerOf: try database.text("writer-of", allowed: "a connector's name")?.value)
  }

  private func check(uri: String, of entry: YAMLNode.Entry) throws(ConfigurationError) {
    let schemes = ["postgresql://", "postgres://", "mysql://", "mariadb://"]
    guard !schemes.contains(where: { uri.hasPrefix($0) }) else { return }
    throw mapping.mismatch(
      entry, "has a URI of an unknown kind",
      allowed: "one that begins with postgresql://, mysql:// or mariadb://")
  }

  private func below(_ entry: YAMLNode.Entry) throws(ConfigurationError) -> MappingReader {
    try MappingReader(
      entry.value, name: entry.key, path: mapping.path, context: mapping.context)
  }
}

import CommandLine
import Contexts
import Kafka
import Runtime

/// The client configuration that flags, environment, context and files come to.
///
/// From the strongest: `-b`, `-X` and `-F` of the command line, `CDCWATCH_BROKERS`,
/// `CDCWATCH_PROPERTIES_FILE`, the context and the configuration files, and kcat's file where none
/// of these names a file or a property.
struct KafkaSettings {
  let invocation: Invocation
  let context: CommandContext

  /// The configuration; fetches the secrets that the context refers to.
  func configuration() throws(CommandFailure) -> Configuration { try traced().configuration }

  /// The configuration, and where each of its properties came from, by `PropertyAlias.canonical`.
  func traced() throws(CommandFailure) -> Traced {
    guard let traced = try tracedIfNamed() else {
      throw CommandFailure(
        "no Kafka cluster was named",
        hint: "type -b HOST:PORT, set CDCWATCH_BROKERS, or name a context with brokers",
        status: .usage)
    }
    return traced
  }

  /// Nil when nothing names a cluster, for commands that can do without.
  func configurationIfNamed() throws(CommandFailure) -> Configuration? {
    try tracedIfNamed()?.configuration
  }

  /// A configuration with its origins.
  typealias Traced = (configuration: Configuration, origins: [String: String])

  private func tracedIfNamed() throws(CommandFailure) -> Traced? {
    var layers = PropertyLayers()
    if !invocation.isSet(.propertiesFile), context.active.settings.properties.isEmpty {
      try addKcatFile(to: &layers)
    }
    try addContext(to: &layers)
    try addEnvironment(to: &layers)
    try addCommandLine(to: &layers)
    guard layers.hasBrokers else { return nil }
    var configuration = layers.configuration
    try addToken(to: &configuration)
    return (configuration, layers.origins)
  }

  // MARK: The layers, from the weakest

  private func addKcatFile(to layers: inout PropertyLayers) throws(CommandFailure) {
    if let path = context.environment["KCAT_CONFIG"] {
      try add(file: path, origin: "KCAT_CONFIG, \(path)", to: &layers)
    } else if let home = context.environment["HOME"] {
      let path = "\(home)/.config/kcat.conf"
      if FileFacts(path) != nil { try add(file: path, origin: path, to: &layers) }
    }
  }

  private func addContext(to layers: inout PropertyLayers) throws(CommandFailure) {
    let settings = context.active.settings
    let timeout = invocation.duration(.timeout) ?? .seconds(10)
    let secrets = SecretReader(
      context: context, timeout: timeout, isQuiet: invocation.isSet(.quiet))
    for property in settings.properties where !isTyped(property.name) {
      let place = property.place.description
      let value = try secrets.text(property.value, of: "\(place): \(property.name)")
      do throws(KafkaError) {
        try layers.set(property.name, value, origin: place)
      } catch {
        throw CommandFailure("\(place): \(error)", hint: error.hint, status: .usage)
      }
    }
  }

  private func addToken(to configuration: inout Configuration) throws(CommandFailure) {
    guard let command = context.active.settings.tokenCommand else { return }
    let mechanism = configuration["sasl.mechanisms"] ?? configuration["sasl.mechanism"]
    guard mechanism?.uppercased() == "OAUTHBEARER" else {
      throw CommandFailure(
        "\(command.place): a token_command needs the mechanism OAUTHBEARER",
        hint: "type sasl.mechanism: OAUTHBEARER below 'properties', or leave it out",
        status: .usage)
    }
    let token = TokenCommand(
      words: command.value, timeout: invocation.duration(.timeout) ?? .seconds(10),
      stop: context.stop, clock: context.clock)
    configuration.tokenSource = { () throws(OAuthTokenFailure) in try token.run() }
  }

  private func isTyped(_ name: String) -> Bool {
    let canonical = PropertyAlias.canonical(name)
    if canonical == "bootstrap.servers", invocation.isSet(.brokers) { return true }
    return invocation.pairs(.property).contains { PropertyAlias.canonical($0.key) == canonical }
  }

  private func addEnvironment(to layers: inout PropertyLayers) throws(CommandFailure) {
    if let path = invocation.text(.propertiesFile),
      case .environment(let variable) = invocation.origin(.propertiesFile)
    {
      try add(file: path, origin: "\(variable), \(path)", to: &layers)
    }
    if let brokers = invocation.text(.brokers),
      case .environment(let variable) = invocation.origin(.brokers)
    {
      try withKafka { () throws(KafkaError) in
        try layers.set("bootstrap.servers", brokers, origin: variable)
      }
    }
  }

  private func addCommandLine(to layers: inout PropertyLayers) throws(CommandFailure) {
    if let path = invocation.text(.propertiesFile),
      invocation.origin(.propertiesFile) == .commandLine
    {
      try add(file: path, origin: "-F \(path)", to: &layers)
    }
    for pair in invocation.pairs(.property) {
      try withKafka { () throws(KafkaError) in
        try layers.set(pair.key, pair.value, origin: "-X")
      }
    }
    if let brokers = invocation.text(.brokers), invocation.origin(.brokers) == .commandLine {
      try withKafka { () throws(KafkaError) in
        try layers.set("bootstrap.servers", brokers, origin: "-b")
      }
    }
  }

  private func add(
    file path: String, origin: String, to layers: inout PropertyLayers
  ) throws(CommandFailure) {
    let bytes: [UInt8]
    do throws(RuntimeError) {
      bytes = try FileText.read(path)
    } catch {
      throw CommandFailure(
        "\(error)", hint: "-F and KCAT_CONFIG name a file of librdkafka properties",
        status: .usage)
    }
    do throws(KafkaError) {
      let file = try Configuration(propertiesText: String(decoding: bytes, as: UTF8.self))
      for property in file.properties {
        try layers.set(property.name, property.value, origin: origin)
      }
      warn(about: file, path: path)
    } catch {
      throw CommandFailure("\(path): \(error)", hint: error.hint, status: .usage)
    }
  }

  private func warn(about file: Configuration, path: String) {
    let hasSecret = file.properties.contains {
      Configuration.isSecret($0.name) && !$0.value.isEmpty
    }
    guard hasSecret, let facts = FileFacts(path), facts.isRegularFile, facts.isReadableByOthers
    else { return }
    SecretReader(context: context, timeout: .zero, isQuiet: invocation.isSet(.quiet))
      .warn("\(path) holds a password and can be read by others: chmod 600 \(path)")
  }
}

import CommandLine
import Kafka
import Runtime

/// The client configuration that the command line, the environment and the files come to.
///
/// Later ones win: kcat's file (only where no file is named), `-F`, `-X`, `-b`.
struct KafkaSettings {
  let invocation: Invocation
  let context: CommandContext

  func configuration() throws(CommandFailure) -> Configuration {
    guard let configuration = try configurationIfNamed() else {
      throw CommandFailure(
        "no Kafka cluster was named", hint: "type -b HOST:PORT, or set CDCWATCH_BROKERS",
        status: .usage)
    }
    return configuration
  }

  /// Nil when nothing names a cluster, for commands that can do without.
  func configurationIfNamed() throws(CommandFailure) -> Configuration? {
    var configuration = Configuration()
    if let file = propertiesFile { try merge(file, into: &configuration) }
    for pair in invocation.pairs(.property) {
      try withKafka { () throws(KafkaError) in try configuration.set(pair.key, pair.value) }
    }
    if let brokers = invocation.text(.brokers) {
      try withKafka { () throws(KafkaError) in try configuration.set("bootstrap.servers", brokers) }
    }
    let servers = configuration["bootstrap.servers"] ?? configuration["metadata.broker.list"]
    return servers.map { !$0.isEmpty } == true ? configuration : nil
  }

  private struct PropertiesFile {
    var path: String
    var mustExist: Bool
  }

  private var propertiesFile: PropertiesFile? {
    if let path = invocation.text(.propertiesFile) {
      return PropertiesFile(path: path, mustExist: true)
    }
    if let path = context.environment["KCAT_CONFIG"] {
      return PropertiesFile(path: path, mustExist: true)
    }
    return context.environment["HOME"].map {
      PropertiesFile(path: "\($0)/.config/kcat.conf", mustExist: false)
    }
  }

  private func merge(
    _ file: PropertiesFile, into configuration: inout Configuration
  ) throws(CommandFailure) {
    let bytes: [UInt8]
    do throws(RuntimeError) {
      bytes = try FileText.read(file.path)
    } catch {
      guard file.mustExist else { return }
      throw CommandFailure(
        "\(error)", hint: "-F and KCAT_CONFIG name a file of librdkafka properties",
        status: .usage)
    }
    do throws(KafkaError) {
      try configuration.merge(propertiesText: String(decoding: bytes, as: UTF8.self))
    } catch {
      throw CommandFailure("\(file.path): \(error)", hint: error.hint, status: .usage)
    }
  }
}

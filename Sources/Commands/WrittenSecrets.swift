import Contexts
import Kafka
import Runtime

/// The secrets that stand in a configuration file itself.
enum WrittenSecrets {
  /// The files that hold one of these settings' secrets and that others may read, each once.
  static func readablePaths(of settings: SettingsBlock) -> [String] {
    Set(paths(of: settings)).sorted().filter { path in
      guard let facts = FileFacts(path) else { return false }
      return facts.isRegularFile && facts.isReadableByOthers
    }
  }

  /// The files in which one of these settings' secrets stands as a text.
  static func paths(of settings: SettingsBlock) -> [String] {
    var paths = settings.properties.filter { property in
      isText(property.value) && Configuration.isSecret(property.name)
    }.map(\.place.path)
    if let connect = settings.connect, connect.value.contains(where: isWritten) {
      paths.append(connect.place.path)
    }
    if let registry = settings.registry, isWritten(registry.value) {
      paths.append(registry.place.path)
    }
    if let databases = settings.databases, databases.value.contains(where: isWritten) {
      paths.append(databases.place.path)
    }
    return paths
  }

  private static func isText(_ reference: SecretReference) -> Bool {
    if case .text(let text) = reference { return !text.isEmpty }
    return false
  }

  private static func isWritten(_ endpoint: ServiceEndpoint) -> Bool {
    endpoint.password.map(isText) == true
      || endpoint.addresses.contains { !URLPassword.all(in: $0).isEmpty }
  }

  private static func isWritten(_ database: DatabaseEndpoint) -> Bool {
    if database.password.map(isText) == true { return true }
    guard case .text(let uri) = database.uri else { return false }
    return !URLPassword.all(in: uri).isEmpty
  }
}

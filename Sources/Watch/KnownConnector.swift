internal import Debezium

extension TopicFinder.KnownConnector {
  /// What the names of its change topics begin with.
  var topicStart: String { prefix + "." }

  /// The entries of `table.include.list` that are plain names, and not patterns of names.
  var includedTables: [String] {
    (configuration?["table.include.list"]?.split(separator: ",") ?? []).compactMap { entry in
      Self.plainName(entry.split(whereSeparator: \.isWhitespace).joined())
    }
  }

  /// The topics that control snapshots and that Connect makes with their first record, as far as no
  /// flag names others; nil where no configuration told of them.
  ///
  /// A channel that is off, the notifications' without a topic, and no signal table give none.
  func expectedControlTopics(_ wishes: TopicFinder.Wishes) -> [String]? {
    guard let configuration else { return nil }
    var topics = configuration.signalDataCollections.prefix(1).map { topicStart + $0 }
    if wishes.notifications == nil, configuration.notificationChannels.contains("sink") {
      topics += [configuration.notificationTopic].compactMap(\.self)
    }
    if wishes.signals == nil, configuration.signalChannels.contains("kafka") {
      topics += [configuration.signalTopic].compactMap(\.self)
    }
    return topics
  }

  /// The name that an expression of tables' names stands for; nil when it stands for several.
  static func plainName(_ expression: String) -> String? {
    let name = expression.replacing(#"\."#, with: ".")
    return name.contains { "*+?[](){}|^$\\".contains($0) } ? nil : name
  }
}

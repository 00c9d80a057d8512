import Kafka

extension Configuration {
  /// The configuration with fetches that wait only so long for records, unless the user set
  /// otherwise.
  ///
  /// A broker has one fetch of a client in hand at a time. The first goes out as soon as some of the
  /// partitions are ready; when these are empty, the records of the others wait until it ends, half
  /// a second by default.
  func fetchingPromptly(within milliseconds: Int) throws(KafkaError) -> Configuration {
    guard self["fetch.wait.max.ms"] == nil else { return self }
    var prompt = self
    try prompt.set("fetch.wait.max.ms", String(milliseconds))
    return prompt
  }
}

import Kafka

/// Runs what may fail with Kafka's error; the command then fails with its words and exit status.
func withKafka<Value: ~Copyable>(
  _ body: () throws(KafkaError) -> Value
) throws(CommandFailure) -> Value {
  do throws(KafkaError) {
    return try body()
  } catch {
    throw CommandFailure(error)
  }
}

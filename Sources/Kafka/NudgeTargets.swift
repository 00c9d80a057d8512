/// Which partitions to ask about when the brokers' threads are to be woken: one a leader, another
/// one each time, so that a partition whose leader has changed gets its turn.
struct NudgeTargets: Sendable {
  private var byLeader: [[TopicPartition]] = []
  private var turn = 0

  init(_ leaders: [TopicPartition: Int32?] = [:]) {
    byLeader = Dictionary(grouping: leaders.keys) { leaders[$0] ?? nil }
      .values.map { partitions in
        partitions.sorted { ($0.topic, $0.partition) < ($1.topic, $1.partition) }
      }
  }

  mutating func next() -> [TopicPartition] {
    turn &+= 1
    let turn = turn
    return byLeader.map { $0[turn % $0.count] }
  }
}

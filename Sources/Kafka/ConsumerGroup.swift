internal import CRdkafka

/// A group as its coordinator knows it: of consumers, of Connect's workers, or of others.
public struct ConsumerGroup: Sendable, Hashable {
  /// One that takes part in it.
  public struct Member: Sendable, Hashable {
    /// The id that the coordinator gave it.
    public var id: String
    /// Its `client.id`.
    public var clientID: String
    /// The host that it connects from, such as `/10.0.0.5`.
    public var host: String
    /// What it was given to do; the format is its protocol type's.
    public var assignment: [UInt8]
  }

  /// Its id (`group.id`).
  public var name: String
  /// The coordinator's word for its state, such as `Stable` or `Empty`.
  public var state: String
  /// What its members are: `consumer`, `connect`; empty for a group that has none.
  public var protocolType: String
  /// Its members; a process that was killed counts until its session has timed out.
  public var members: [Member]
}

extension ConsumerGroup {
  init(_ raw: rd_kafka_group_info) {
    name = unsafe raw.group.map { unsafe String(cString: $0) } ?? ""
    state = unsafe raw.state.map { unsafe String(cString: $0) } ?? ""
    protocolType = unsafe raw.protocol_type.map { unsafe String(cString: $0) } ?? ""
    members = unsafe UnsafeBufferPointer(start: raw.members, count: max(0, Int(raw.member_cnt)))
      .map { unsafe Member($0) }
  }
}

extension ConsumerGroup.Member {
  fileprivate init(_ raw: rd_kafka_group_member_info) {
    id = unsafe raw.member_id.map { unsafe String(cString: $0) } ?? ""
    clientID = unsafe raw.client_id.map { unsafe String(cString: $0) } ?? ""
    host = unsafe raw.client_host.map { unsafe String(cString: $0) } ?? ""
    assignment = unsafe Array(
      UnsafeRawBufferPointer(
        start: raw.member_assignment, count: max(0, Int(raw.member_assignment_size))))
  }
}

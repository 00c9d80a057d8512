internal import Debezium
public import Runtime

/// The name of a copy of a connector's slot: `cdcwatch_20261121t080451200z_shop_1f0c2a9e`.
///
/// The run's moment, then what tells the connector: letters of its name for people, and eight digits
/// of a hash over the Kafka cluster's id and the name for us. At most 63 bytes of [a-z0-9_], as
/// PostgreSQL wants it; the names of one connector's copies sort by time.
public struct PinnedSlotName: Sendable, Hashable {
  private static let beginning = "cdcwatch_"
  /// The length of `20261121t080451200z`.
  private static let momentLength = 19

  /// What the copies of this connector have in common.
  private let ending: String

  /// The names of the copies of one connector's slot.
  public init(connector: String, cluster: String?) throws(RuntimeError) {
    let hash = try SHA256.text(of: Array("\(cluster ?? "")\n\(connector)".utf8)).prefix(8)
    ending = "_\(Self.plain(connector).prefix(24))_\(hash)"
  }

  /// The copy's name in the run of that name.
  public func text(run: String) -> String {
    let moment = run.lowercased().filter { $0.isNumber || $0.isLetter }.prefix(Self.momentLength)
    return Self.beginning + Self.plain(String(moment)) + ending
  }

  /// Whether a slot's name is that of a copy of this connector's.
  public func isOne(_ name: String) -> Bool {
    name.hasPrefix(Self.beginning) && name.hasSuffix(ending)
      && name.utf8.count == Self.beginning.utf8.count + Self.momentLength + ending.utf8.count
  }

  /// Whether a slot's name is that of anybody's copy.
  ///
  /// A name of a manifest is foreign input, and no other slot may be dropped by it.
  public static func isCopy(_ name: String) -> Bool {
    let rest = name.utf8.dropFirst(beginning.utf8.count)
    let moment = rest.prefix(momentLength)
    let isMoment = zip(moment, "00000000t000000000z".utf8).allSatisfy { sign, expected in
      expected == UInt8(ascii: "0")
        ? (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(sign) : sign == expected
    }
    return name.hasPrefix(beginning) && moment.count == momentLength && isMoment
      && rest.dropFirst(momentLength).first == UInt8(ascii: "_") && name == plain(name)
  }

  private static func plain(_ text: String) -> String {
    String(
      decoding: text.lowercased().utf8.map { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
        default: UInt8(ascii: "_")
        }
      }, as: UTF8.self)
  }
}

import Drill
import JSON
import Runtime

/// Moments of a run as the journal keeps them.
enum JournaledMoment {
  /// A moment as a member of that name.
  static func member(_ name: String, _ moment: DrillMoment) -> JSONValue.Member {
    .init(
      name: name,
      value: .object([
        .init(name: "wall", value: .integer(moment.wall.milliseconds)),
        .init(name: "elapsed", value: moment.elapsed.map(JSONValue.integer) ?? .null),
        .init(name: "sitting", value: .integer(moment.sitting.milliseconds)),
      ]))
  }

  /// The moment of that name; nil when there is none.
  static func of(_ detail: [JSONValue.Member]?, _ name: String) -> DrillMoment? {
    guard let value = detail?.first(where: { $0.name == name })?.value,
      let wall = value["wall"]?.integerValue, let sitting = value["sitting"]?.integerValue
    else { return nil }
    return DrillMoment(
      wall: Timestamp(milliseconds: wall), elapsed: value["elapsed"]?.integerValue,
      sitting: Timestamp(milliseconds: sitting))
  }
}

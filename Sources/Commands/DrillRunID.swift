import Drill
import Runtime

/// The ids of runs, `20261121_080451_k3f9`: when they began, and four letters that tell apart those of
/// one second.
enum DrillRunID {
  private static let letters = Array("abcdefghijkmnpqrstuvwxyz23456789")

  /// A new id.
  static func make(at time: Timestamp) -> String {
    let digits = time.description.prefix(19).filter(\.isNumber)
    let tail = String((0..<4).map { _ in letters[Int.random(in: 0..<letters.count)] })
    return "\(digits.prefix(8))_\(digits.dropFirst(8))_\(tail)"
  }
}

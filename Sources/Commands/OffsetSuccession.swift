import Debezium
import KafkaConnect

/// Whether new offsets go on from written ones.
enum OffsetSuccession {
  /// Whether every written partition has an offset now that does not lie before what was written.
  ///
  /// Of two places that cannot be compared, nothing is said: false.
  static func continues(_ written: [ConnectorOffset], _ now: [ConnectorOffset]) -> Bool {
    written.allSatisfy { wanted in
      guard let old = SourceOffset(wanted.offset) else { return true }
      guard
        let new = now.first(where: { $0.partition == wanted.partition })
          .flatMap({ SourceOffset($0.offset) })
      else { return false }
      let distance = OffsetDistance(from: old, to: new)
      if let gone = distance.onlyInFirst { return gone == 0 }
      return (distance.bytes ?? -1) >= 0 || hasNewerFile(old, new)
    }
  }

  private static func hasNewerFile(_ old: SourceOffset, _ new: SourceOffset) -> Bool {
    guard let before = old.file, let after = new.file else { return false }
    return before < after
  }
}

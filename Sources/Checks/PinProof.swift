public import Databases
public import Debezium

/// Whether a copied slot can give again what comes after an offset that was read after it was made.
public enum PinProof {
  /// Why not; nil when it can.
  ///
  /// The slot must not have passed what the offset says to be delivered: PostgreSQL starts no
  /// earlier than at its confirmed position, and Debezium refuses an offset before its log.
  public static func objection(to slot: ReplicationSlot, of offset: SourceOffset?) -> String? {
    guard let offset, let position = PostgreSQLRules.position(of: offset) else {
      return "no offset with a position was saved"
    }
    guard let restart = slot.restart, let confirmed = slot.confirmedFlush else {
      return "the copy has no position"
    }
    let delivered = PostgreSQLRules.delivered(of: offset) ?? position
    if delivered < confirmed {
      return
        "the slot stands at \(confirmed), past the saved offset \(delivered), so it does not give"
        + " again what comes after that"
    }
    if let processed = offset.processedLSN, processed < restart {
      return "the slot's log begins at \(restart), past the saved offset \(processed)"
    }
    return nil
  }
}

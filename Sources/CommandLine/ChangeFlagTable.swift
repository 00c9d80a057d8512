extension Flag {
  /// Whether only what has failed is restarted.
  public static let onlyFailed = Flag(
    "only-failed", .toggle, group: .selection,
    help: "Restart the connector or those of its tasks that have FAILED, and no other.")
}

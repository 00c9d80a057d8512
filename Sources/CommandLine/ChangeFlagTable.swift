extension Flag {
  /// Whether a change is made.
  public static let execute = Flag(
    "execute", .toggle, group: .change,
    help: "Do it. Without this the plan is printed and nothing is changed.")

  /// Whether only what has failed is restarted.
  public static let onlyFailed = Flag(
    "only-failed", .toggle, group: .selection,
    help: "Restart the connector or those of its tasks that have FAILED, and no other.")
}

extension Flag {
  /// To do what the plan says.
  public static let execute = Flag(
    "execute", .toggle, group: .consent,
    help: "Do what the plan says. Without it the plan is printed, and nothing is changed.")

  /// The name of what is changed, typed in a script.
  public static let confirm = Flag(
    "confirm", .text, "NAME", group: .consent,
    help: "In a script: the name that a person would type, with --plan.")

  /// The hash of the plan that is agreed to.
  public static let plan = Flag(
    "plan", .text, "HASH", group: .consent,
    help: "In a script: the hash that the plan printed. A plan that has changed since is refused.")

  /// The checks that are overruled.
  public static let force = Flag(
    "force", .list, "CHECK-ID", group: .consent,
    help: "Do it although this check speaks against it; the refusal names the id.")

  /// Whether only what has failed is restarted.
  public static let onlyFailed = Flag(
    "only-failed", .toggle, group: .selection,
    help: "Restart the connector or those of its tasks that have FAILED, and no other.")

  static let consent: [Flag] = [execute, confirm, plan]
}

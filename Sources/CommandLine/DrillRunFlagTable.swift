extension Flag {
  /// Where the runs of drills are kept.
  public static let drillState = Flag(
    "state", .text, "DIR", group: .selection,
    help: """
      The folder of the runs (default $XDG_STATE_HOME/cdcwatch/drills, else \
      ~/.local/state/cdcwatch/drills).
      """)

  /// The words of `confirm` steps.
  public static let confirmStep = Flag(
    "confirm-step", .keyValue(words: []), "ID=WORD", group: .consent,
    help: "In a script: the word that a person would type for that step; can be repeated.")

  /// Whether another connector may capture the sentinels.
  public static let allowCaptured = Flag(
    "allow-captured", .toggle, group: .consent,
    help: "Go on although another connector captures the sentinels' tables too.")

  /// The steps of which a person says that they were done.
  public static let stepDone = Flag(
    "step-done", .list, "ID", group: .consent,
    help: "This step was done, where nothing else tells; can be repeated.")

  /// The steps of which a person says that they are to be done again.
  public static let stepAgain = Flag(
    "step-again", .list, "ID", group: .consent,
    help: "Do this step again, where nothing tells whether it was done; can be repeated.")

  /// Whether a journal is checked.
  public static let checkJournal = Flag(
    "check", .toggle, group: .selection,
    help: "Print no report: tell whether the journal is as it was written.")

  /// The hash that a journal has to end in.
  public static let journalHash = Flag(
    "hash", .text, "HASH", group: .selection,
    help: "With --check: the last hash of the journal, as a report kept elsewhere names it.")

  /// How old a connector's last proof may be; nothing is asked of it by itself, or by the variable
  /// that counts for backups.
  public static let proofAge = Flag(
    "max-age", .duration(atLeast: .seconds(1)), "DURATION", group: .selection,
    help: """
      Exit with 2 when no drill of a connector was proved for so long; with -c of that connector \
      alone.
      """)

  /// How old runs have to be.
  public static let olderThan = Flag(
    "older", .duration(atLeast: .seconds(1)), "D", group: .selection,
    help: "Sweep every run that is older and whose runner is dead.")
}

/// What the configuration files come to for one run of the program.
public struct ActiveContext: Sendable, Hashable {
  /// The context's name; nil when none was chosen.
  public var name: String?
  /// What chose it, for people; nil when none was chosen.
  public var chosenBy: String?
  /// The settings, each from the strongest block that has it.
  public var settings: SettingsBlock
  /// Files of a project of which only the selection counts, since nobody has trusted them.
  public var ignored: [String]

  /// A context of these parts; without any, one that sets nothing.
  public init(
    name: String? = nil, chosenBy: String? = nil, settings: SettingsBlock = SettingsBlock(),
    ignored: [String] = []
  ) {
    self.name = name
    self.chosenBy = chosenBy
    self.settings = settings
    self.ignored = ignored
  }

  /// What changing commands ask for besides their object's name; nil when it is not protected.
  public var protectedName: String? {
    settings.isProtected?.value == true ? name ?? "default" : nil
  }
}

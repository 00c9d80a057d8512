/// Whether text may be coloured: the value of `--color`.
public enum ColorChoice: String, Sendable, CaseIterable {
  /// Colour on a terminal that can show it, unless the environment says otherwise.
  case auto
  /// Colour everywhere, also into files and pipes.
  case always
  /// No colour.
  case never

  /// The decision for one output.
  ///
  /// With `auto`, `NO_COLOR` (set and not empty) forbids colour, then `CLICOLOR_FORCE` (set, not
  /// empty, not `0`) demands it, then `TERM=dumb` forbids it, and else a terminal gets it. After
  /// https://no-color.org and https://bixense.com/clicolors.
  public func usesColor(isTerminal: Bool, environment: Environment) -> Bool {
    switch self {
    case .always: return true
    case .never: return false
    case .auto: break
    }
    if let forbidden = environment["NO_COLOR"], !forbidden.isEmpty { return false }
    if let force = environment["CLICOLOR_FORCE"], !force.isEmpty, force != "0" { return true }
    return isTerminal && environment["TERM"] != "dumb"
  }
}

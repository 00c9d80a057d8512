/// A command line's words told from its flags, before it is known which command they are for.
struct ArgumentSplit {
  struct Word {
    var text: String
    /// False behind `--`, where a word is an argument and never a command.
    var mayBeCommand: Bool
  }

  /// A flag as it was given; the text is empty for one without a value.
  struct GivenFlag {
    var flag: Flag
    var spelling: String
    var text: String
  }

  /// What is wrong with the line by itself.
  enum Problem {
    case usage(UsageError)
    /// No command has this flag; what to suggest depends on the command.
    case unknown(flag: String)
  }

  private(set) var words: [Word] = []
  private(set) var given: [GivenFlag] = []
  private(set) var wantsHelp = false
  private(set) var wantsVersion = false
  /// The first problem, which counts unless help was asked for.
  private(set) var problem: Problem?

  private let longFlags: [String: Flag]
  private let shortFlags: [Character: Flag]

  init(_ arguments: [String], longFlags: [String: Flag], shortFlags: [Character: Flag]) {
    self.longFlags = longFlags
    self.shortFlags = shortFlags
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--" {
        words += rest.map { Word(text: $0, mayBeCommand: false) }
        break
      } else if argument.hasPrefix("--") {
        readLong(argument, &rest)
      } else if argument.hasPrefix("-"), argument != "-" {
        readShort(argument, &rest)
      } else {
        words.append(Word(text: argument, mayBeCommand: true))
      }
    }
  }

  private mutating func readLong(_ argument: String, _ rest: inout ArraySlice<String>) {
    let body = argument.dropFirst(2)
    let name = String(body.prefix { $0 != "=" })
    let attached = name.count < body.count ? String(body.dropFirst(name.count + 1)) : nil
    let spelling = "--" + name
    switch (name, attached) {
    case ("help", nil): wantsHelp = true
    case ("version", nil): wantsVersion = true
    case ("help", let value?), ("version", let value?):
      note(.usage(.unexpectedValue(flag: spelling, value: value)))
    default:
      guard let flag = longFlags[name] else { return note(.unknown(flag: spelling)) }
      guard flag.takesValue else {
        if let attached {
          return note(.usage(.unexpectedValue(flag: spelling, value: attached)))
        }
        return given.append(GivenFlag(flag: flag, spelling: spelling, text: ""))
      }
      take(attached, of: flag, spelling, &rest)
    }
  }

  private mutating func readShort(_ argument: String, _ rest: inout ArraySlice<String>) {
    var letters = argument.dropFirst()
    while let letter = letters.popFirst() {
      let spelling = "-\(letter)"
      guard let flag = shortFlags[letter] else {
        guard letter == "h" else { return note(.unknown(flag: spelling)) }
        wantsHelp = true
        continue
      }
      guard flag.takesValue else {
        given.append(GivenFlag(flag: flag, spelling: spelling, text: ""))
        continue
      }
      if letters.first == "=" { letters.removeFirst() }
      return take(
        letters.isEmpty ? nil : String(letters), of: flag, spelling, &rest)
    }
  }

  private mutating func take(
    _ attached: String?, of flag: Flag, _ spelling: String, _ rest: inout ArraySlice<String>
  ) {
    if let attached {
      given.append(GivenFlag(flag: flag, spelling: spelling, text: attached))
    } else if let next = rest.first, !isFlag(next) {
      given.append(GivenFlag(flag: flag, spelling: spelling, text: next))
      rest.removeFirst()
    } else {
      note(.usage(.missingValue(flag: spelling, valueName: flag.valueName)))
    }
  }

  /// Whether an argument is a flag rather than the value of the flag before it: `-100` is a value.
  private func isFlag(_ argument: String) -> Bool {
    guard argument.hasPrefix("-"), let letter = argument.dropFirst().first else { return false }
    return letter == "-" || letter == "h" || shortFlags[letter] != nil
  }

  private mutating func note(_ problem: Problem) {
    if self.problem == nil { self.problem = problem }
  }
}

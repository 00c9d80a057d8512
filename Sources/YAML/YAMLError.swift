/// Why a text is no YAML that is read here, and where.
public struct YAMLError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong.
  public enum Problem: Sendable, Hashable {
    /// libyaml's own words for what it did not understand.
    case syntax(String)
    /// Bytes that are no UTF-8, or a control character; in libyaml's words.
    case characters(String)
    /// `*name`: one alias can stand for a million values, so none is read.
    case alias(String)
    /// `!tag`.
    case tag(String)
    /// A key comes twice in one mapping.
    case repeatedKey(String)
    /// A key that is a list or a mapping.
    case keyIsNoText
    /// A second document behind `---`.
    case severalDocuments
    /// Values lie in each other deeper than `YAMLReader.depthLimit`.
    case tooDeep
    /// More values than `YAMLReader.valueLimit`.
    case tooManyValues
    /// More bytes than `YAMLReader.sizeLimit`.
    case tooLarge
    /// The memory did not suffice.
    case outOfMemory
  }

  /// What is wrong.
  public let problem: Problem
  /// The line, from 1.
  public let line: Int

  /// An error; see the properties.
  public init(problem: Problem, line: Int) {
    self.problem = problem
    self.line = line
  }

  /// What is wrong, without the place.
  public var description: String {
    switch problem {
    case .syntax(let words): "this is no YAML: \(words)"
    case .characters(let words): "this is no text in UTF-8: \(words)"
    case .alias(let name): "the alias '*\(name)' is not read"
    case .tag(let name): "the tag '\(name)' is not read"
    case .repeatedKey(let key): "the key '\(key)' comes twice"
    case .keyIsNoText: "a key has to be a text"
    case .severalDocuments: "a second document begins here"
    case .tooDeep: "values lie deeper than \(YAMLReader.depthLimit) levels in each other"
    case .tooManyValues: "there are more than \(YAMLReader.valueLimit) values"
    case .tooLarge: "the file holds more than \(YAMLReader.sizeLimit) bytes"
    case .outOfMemory: "there is not enough memory to read it"
    }
  }

  /// What to type instead.
  public var hint: String {
    switch problem {
    case .syntax: "indent by spaces, and put a text with ': ' or ' #' in it in quotes"
    case .characters: "save the file as UTF-8"
    case .alias: "write the values out; what all contexts share can stand at the file's top level"
    case .tag: "leave the tag out: each key knows the type of its value"
    case .repeatedKey: "keep one of them"
    case .keyIsNoText: "put the key in quotes"
    case .severalDocuments: "keep one document a file, and every context below 'contexts'"
    case .tooDeep, .tooManyValues, .tooLarge: "is this a configuration file of cdcwatch?"
    case .outOfMemory: "free some memory"
    }
  }
}

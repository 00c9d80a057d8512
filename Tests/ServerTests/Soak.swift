import Foundation
import Testing

/// Whether this is `make soak`, which does all rows of all tables on every engine and takes hours.
enum Soak {
  static let isOn = ProcessInfo.processInfo.environment["CDCWATCH_SOAK"] != nil

  /// All cases of a test for `make soak`; those that `make test` has the time for, else.
  ///
  /// Between them the suites of `make test` see each engine.
  static func all<Case>(_ all: [Case], inTest few: [Case]) -> [Case] {
    isOn ? all : few
  }

  /// The three engines for `make soak`, one for `make test`.
  static func engines(inTest engine: Ledger.Engine) -> [Ledger.Engine] {
    all([.postgres, .mysql, .mariadb], inTest: [engine])
  }
}

extension Trait where Self == ConditionTrait {
  /// Done by `make soak` alone.
  static var soak: Self {
    .enabled(if: Soak.isOn, "what takes long is done by make soak (CDCWATCH_SOAK)")
  }
}

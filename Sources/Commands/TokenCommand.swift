import Contexts
import FoundationEssentials
import JSON
import Kafka
import Runtime

/// Gets tokens for SASL OAUTHBEARER from a command.
///
/// The command prints `TOKEN`, `TOKEN END` or `TOKEN END PRINCIPAL`, the end in milliseconds since
/// 1970. A JSON web token tells its end itself.
struct TokenCommand: Sendable {
  let words: [String]
  let timeout: Duration
  let stop: StopFlag
  let clock: @Sendable () -> Timestamp

  func run() throws(OAuthTokenFailure) -> OAuthToken {
    let bytes: [UInt8]
    do throws(RuntimeError) {
      bytes = try CommandOutput.of(words, until: Deadline(after: timeout), stop: stop)
    } catch {
      throw OAuthTokenFailure(DisplayText.printable("\(error)"))
    }
    return try Self.token(in: String(decoding: bytes, as: UTF8.self), at: clock())
  }

  /// The token that a command has printed.
  static func token(
    in printed: String, at now: Timestamp
  ) throws(OAuthTokenFailure) -> OAuthToken {
    let words = printed.split(whereSeparator: \.isWhitespace).map(String.init)
    guard let text = words.first else {
      throw OAuthTokenFailure("the token's command printed nothing")
    }
    let claims = claims(of: text)
    let end: Int64?
    if words.count > 1 {
      end = Int64(words[1])
    } else {
      end = claims?["exp"].flatMap(seconds).flatMap { seconds in
        let (product, isTooLarge) = seconds.multipliedReportingOverflow(by: 1000)
        return isTooLarge ? nil : product
      }
    }
    guard let end else {
      throw OAuthTokenFailure(
        "the token's command does not tell when the token ends: let it print the end behind the "
          + "token, in milliseconds since 1970")
    }
    guard end > now.milliseconds else {
      throw OAuthTokenFailure("the token that the command printed has ended already")
    }
    let principal = words.count > 2 ? words[2] : claims?["sub"]?.stringValue ?? "cdcwatch"
    return OAuthToken(
      text: text, expires: Timestamp(milliseconds: end),
      principal: principal.isEmpty ? "cdcwatch" : principal)
  }

  /// What a JSON web token says; nil when it is none.
  ///
  /// RFC 7519: header, claims and signature, each in base64url, joined by dots. The signature is the
  /// broker's to check.
  private static func claims(of token: String) -> JSONValue? {
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3 else { return nil }
    var text = parts[1].map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
    while text.count % 4 != 0 { text.append("=") }
    guard let data = Data(base64Encoded: String(text)) else { return nil }
    return try? JSONValue.parse(String(decoding: data, as: UTF8.self))
  }

  /// "A JSON numeric value representing the number of seconds from 1970-01-01T00:00:00Z", which may
  /// have a fraction (RFC 7519, NumericDate).
  private static func seconds(_ value: JSONValue) -> Int64? {
    if let whole = value.integerValue { return whole }
    guard case .number(let text) = value, let number = Double(text) else { return nil }
    return Int64(exactly: number.rounded(.down))
  }
}

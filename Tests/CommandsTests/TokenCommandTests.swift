import Foundation
import Kafka
import Runtime
import Testing

@testable import Commands

@Suite struct TokenCommandTests {
  private static let now = Timestamp(milliseconds: 1_700_000_000_000)

  private static func webToken(_ claims: String) -> String {
    let part = Data(claims.utf8).base64EncodedString().replacing("+", with: "-")
      .replacing("/", with: "_").replacing("=", with: "")
    return "eyJhbGciOiJub25lIn0.\(part).sig"
  }

  @Test(
    arguments: [
      ("abc 1700000900000\n", "abc", 1_700_000_900_000, "cdcwatch"),
      ("abc 1700000900000 me", "abc", 1_700_000_900_000, "me"),
      (webToken("{\"exp\":1700000600,\"sub\":\"me?>~\"}"), nil, 1_700_000_600_000, "me?>~"),
      (webToken("{\"exp\":1700000600.9}"), nil, 1_700_000_600_000, "cdcwatch"),
      (webToken("{\"exp\":1}") + " 1700000700000", nil, 1_700_000_700_000, "cdcwatch"),
    ] as [(String, String?, Int64, String)])
  func `a token's end is printed behind it, or stands in a web token`(
    printed: String, text: String?, end: Int64, principal: String
  ) throws {
    let token = try TokenCommand.token(in: printed, at: Self.now)
    #expect(token.text == text ?? printed.split(separator: " ").first.map(String.init))
    #expect(token.expires.milliseconds == end)
    #expect(token.principal == principal)
  }

  @Test(arguments: [
    ("", "printed nothing"), (" \n", "printed nothing"), ("abc", "does not tell when"),
    ("abc soon", "does not tell when"), ("a.b.c", "does not tell when"),
    (webToken("{\"exp\":\"1700000600\"}"), "does not tell when"),
    (webToken("{\"exp\":9223372036854775807}"), "does not tell when"),
    (webToken("{\"exp\":1e400}"), "does not tell when"),
    (webToken("[1]"), "does not tell when"), ("abc 1600000000000", "has ended already"),
    ("abc -1", "has ended already"), (webToken("{\"exp\":1600000000}"), "has ended already"),
  ])
  func `what is no token of use is told, and never shown`(printed: String, reason: String) throws {
    let failure = try #require(throws: OAuthTokenFailure.self) {
      try TokenCommand.token(in: printed, at: Self.now)
    }
    #expect(failure.reason.contains(reason))
    #expect(!failure.reason.contains("abc"))
  }
}

import Testing

@testable import Commands

@Suite struct ConnectVersionTests {
  @Test(arguments: [
    ("3.7.0", true), ("3.6.2", false), ("4.3.0", true), ("2.8.1", false), ("10.0.0", true),
    ("3.7.0.redhat-00007", true), ("7.6.1-ccs", false), ("7.7.0-ccs", true), ("8.0.0-ce", true),
  ])
  func `a connector can be made STOPPED since Kafka 3.7`(text: String, isThere: Bool) throws {
    let version = try #require(ConnectVersion(text))
    #expect(version.hasInitialState == isThere)
  }

  @Test(arguments: ["", "3", "unknown", "3.x", ".7"])
  func `what is no version is none`(text: String) {
    #expect(ConnectVersion(text) == nil)
  }
}

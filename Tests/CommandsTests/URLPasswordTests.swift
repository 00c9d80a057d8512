import Testing

@testable import Commands

@Suite struct URLPasswordTests {
  @Test(arguments: [
    ("http://h:8083", []), ("https://me@h", []), ("https://me:pw@h/x", ["pw"]),
    ("http://me:p@w/1@h", ["p@w/1"]), ("http://a:x@h,http://b:y@k", ["x", "y"]),
    ("postgresql://me:a:b@h/db", ["a:b"]), ("postgresql://h/d?user=u&password=p&x=1", ["p"]),
    ("me:pw@h", []), ("://", []), ("http://me:@h", []),
  ])
  func `passwords are found where an address has them`(text: String, passwords: [String]) {
    #expect(URLPassword.all(in: text) == passwords)
  }
}

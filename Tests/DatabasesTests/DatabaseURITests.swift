import Databases
import Testing

@Suite struct DatabaseURITests {
  @Test(arguments: [
    ("postgresql://u:secret@db:5433/shop?sslmode=require", "postgresql://db:5433/shop"),
    ("postgres://db", "postgresql://db"), ("mysql://u@db", "mysql://db"),
    ("mariadb://u:p%40ss@[::1]:3307/shop", "mariadb://[::1]:3307/shop"),
    ("postgresql:///shop?host=/tmp", "postgresql:///shop"),
    ("postgresql://a:1,b:2/shop", "postgresql://a:1,b:2/shop"),
    ("mysql://u:p@ss@db/x", "mysql://db/x"),
  ])
  func `it is shown without user, password and parameters`(text: String, shown: String) throws {
    #expect(try DatabaseURI(text).description == shown)
  }

  @Test(arguments: [
    "db:5432/shop", "", "http://db", "mysql://u:geheim@db:port", "mysql://u:geheim@db:0",
    "mysql://u:ge%2heim@db", "mysql://u:ge/heim@db/shop", "mysql://u:ge?heim@db/shop",
    "mysql://u:geheim%", "postgresql://u:ge#/heim@db",
  ])
  func `what is no URI is refused without its text`(text: String) {
    do {
      _ = try DatabaseURI(text)
      Issue.record("accepted")
    } catch {
      #expect(error.kind == .badURI)
      #expect(!"\(error)".contains("heim"))
    }
  }

  @Test func `whether it holds a password is told`() throws {
    #expect(try DatabaseURI("mysql://u:p@db").hasPassword)
    #expect(try DatabaseURI("postgresql://db/x?password=p").hasPassword)
    #expect(try !DatabaseURI("mysql://u@db").hasPassword)
  }
}

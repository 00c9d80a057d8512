import Testing

@testable import Watch

@Suite struct NamePatternTests {
  @Test(arguments: [
    ("connect-offsets", "connect-offsets"), ("*", ""), ("*", "anything"), ("connect-*", "connect-"),
    ("*-offsets", "connect-offsets"), ("c*t-*s", "connect-offsets"), ("**", "a"), ("a*a", "aa"),
    ("*b*b*", "abab"), ("a*b*c", "a1b2b3c"),
  ])
  func `a star stands for any text`(pattern: String, name: String) {
    #expect(NamePattern(pattern).matches(name))
  }

  @Test(arguments: [
    ("connect-offsets", "connect-offsets2"), ("connect-*", "my-connect-offsets"),
    ("*-offsets", "offsets"), ("a*a", "a"), ("a*b*b", "ab"), ("Connect-*", "connect-offsets"),
    ("", "a"), ("a.c", "abc"), ("*b*b*", "ab"),
  ])
  func `all else stands for itself`(pattern: String, name: String) {
    #expect(!NamePattern(pattern).matches(name))
  }
}

@Suite struct SimilarNamesTests {
  @Test(arguments: [
    ("ordrs", ["orders", "shop.public.orders", "shop.public.order"]),
    ("paymnets", ["shop.public.payments"]), ("completely-different", []),
    ("SHOP.PUBLIC.ORDERS", ["shop.public.orders", "shop.public.order"]),
    ("", []),
  ])
  func `at most three names that come near, the nearest first`(name: String, found: [String]) {
    let names = [
      "shop.public.payments", "orders", "shop.public.orders", "shop.public.order", "x.customers",
    ]
    #expect(Array(SimilarNames(to: name).among(names).prefix(found.count)) == found)
    if found.isEmpty { #expect(SimilarNames(to: name).among(names) == []) }
  }

  @Test func `never more than three`() {
    let names = (0..<50).map { "table\($0 % 10)\($0 / 10)" }
    #expect(SimilarNames(to: "table").among(names).count == 3)
  }

  @Test func `a very long name costs no more than its beginning`() {
    let long = String(repeating: "a", count: 100_000)
    #expect(SimilarNames(to: long).among([long + "b", "short"]) == [long + "b"])
  }
}

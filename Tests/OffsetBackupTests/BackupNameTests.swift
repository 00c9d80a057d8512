import JSON
import Runtime
import Testing

@testable import OffsetBackup

@Suite struct BackupNameTests {
  @Test func `a run is named by its moment`() {
    let name = RunName.name(at: Timestamp(milliseconds: 1_795_280_000_200))
    #expect(name == "2026-11-21T16-53-20.200Z")
    #expect(RunName.isOne(name))
    for other in [
      "", ".cdcwatch-\(name)-12", name + "x", "2026-11-21T16:53:20.200Z",
      "٢026-11-21T16-53-20.200Z",
    ] {
      #expect(!RunName.isOne(other), "\(other)")
    }
  }

  @Test func `a history's file has a plain name of its own`() throws {
    #expect(try HistoryFileName.name(of: "shop-1_a.b") == "history-shop-1_a.b.jsonl")
    #expect(try HistoryFileName.name(of: "a/b %é") == "history-a%2Fb%20%25%C3%A9.jsonl")
    let long = try HistoryFileName.name(of: String(repeating: "x", count: 500))
    #expect(long.utf8.count < 255)
    #expect(long != (try HistoryFileName.name(of: String(repeating: "x", count: 501))))
  }

  @Test(arguments: [
    ("s3://bucket", "bucket", ""), ("s3://bucket/", "bucket", ""),
    ("s3://my-bucket.x/a/b c/", "my-bucket.x", "a/b c"),
  ])
  func `a place in a bucket`(text: String, bucket: String, prefix: String) throws {
    let location = try S3Location(text)
    #expect(location.bucket == bucket)
    #expect(location.prefix == prefix)
  }

  @Test(arguments: ["s3:/b", "s3://", "s3://B/x", "s3://bucket/../x", "s3://bucket/a//b", "/tmp"])
  func `what is no place in a bucket`(text: String) {
    #expect(throws: StoreError.self) { try S3Location(text) }
  }

  @Test func `an object's address is in the path of one's own server, in the host of Amazon's`() {
    var access = S3Access(
      endpoint: "http://s3:9000/", region: "eu-west-1", key: "k", secret: "secret")
    #expect(access.url(bucket: "bkt", key: "a b/c+d") == "http://s3:9000/bkt/a%20b/c%2Bd")
    access.endpoint = nil
    #expect(access.url(bucket: "bkt", key: "x") == "https://bkt.s3.eu-west-1.amazonaws.com/x")
    #expect(access.url(bucket: "b.kt", key: "x") == "https://s3.eu-west-1.amazonaws.com/b.kt/x")
    #expect(!"\(access) \(String(reflecting: access))".contains("secret"))
  }

  @Test func `XML is read as far as it matters`() {
    let text = S3Text(
      Array("<a><Key>x&amp;y</Key><Key>&#65;&#x42;&lt;</Key><Key>cut".utf8))
    #expect(text.all("Key") == ["x&y", "AB<"])
    #expect(text.first("Code") == nil)
    for odd in ["", "<Key>", "<Key>&;&#;&#x110000;&amp</Key>", "<Key></Key>"] {
      _ = S3Text(Array(odd.utf8)).all("Key")
    }
    #expect(S3Text(Array("<Key>&;&#xD800;&amp</Key>".utf8)).first("Key") == "&;&#xD800;&amp")
  }

  @Test func `secrets are left out, by the plugin's word and by their names`() throws {
    let configuration = try JSONValue.parse(
      """
      {"connector.class":"x","database.password":"geheim","my.pin":"geheim",
       "database.user":"dbz","a.password":"${file:/x:y}","my.ref":"${env:X}",
       "signal.consumer.sasl.jaas.config":"x password=\\"geheim\\";",
       "url":"http://user:geheim@host/","basic.auth.user.info":"user:geheim",
       "options":"a;password=geheim","schema.secret.thing":"geheim"}
      """)
    let open = PublicConfiguration(configuration, passwords: ["my.pin", "my.ref"])
    #expect(!open.properties.text.contains("geheim"))
    #expect(
      open.properties.members?.map(\.name) == [
        "a.password", "connector.class", "database.user", "my.ref",
      ])
    #expect(
      open.leftOut == [
        "basic.auth.user.info", "database.password", "my.pin", "options", "schema.secret.thing",
        "signal.consumer.sasl.jaas.config", "url",
      ])
  }
}

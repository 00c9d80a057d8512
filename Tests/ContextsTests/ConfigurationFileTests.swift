import Foundation
import Testing

@testable import Contexts

@Suite struct ConfigurationFileTests {
  private static func read(_ text: String) throws(ConfigurationError) -> ConfigurationFile {
    try ConfigurationFile.read(Array(text.utf8), path: "/etc/x/config.yaml", home: "/home/me")
  }

  @Test func `the example in configs can be read, and every context of it is whole`() throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "configs/cdcwatch.yaml")
    let bytes = [UInt8](try Data(contentsOf: path))
    let file = try ConfigurationFile.read(bytes, path: "/etc/x/config.yaml", home: nil)
    #expect(file.chosen?.value == "staging")
    #expect(file.contexts.map(\.name) == ["staging", "prod", "mutual-tls", "scram", "msk"])
    let prod = file.contexts[1].block
    #expect(prod.isProtected?.value == true)
    #expect(
      prod.properties.map(\.name) == [
        "bootstrap.servers", "security.protocol", "ssl.ca.location", "sasl.mechanism",
        "sasl.username", "sasl.password",
      ])
    #expect(prod.properties[2].value == .text("/etc/x/certs/kafka-ca.pem"))
    #expect(prod.properties[5].value == .file("/etc/cdcwatch/kafka.password"))
    let connect = try #require(prod.connect?.value.first)
    #expect(connect.addresses.count == 2)
    #expect(connect.password == .command(["pass", "show", "connect/ops"]))
    #expect(prod.registry?.value.password == .environment("REGISTRY_PASSWORD"))
    #expect(prod.databases?.value.map(\.name) == ["shop", "reporting"])
    #expect(prod.databases?.value.first?.writerOf == "shop")
    #expect(prod.flags["connector"]?.value == ["shop"])
    #expect(prod.archive?.value.place == "s3://backups/cdcwatch")
    #expect(prod.archive?.value.authority == "/etc/x/certs/minio-ca.pem")
    #expect(file.contexts[4].block.tokenCommand?.value.count == 3)
    #expect(file.top.flags["stalled-after"]?.value == ["2m"])
  }

  @Test(arguments: [
    ("brokrs: x", 1, "there is no key 'brokrs'", "the keys are"),
    ("contxts:", 1, "there is no key 'contxts'", "did you mean 'contexts'?"),
    (
      "contexts:\n  prod:\n    kafka:\n      brokrs: x", 4, "there is no key 'brokrs' in 'kafka'",
      "did you mean 'brokers'?"
    ),
    ("kafka: x:1", 1, "'kafka' is a text, and has to be a mapping", "type 'key: value' lines"),
    ("\nkafka:\n  brokers: {a: 1}", 3, "'brokers' holds a mapping", "HOST:PORT"),
    ("kafka:\n  brokers: []", 2, "'brokers' is an empty list", "HOST:PORT"),
    ("kafka:\n  brokers:", 2, "'brokers' holds nothing", "HOST:PORT"),
    ("protected: yes", 1, "'protected' is 'yes'", "type true or false"),
    ("timeout: 90", 1, "'timeout': '90' is not a duration", "type a number with its unit"),
    ("interval: 1ms", 1, "'interval': '1ms' is too short", "type 100ms or more"),
    ("output: xml", 1, "'output': 'xml' is not one of its values", "type table, json or jsonl"),
    ("utc: 1", 1, "'utc' is '1'", "type true or false"),
    ("connector: [a, b]", 1, "'connector' is a list", "type NAME"),
    ("connect: {ca: x}", 1, "'connect' has no 'url'", "type url:"),
    ("connect: []", 1, "'connect' is an empty list", "URL"),
    ("connect: {url: 'http://a', password: x}", 1, "'connect' has a password and no user", "user"),
    (
      "connect:\n  url: http://a\n  user: u\n  password: x\n  password_file: y", 5,
      "'password' and 'password_file' both set 'password'", "keep one"
    ),
    (
      "kafka:\n  properties:\n    sasl.mechanism: PLAIN\n    sasl.mechanisms_env: X", 4,
      "'sasl.mechanisms_env' sets 'sasl.mechanisms' a second time", "keep one"
    ),
    (
      "kafka:\n  brokers: a:1\n  properties:\n    metadata.broker.list: b:1", 4,
      "'metadata.broker.list' sets 'bootstrap.servers' a second time", "keep one"
    ),
    ("databases: {shop: 'oracle://x'}", 1, "'shop' has a URI of an unknown kind", "postgresql://"),
    ("databases:\n  shop: {password: x}", 2, "'shop' has no 'uri'", "uri:"),
    ("drill: yes", 1, "'drill' is 'yes'", "allowed or forbidden"),
    ("archive: {region: x}", 1, "'archive' has no 'place'", "s3://BUCKET"),
    ("contexts: {none: {}}", 1, "'none' cannot be a context's name", "means no context"),
    ("contexts: {'a b': {}}", 1, "'a b' cannot be a context's name", "letters"),
    ("contexts:\n  a: {}\n  a: {}", 3, "the key 'a' comes twice", "keep one"),
    ("[a]", 1, "the file is a list, and has to be a mapping", "key: value"),
    ("a: *x", 1, "the alias '*x' is not read", "write the values out"),
  ])
  func `what is wrong is told with file, line and what is allowed`(
    text: String, line: Int, message: String, hint: String
  ) throws {
    let error = try #require(throws: ConfigurationError.self) { try Self.read(text) }
    #expect(error.location == "/etc/x/config.yaml:\(line)", "\(error)")
    #expect(error.message.hasPrefix(message), "\(error)")
    #expect(error.hint?.contains(hint) == true, "\(error.hint ?? "")")
  }

  @Test func `an empty file and one of comments alone set nothing`() throws {
    for text in ["", "# nothing\n", "contexts:\nkafka:\n"] {
      let file = try Self.read(text)
      #expect(file.top == SettingsBlock(), "\(text)")
      #expect(file.contexts.isEmpty)
    }
  }

  @Test func `paths are taken from the file's folder, and the home folder is meant by a tilde`()
    throws
  {
    let file = try Self.read(
      """
      archive: backups
      connect: {url: 'http://c', ca: ~/ca.pem, cert: /x/c.pem, user: u, password_file: pw}
      kafka:
        properties:
          ssl.ca.location: certs/ca.pem
          ssl.key.location: ./key.pem
          ssl.engine.location: probe
          ssl.keystore.location_env: STORE
      """)
    #expect(file.top.archive?.value.place == "/etc/x/backups")
    let connect = try #require(file.top.connect?.value.first)
    #expect(connect.authority == "/home/me/ca.pem")
    #expect(connect.certificate == "/x/c.pem")
    #expect(connect.password == .file("/etc/x/pw"))
    #expect(
      file.top.properties.map(\.value) == [
        .text("/etc/x/certs/ca.pem"), .text("/etc/x/key.pem"), .text("probe"),
        .environment("STORE"),
      ])
  }

  @Test func `a command is a line for the shell or a list of words`() throws {
    let file = try Self.read(
      """
      kafka:
        token_command: get-token --now
        properties: {sasl.password_command: [pass, show, 'a b']}
      """)
    #expect(file.top.tokenCommand?.value == ["/bin/sh", "-c", "get-token --now"])
    #expect(file.top.properties.first?.value == .command(["pass", "show", "a b"]))
  }

  @Test func `what nobody trusts chooses, and names no address, file or command`() throws {
    let file = try Self.read(
      """
      context: prod
      contexts: {prod: {kafka: {brokers: evil:1}}}
      kafka: {brokers: evil:1, token_command: id}
      connect: http://evil
      registry: http://evil
      databases: {a: 'mysql://evil'}
      archive: /evil
      protected: false
      connector: shop
      tables: orders
      utc: true
      """)
    let selection = file.selection
    #expect(selection.contexts.isEmpty)
    #expect(selection.chosen == nil)
    var expected = SettingsBlock()
    expected.tables = file.top.tables
    expected.flags = file.top.flags
    #expect(selection.top == expected)
    #expect(selection.top.flags["connector"]?.value == ["shop"])
    #expect(selection.top.flags["utc"]?.value == [""])
    #expect(selection.top.tables?.value == ["orders"])
  }
}

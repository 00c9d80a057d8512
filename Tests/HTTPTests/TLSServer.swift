import Foundation

/// `openssl s_server` on a free port with a certificate that it signed itself.
final class TLSServer {
  struct NoPort: Error {}

  static let program = ["/usr/bin/openssl", "/usr/local/bin/openssl"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }
  static var isPossible: Bool { program != nil }

  let port: Int
  private let folder: URL
  private let process = Process()

  var certificate: String { folder.appendingPathComponent("cert.pem").path }
  var key: String { folder.appendingPathComponent("key.pem").path }
  var url: String { "https://127.0.0.1:\(port)/" }

  /// `name` is what the certificate is for, as OpenSSL writes it.
  init(name: String = "IP:127.0.0.1", arguments: [String] = []) throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let certificate = folder.appendingPathComponent("cert.pem").path
    let key = folder.appendingPathComponent("key.pem").path
    let program = URL(fileURLWithPath: Self.program ?? "")
    let maker = Process()
    maker.executableURL = program
    maker.arguments = [
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
      "-subj", "/CN=test \(UUID().uuidString)", "-addext", "subjectAltName=\(name)", "-days", "2",
      "-keyout", key, "-out", certificate,
    ]
    let said = Pipe()
    maker.standardError = said
    try maker.run()
    // Its end; `waitUntilExit` wants a run loop, which a test's thread does not have.
    _ = try said.fileHandleForReading.readToEnd()

    let output = Pipe()
    process.executableURL = program
    // A client's certificate is accepted when it is the server's own.
    process.arguments =
      [
        "s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key, "-CAfile",
        certificate, "-www",
      ] + arguments
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    port = try Self.port(output.fileHandleForReading)
    // What it says later must not fill the pipe.
    output.fileHandleForReading.readabilityHandler = { _ = $0.availableData }
  }

  deinit {
    process.terminate()
    try? FileManager.default.removeItem(at: folder)
  }

  // It says "ACCEPT 127.0.0.1:PORT" when it listens.
  private static func port(_ output: FileHandle) throws -> Int {
    var text = ""
    while !text.contains("ACCEPT") || !text.hasSuffix("\n") {
      let data = output.availableData
      guard !data.isEmpty else { throw NoPort() }
      text += String(decoding: data, as: UTF8.self)
    }
    let line = text.split(separator: "\n").first { $0.hasPrefix("ACCEPT") }
    guard let port = line?.split(separator: ":").last.flatMap({ Int($0) }) else { throw NoPort() }
    return port
  }
}

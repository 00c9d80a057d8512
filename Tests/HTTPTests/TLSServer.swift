import Glibc

/// `openssl s_server` on a free port with a certificate that it signed itself.
final class TLSServer {
  struct Failure: Error {
    let said: String
  }

  static let isPossible = (try? Shell("command -v openssl").readLine()) ?? "" != ""

  let port: Int
  let certificate: String
  let key: String
  private let folder: String
  private let server: Shell
  private let process: pid_t

  var url: String { "https://127.0.0.1:\(port)/" }

  /// `name` is what the certificate is for, as OpenSSL writes it.
  init(name: String = "IP:127.0.0.1", arguments: String = "") throws {
    folder = try Shell("mktemp -d").readLine()
    certificate = folder + "/cert.pem"
    key = folder + "/key.pem"
    let made = try Shell(
      """
      openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
      -subj "/CN=test $$" -addext subjectAltName=\(name) \
      -keyout \(key) -out \(certificate) >\(folder)/log 2>&1 && echo made
      """
    ).readLine()
    guard made == "made" else { throw Failure(said: made) }
    // A client's certificate is accepted when it is the server's own. What the server says behind
    // its first line goes to a pipe that is large enough.
    server = try Shell(
      """
      echo $$; exec openssl s_server -accept 127.0.0.1:0 -cert \(certificate) -key \(key) \
      -CAfile \(certificate) -www \(arguments) </dev/null 2>\(folder)/log
      """)
    let first = server.readLine()
    guard let process = pid_t(first) else { throw Failure(said: first) }
    self.process = process
    // It says "ACCEPT 127.0.0.1:PORT" when it listens.
    var line = first
    while !line.isEmpty, !line.hasPrefix("ACCEPT") { line = server.readLine() }
    guard let port = line.split(separator: ":").last.flatMap({ Int($0) }) else {
      kill(process, SIGKILL)
      throw Failure(said: line)
    }
    self.port = port
  }

  deinit {
    // A test's thread blocks every other signal, and its children inherit that.
    kill(process, SIGKILL)
    _ = try? Shell("rm -r '\(folder)'").readLine()
  }
}

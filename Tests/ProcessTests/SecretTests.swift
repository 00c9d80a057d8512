import Foundation
import TestSupport
import Testing

/// Passwords that others on the machine could see.
@Suite(.timeLimit(.minutes(2))) struct SecretTests {
  @Test(arguments: [
    (["-X", "sasl.password=geheim"], "'-X sasl.password'"),
    (["--property=ssl.key.password=geheim"], "'-X ssl.key.password'"),
    (["--connect", "http://127.0.0.1:$port", "--connect-user", "me:geheim"], "'--connect-user'"),
    (["--connect", "http://me:geheim@127.0.0.1:$port"], "'--connect'"),
  ])
  func `a typed password gets one warning and goes from the list of processes`(
    arguments: [String], flag: String
  ) async throws {
    let home = try Home()
    let typed = arguments.map { "\"\($0)\"" }.joined(separator: " ")
    // It waits for a broker that accepts and never answers; meanwhile its command line is read.
    let run = try await Binary.shell(
      """
      python3 -c 'import socket, time
      s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen()
      print(s.getsockname()[1], flush=True); time.sleep(30)' > "$HOME/port" & server=$!
      until [ -s "$HOME/port" ]; do sleep 0.05; done
      port=$(cat "$HOME/port")
      $CDCWATCH snapshot orders -b "127.0.0.1:$port" --timeout 3s \(typed) & cdc=$!
      for i in $(seq 100); do
        # Before it is cdcwatch it is a copy of this shell.
        [ "$(cat /proc/$cdc/comm)" = cdcwatch ] || { sleep 0.01; continue; }
        tr '\\0' ' ' < /proc/$cdc/cmdline > "$HOME/seen"
        grep -q 'xxxxxx' "$HOME/seen" && break
        sleep 0.02
      done
      cat "$HOME/seen"
      wait $cdc; status=$?
      kill $server
      exit $status
      """, environment: home.environment)
    #expect(run.output.contains("xxxxxx"), "\(run)")
    #expect(!run.output.contains("geheim"), "\(run)")
    #expect(run.output.contains("snapshot orders -b 127.0.0.1:"), "\(run)")
    let warnings = run.errors.split(separator: "\n").filter { $0.contains("warning") }
    #expect(warnings.count == 1, "\(run)")
    #expect(warnings.first?.contains(flag) == true, "\(run)")
    #expect(!run.errors.contains("geheim"))
    #expect(run.status == 5 || run.status == 4, "\(run)")
  }

  @Test func `a password of the environment or of a file gets no warning`() async throws {
    let home = try Home()
    try home.write("sasl.password=geheim\nsasl.username=me\n", to: "client.properties")
    let run = try await home.run(
      "events", "orders", "-b", "127.0.0.1:1", "--timeout", "1s", "-F",
      home.path("client.properties"), environment: ["CDCWATCH_CONNECT_USER": "me:geheim"])
    #expect(run.status == 5, "\(run)")
    #expect(!run.errors.contains("warning"), "\(run)")
  }

  @Test func `a file with a password that others may read gets a warning`() async throws {
    let home = try Home()
    let config = "kafka: {brokers: '127.0.0.1:1', properties: {sasl.password: geheim}}\ntimeout: 1s"
    try home.write(config, to: ".config/cdcwatch/config.yaml", mode: 0o644)
    try home.write("sasl.password=geheim\n", to: "client.properties", mode: 0o640)
    try home.write("geheim\n", to: "password", mode: 0o604)
    let file = try await home.run("events", "orders")
    #expect(file.errors.contains("warning: \(home.path(".config/cdcwatch/config.yaml")) holds"))
    let properties = try await home.run(
      "events", "orders", "--context", "none", "-F", home.path("client.properties"))
    #expect(properties.errors.contains("warning: \(home.path("client.properties")) holds"))
    let referred =
      "kafka: {brokers: '127.0.0.1:1', properties: {sasl.password_file: \(home.path("password"))}}\ntimeout: 1s"
    try home.write(referred, to: ".config/cdcwatch/config.yaml", mode: 0o644)
    let password = try await home.run("events", "orders")
    #expect(password.errors.contains("warning: \(home.path("password")) holds"), "\(password)")
    #expect(password.errors.split(separator: "\n").filter { $0.contains("warning") }.count == 1)
    for run in [file, properties, password] {
      #expect(run.status == 5, "\(run)")
      #expect(!run.errors.contains("geheim"))
    }
    let quiet = try await home.run("events", "orders", "-q")
    #expect(!quiet.errors.contains("warning"), "\(quiet)")
  }
}

import Glibc
import Runtime
import Testing

@Suite struct OutputTests {
  private struct Pipe {
    let reader: CInt
    let writer: CInt

    init() {
      var ends: [CInt] = [-1, -1]
      _ = unsafe pipe(&ends)
      (reader, writer) = (ends[0], ends[1])
    }
  }

  private static func readAll(_ descriptor: CInt) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 3_000)
    while true {
      let count = unsafe read(descriptor, &chunk, chunk.count)
      if count <= 0 { return bytes }
      bytes.append(contentsOf: chunk[..<count])
    }
  }

  @Test(arguments: [false, true])
  func `a text larger than the pipe arrives whole`(isNonBlocking: Bool) throws {
    let pipe = Pipe()
    if isNonBlocking { _ = fcntl(pipe.writer, F_SETFL, O_NONBLOCK) }
    let reader = try DedicatedThread(name: "cdc-read") { Self.readAll(pipe.reader) }
    let text = String(repeating: "Zeile mit Umlaut ä\n", count: 20_000)
    try Output(descriptor: pipe.writer).write(text)
    close(pipe.writer)
    #expect(reader.join() == Array(text.utf8))
    close(pipe.reader)
  }

  @Test func `a reader that has gone is an error where its signal is ignored`() {
    // The default action would end this test process; Signals' documentation tells the rest.
    signal(SIGPIPE, SIG_IGN)
    let pipe = Pipe()
    close(pipe.reader)
    #expect(throws: RuntimeError.closedPipe) { try Output(descriptor: pipe.writer).write("x") }
    close(pipe.writer)
  }

  @Test func `a full disk is an error that says so`() throws {
    let full = unsafe open("/dev/full", O_WRONLY)
    try #require(full >= 0)
    #expect(throws: RuntimeError.cannotWrite(reason: "No space left on device")) {
      try Output(descriptor: full).write("x")
    }
    close(full)
  }

  @Test func `a closed descriptor is an error and an empty text needs none`() throws {
    #expect(throws: RuntimeError.cannotWrite(reason: "Bad file descriptor")) {
      try Output(descriptor: -1).write("x")
    }
    try Output(descriptor: -1).write("")
  }

  @Test func `a test's own sink gets every text and line`() throws {
    let caught = Locked<[String]>([])
    let output = Output { text in caught.withLock { $0.append(text) } }
    try output.write("a")
    try output.writeLine("b")
    #expect(caught.current == ["a", "b\n"])
  }
}

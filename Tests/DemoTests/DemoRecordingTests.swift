import CDemoRecording
import JSON
import Kafka
import Runtime
import Testing

@testable import Commands

@Suite struct DemoRecordingTests {
  private func entries() throws -> (topics: [String], entries: [DemoRecording.Entry]) {
    var recording = try DemoRecording()
    var entries: [DemoRecording.Entry] = []
    while let entry = try recording.next() { entries.append(entry) }
    return (recording.topics, entries)
  }

  @Test func `the recording is of a named connector and day`() throws {
    let recording = try DemoRecording()
    #expect(recording.connector == "postgresql")
    #expect(recording.version == "3.6.3.Final")
    #expect(recording.start.description == "2026-11-21T08:04:51.024Z")
    #expect(
      recording.topics == [
        "connect-offsets", "shop-notifications", "shop.public.debezium_signal",
        "shop.public.orders_large",
      ])
  }

  @Test func `it holds what the topics held, each record whole`() throws {
    let (topics, entries) = try entries()
    let counts = topics.indices.map { topic in entries.count { $0.topic == topic } }
    #expect(counts == [3, 23, 39, 3005])
    var operations: [String: Int] = [:]
    for entry in entries {
      let value = try JSONValue.parse(String(decoding: #require(entry.value), as: UTF8.self))
      _ = try JSONValue.parse(String(decoding: #require(entry.key), as: UTF8.self))
      guard topics[entry.topic] == "shop.public.orders_large" else { continue }
      operations[try #require(value["op"]?.stringValue), default: 0] += 1
      #expect(entry.headers.contains { $0.name == "__debezium.context.runId" })
    }
    #expect(operations == ["r": 3000, "u": 5])
  }

  @Test func `its moments go forward`() throws {
    let moments = try entries().entries.map(\.moment)
    #expect(moments == moments.sorted())
  }

  @Test func `a recording cut short gives the records before the cut and no others`() throws {
    let bytes = (0..<demo_recording_size()).map(demo_recording_byte)
    let whole = try entries().entries
    for length in stride(from: 0, to: 6000, by: 7) {
      guard var recording = try? DemoRecording(Array(bytes[..<length])) else { continue }
      var number = 0
      while let entry = try? recording.next() {
        try #require(entry == whole[number], "\(length)")
        number += 1
      }
      #expect(number < whole.count)
    }
  }

  @Test func `changed bytes never trap`() {
    let whole = (0..<min(6000, demo_recording_size())).map(demo_recording_byte)
    var read = 0
    for _ in 0..<1000 {
      var bytes = whole
      for _ in 0..<3 { bytes[.random(in: bytes.indices)] = .random(in: 0...255) }
      guard var recording = try? DemoRecording(bytes) else { continue }
      while (try? recording.next()) != nil { read += 1 }
    }
    #expect(read > 0)
  }
}

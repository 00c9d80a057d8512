import Foundation
import JSON
import Kafka
import TestSupport
import Testing

/// Records that nobody should have written.
extension RealServers {
  @Suite(.serialized, .servers("kafka"))
  struct Garbage {
    private static let count = 100_000
    private static let big = 3

    private static func fill(_ topic: String, of servers: Servers) throws {
      var settings = try servers.configuration()
      var admin = try Admin(settings)
      let large = ["max.message.bytes": "20000000"]
      try admin.create([NewTopic(name: topic, partitions: 3, configuration: large)])
      try settings.set("message.max.bytes", "20000000")
      try settings.set("linger.ms", "5")
      var producer = try Producer(settings)
      var random = SystemRandomNumberGenerator()
      for number in 0..<count {
        try producer.send(
          ProducerRecord(
            topic: topic, partition: Int32(number % 3), key: value(number / 4, &random),
            value: value(number, &random)))
        if producer.pending > 50_000 { try producer.flush(timeout: .seconds(60)) }
      }
      for number in 0..<big {
        let value = [UInt8](repeating: number == 0 ? 0x5B : 0x7B, count: 10_000_000)
        try producer.send(ProducerRecord(topic: topic, partition: 0, value: value))
      }
      try producer.flush(timeout: .seconds(60))
    }

    private static let envelope = Array(
      #"{"before":null,"after":{"id":1},"source":{"snapshot":"incremental"},"op":"r","ts_ms":1"#
        .utf8)

    private static func value(
      _ number: Int, _ random: inout SystemRandomNumberGenerator
    ) -> [UInt8] {
      switch number % 4 {
      case 0:
        var bytes = [UInt8](repeating: 0, count: 40)
        for index in bytes.indices { bytes[index] = UInt8.random(in: 0...255, using: &random) }
        return bytes
      case 1: return Array(envelope[..<Int.random(in: 1..<envelope.count, using: &random)])
      case 2: return Array(repeating: 0x5B, count: 3000)
      default: return Array(#"{"op":{"op":{"op":"r"}},"source":[{}],"after":"#.utf8) + [0xFF, 0x7D]
      }
    }

    @Test func `nothing that cannot be read stops a count or a watch, or takes memory`()
      async throws
    {
      let servers = try Servers.here()
      let topic = "shop.public.garbage"
      try Self.fill(topic, of: servers)
      let settings = ["-b", servers.kafka, "-X", "fetch.message.max.bytes=20000000"]
      let running = try Binary.start(["events", topic, "-o", "json"] + settings)
      var peak = 0
      _ = try await running.wait(for: .seconds(60)) { program in
        peak = max(peak, program.peakMemory)
        return !program.isRunning
      }
      let run = try await running.outcome()
      #expect(run.status == 3, "\(run)")
      let report = try run.json()
      #expect(report["records"] == .integer(Int64(Self.count + Self.big)))
      #expect(report["unreadable"] == .integer(Int64(Self.count + Self.big)), "\(run)")
      #expect(report["by"] == .array([]))
      #expect(run.errors.split(separator: "\n").count <= 12, "\(run)")
      #expect(peak > 0 && peak < 160 * 1024, "\(peak) KiB")

      let watch = try await servers.run("snapshot", topic, "--once", "-o", "json")
      // Counts are of a snapshot, and there is none: what lies there is told on standard error.
      #expect(watch.status == 3, "\(watch)")
      #expect(try watch.json()["state"] == .string("UNKNOWN"))
      #expect(try watch.json()["reads"]?.isNull == true)
      #expect(watch.errors.split(separator: "\n").count == 11, "\(watch)")
      #expect(watch.errors.contains("and 99,993 more unreadable records"), "\(watch)")
    }
  }
}

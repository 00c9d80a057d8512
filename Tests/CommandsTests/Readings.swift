import Runtime
import Snapshot

/// The readings that the tests print.
enum Readings {
  static let running: SnapshotReading = {
    var reading = SnapshotReading(
      takenAt: Timestamp(milliseconds: 1_795_248_291_200), table: "public.orders_large",
      topic: "shop.public.orders_large")
    reading.connector = "shop"
    reading.kind = .incremental
    reading.id = "adhoc-1"
    reading.state = .running
    (reading.reads, reading.streamed, reading.tombstones) = (1280, 33, 2)
    (reading.unreadable, reading.repeated) = (0, 7)
    (reading.chunksDone, reading.chunkSize) = (5, 256)
    reading.key.last = ["1282"]
    reading.key.maximum = ["900009"]
    reading.key.columns = ["id"]
    reading.rate = 860.42
    reading.remainingTables = ["public.order_items", "public.sessions"]
    reading.startedAt = Timestamp(milliseconds: 1_795_248_281_200)
    reading.taskStarts = 1
    reading.sources = [.notifications, .offsets, .signals, .rows]
    reading.warnings = ["one", "two"]
    return reading
  }()
}

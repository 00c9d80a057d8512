import JSON
import Runtime
import Snapshot

/// Prints the readings of a watch as they come, in the format that was asked for.
struct ReadingPrinter {
  /// Whether one object or an array is printed as JSON.
  enum Shape { case object, array }

  private let context: CommandContext
  private let format: OutputFormat
  private let shape: Shape
  private let display: Display
  private let isLive: Bool
  private let showsProgress: Bool
  private var block = LiveBlock()
  private var progress = LiveLine()

  init(context: CommandContext, format: OutputFormat, shape: Shape, display: Display) {
    self.context = context
    self.format = format
    self.shape = shape
    self.display = display
    isLive = format == .table && context.terminal.redrawsLines && display.showsProgress
    showsProgress =
      format != .table && context.errorTerminal.redrawsLines && display.showsProgress
  }

  /// What the user wants to see beside the data.
  struct Display {
    var isQuiet: Bool
    var showsProgress: Bool
    var style: Style
  }

  /// Prints one round of readings while the watch goes on.
  mutating func update(
    _ readings: [SnapshotReading], catchUp: CatchUp?
  ) throws(RuntimeError) {
    switch format {
    case .table:
      guard !display.isQuiet else { return }
      let columns = isLive ? context.terminal.columns : .max
      let lines = readings.map {
        ReadingLine.text($0, catchUp: catchUp, style: display.style, columns: columns)
      }
      if isLive {
        try context.output.write(block.draw(lines, columns: columns))
      } else {
        for line in lines { try context.output.writeLine(line) }
      }
    case .jsonl:
      for reading in readings {
        let reading = catchUp.map { Self.warned(reading, $0) } ?? reading
        try context.output.writeLine(ReadingDocument.object(reading).text)
      }
    case .json:
      guard showsProgress, let first = readings.first else { return }
      let line = ReadingLine.text(
        first, catchUp: catchUp, style: Style.plain, columns: context.errorTerminal.columns)
      try context.errors.write(progress.draw(line, columns: context.errorTerminal.columns))
    }
  }

  /// Prints the closing readings.
  mutating func finish(_ readings: [SnapshotReading]) throws(RuntimeError) {
    if showsProgress { try context.errors.write(progress.clear()) }
    switch format {
    case .table:
      if isLive { try context.output.write(block.clear()) }
      try context.output.write(
        readings.map { ReadingText(style: display.style).details($0) }.joined(separator: "\n"))
    case .jsonl:
      for reading in readings {
        try context.output.writeLine(ReadingDocument.object(reading).text)
      }
    case .json:
      try context.output.writeLine(document(readings).prettyText)
    }
  }

  /// Prints a list of readings, a row each for people.
  mutating func finish(list readings: [SnapshotReading]) throws(RuntimeError) {
    guard format == .table else { return try finish(readings) }
    try interrupt()
    if !readings.isEmpty {
      try context.output.write(ReadingText(style: display.style).table(readings))
    }
  }

  /// Makes room for a message on standard error.
  mutating func interrupt() throws(RuntimeError) {
    if isLive { try context.output.write(block.clear()) }
    if showsProgress { try context.errors.write(progress.clear()) }
  }

  private func document(_ readings: [SnapshotReading]) -> JSONValue {
    if shape == .object, let only = readings.first { return ReadingDocument.object(only) }
    return .array(readings.map(ReadingDocument.object))
  }

  private static func warned(_ reading: SnapshotReading, _ catchUp: CatchUp) -> SnapshotReading {
    var reading = reading
    reading.warnings.insert(catchUp.text, at: 0)
    // They are not counted yet, which is another thing than none.
    (reading.reads, reading.streamed, reading.tombstones) = (nil, nil, nil)
    (reading.unreadable, reading.repeated, reading.rate) = (nil, nil, nil)
    return reading
  }
}

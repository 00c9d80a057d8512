import Debezium
import Testing

struct LSNTests {
  @Test(
    arguments: [
      ("0/1A00DE0", 27_266_528), ("16/B374D848", 97_500_059_720), ("ffffffff/FFFFFFFF", UInt64.max),
      ("0/0", 0), ("27269152", 27_269_152), (" 0/10\r\n", 16), ("-1", UInt64.max),
      ("18446744073709551615", UInt64.max), ("-9223372036854775808", 1 << 63),
    ] as [(String, UInt64)])
  func bothNotationsAreRead(text: String, position: UInt64) throws {
    #expect(try LSN(parsing: text).position == position)
  }

  @Test(
    arguments: [
      "", " ", "/", "1/", "/1", "1/2/3", "0/G", "0/123456789", "0x10", "+5", "-", "1.0", "1 2",
      "18446744073709551616", "-9223372036854775809", "0/-1", "0/+1", "١",
    ])
  func anythingElseIsAnErrorThatShowsTheText(text: String) {
    let error = #expect(throws: FormatError.self) { try LSN(parsing: text) }
    #expect(error?.format == .lsn)
  }

  @Test func theSignedIntegerOfDebeziumKeepsItsBits() {
    #expect(LSN(debezium: 27_263_344).description == "0/1A00170")
    #expect(LSN(debezium: -1).description == "FFFFFFFF/FFFFFFFF")
    #expect(LSN(debezium: .min).position == 1 << 63)
  }

  @Test(arguments: [0, 1, 27_263_344, 1 << 32, UInt64.max])
  func theTextReadsBackAsTheSamePosition(position: UInt64) throws {
    let lsn = LSN(position: position)
    #expect(try LSN(parsing: lsn.description) == lsn)
  }

  @Test func distancesHaveASignAndNeverOverflow() {
    let low = LSN(position: 10)
    let high = LSN(position: 42)
    #expect(low.distance(to: high) == 32)
    #expect(high.distance(to: low) == -32)
    #expect(LSN(position: 0).distance(to: LSN(position: .max)) == .max)
    #expect(LSN(position: .max).distance(to: LSN(position: 0)) == .min)
    #expect(LSN(position: 1 << 63).distance(to: LSN(position: 0)) == .min)
    #expect(low < high)
  }
}

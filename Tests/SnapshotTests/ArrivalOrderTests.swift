import Runtime
import Snapshot
import Testing

@Suite struct ArrivalOrderTests {
  private var order = ArrivalOrder<String, Int>()

  private mutating func controls(at milliseconds: Int) -> [String] {
    var found: [String] = []
    while let next = order.nextControl(at: .milliseconds(milliseconds)) { found.append(next) }
    return found
  }

  private mutating func rows(at milliseconds: Int) -> [Int] {
    var found: [Int] = []
    while let next = order.nextRow(at: .milliseconds(milliseconds)) { found.append(next) }
    return found
  }

  private mutating func append(_ control: String, of time: Int64, at milliseconds: Int) {
    order.append(
      control: control, of: Timestamp(milliseconds: time), arrivedAt: .milliseconds(milliseconds))
  }

  @Test mutating func `what arrived later and happened before goes first`() {
    append("second", of: 20, at: 0)
    append("first", of: 10, at: 150)
    append("third", of: 30, at: 150)
    #expect(controls(at: 199).isEmpty)
    #expect(controls(at: 200) == ["first", "second"])
    #expect(controls(at: 349).isEmpty)
    #expect(controls(at: 350) == ["third"])
    #expect(order.isEmpty)
  }

  @Test mutating func `facts of one moment keep the order of their arrival`() {
    for name in ["a", "b", "c"] { append(name, of: 5, at: 0) }
    #expect(controls(at: 200) == ["a", "b", "c"])
  }

  @Test mutating func `a row waits twice as long`() {
    order.append(row: 1, arrivedAt: .zero)
    append("word", of: 0, at: 190)
    #expect(order.nextDue == .milliseconds(390))
    #expect(rows(at: 390).isEmpty)
    #expect(controls(at: 390) == ["word"])
    #expect(order.nextDue == .milliseconds(400))
    #expect(rows(at: 400) == [1])
    #expect(order.nextDue == nil)
  }

  @Test mutating func `past the bound the oldest rows go at once, and in their order`() {
    let bound = ArrivalOrder<String, Int>.bound
    for row in 0..<(bound * 3) {
      order.append(row: row, arrivedAt: .zero)
      if row == bound * 2 { #expect(rows(at: 0) == Array(0...bound)) }
    }
    #expect(rows(at: 0) == Array((bound + 1)..<(bound * 2)))
    #expect(rows(at: 400) == Array((bound * 2)..<(bound * 3)))
    #expect(order.isEmpty)
  }
}

import Foundation
import Testing

@testable import Runtime

@Suite struct ThreadTests {
  @Test func `a thread's value comes back through join`() throws {
    let thread = try DedicatedThread(name: "cdc-test") { (1...100).reduce(0, +) }
    #expect(thread.join() == 5050)
  }

  @Test func `joining again gives the same value`() throws {
    let thread = try DedicatedThread(name: "cdc-test") { "done" }
    #expect(thread.join() == "done")
    #expect(thread.join() == "done")
  }

  @Test func `threads that join the same thread all get its value`() throws {
    let worker = try DedicatedThread(name: "cdc-test") { 7 }
    let joiners = try (0..<4).map { _ in
      try DedicatedThread(name: "cdc-joiner") { worker.join() }
    }
    #expect(joiners.map { $0.join() } == [7, 7, 7, 7])
  }

  @Test(arguments: [
    ("cdc-poll", "cdc-poll"),
    ("cdc-connect-cluster-2", "cdc-connect-clu"),
  ])
  func `a thread shows its name`(name: String, shown: String) throws {
    let thread = try DedicatedThread(name: name) {
      (try? String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)) ?? ""
    }
    #expect(thread.join() == shown + "\n")
  }

  @Test func `a thread that nobody joins still runs to its end`() throws {
    let ran = Locked(false)
    _ = try DedicatedThread(name: "cdc-test") { ran.withLock { $0 = true } }
    #expect(ran.wait(until: Deadline(after: .seconds(20))) { $0 ? true : nil } == true)
  }
}

@Suite struct LockedTests {
  @Test func `no change is lost when threads contend`() throws {
    let count = Locked(0)
    let threads = try (0..<4).map { _ in
      try DedicatedThread(name: "cdc-count") {
        for _ in 0..<10_000 { count.withLock { $0 += 1 } }
      }
    }
    for thread in threads { thread.join() }
    #expect(count.current == 40_000)
  }

  @Test func `a reader never sees half of a change`() throws {
    let pair = Locked((first: 0, second: 0))
    let writer = try DedicatedThread(name: "cdc-write") {
      for number in 1...20_000 { pair.withLock { $0 = (number, -number) } }
    }
    for _ in 0..<5_000 {
      let seen = pair.current
      #expect(seen.first == -seen.second)
    }
    writer.join()
  }

  @Test func `the error of the body comes out and the lock is free again`() {
    struct Refused: Error {}
    let value = Locked(1)
    #expect(throws: Refused.self) {
      try value.withLock { number throws(Refused) in
        number = 2
        throw Refused()
      }
    }
    #expect(value.current == 2)
  }

  @Test func `waiting ends as soon as another thread has made the condition true`() throws {
    let number = Locked(0)
    let writer = try DedicatedThread(name: "cdc-write") {
      for _ in 0..<3 { number.withLock { $0 += 1 } }
    }
    let seen = number.wait(until: Deadline(after: .seconds(20))) { $0 == 3 ? $0 : nil }
    #expect(seen == 3)
    writer.join()
  }

  @Test func `waiting gives nil when the deadline has passed`() {
    #expect(Locked(0).wait(until: Deadline(after: .milliseconds(5))) { $0 == 1 ? $0 : nil } == nil)
  }
}

import CommandLine
import Testing

@Suite struct SizeTextTests {
  @Test(
    arguments: [
      ("1", 1), ("4096b", 4096), ("500MB", 500_000_000), ("10gb", 10_000_000_000),
      ("1GiB", 1 << 30), ("2TiB", 2 << 40), ("3kB", 3000),
    ] as [(String, Int64)])
  func `a whole number and a unit are a size`(text: String, bytes: Int64) {
    #expect(SizeText.parse(text) == bytes)
  }

  @Test(arguments: [
    "", "0", "-1", "1.5GB", "GB", "1 GB", "1PB", "99999999999999999999", "9223372036854775807kB",
    "١GB",
  ])
  func `anything else is none`(text: String) {
    #expect(SizeText.parse(text) == nil)
  }
}

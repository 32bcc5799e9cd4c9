import Model
import TestSupport
import Testing

@testable import Media

@Suite("A missing end marker")
struct EndMarks {
  @Test(
    "is a blemish of a sequential JPEG, and truncates a progressive one",
    arguments: [
      ("jpeg-baseline.jpg", ["endMarkerMissing"], true),
      ("jpeg-optimised.jpg", ["endMarkerMissing"], true),
      ("jpeg-grey.jpg", ["endMarkerMissing"], true),
      ("jpeg-restart.jpg", ["endMarkerMissing"], true),
      ("jpeg-cmyk.jpg", ["endMarkerMissing"], true),
      ("jpeg-progressive.jpg", ["truncated"], false),
      ("jpeg-progressive-grey.jpg", ["truncated"], false),
      ("jpeg-restart-progressive.jpg", ["truncated"], false),
      ("jpeg-ycck-progressive.jpg", ["truncated"], false),
    ])
  func jpeg(name: String, problems: [String], isProven: Bool) async throws {
    let bytes = try Fixtures.bytes("odd/\(name)")
    try #require(bytes.suffix(2) == [0xFF, 0xD9])
    for missing in 1...2 {
      let facts = try await Inspector.sample.inspect(bytes.dropLast(missing), named: name)
      #expect(facts.problemNames == problems, "\(facts.problems)")
      #expect(facts.isProven == isProven)
    }
  }

  @Test("is only a blemish of a PNG")
  func png() async throws {
    let bytes = try Fixtures.bytes("odd/png-rgb-8.png")
    for missing in 1...12 {
      let facts = try await Inspector.sample.inspect(bytes.dropLast(missing), named: "a.png")
      #expect(facts.problems == [.endMarkerMissing])
      #expect(facts.isProven)
    }
  }

  @Test("of a progressive JPEG is reported with the number of scans that were read")
  func words() async throws {
    let bytes = try Fixtures.bytes("odd/jpeg-progressive.jpg")
    let whole = try await Inspector.sample.inspect(bytes.dropLast(2), named: "a.jpg")
    #expect(
      whole.problems == [
        .truncated(what: "the file ends after 10 scans, without an end marker")
      ])
    let cut = try await Inspector.sample.inspect(bytes.dropLast(40), named: "a.jpg")
    #expect(cut.problems == [.truncated(what: "the file ends inside scan 10")])
  }

  @Test("does not hide damage before it")
  func damaged() async throws {
    let bytes = try Fixtures.bytes("odd/jpeg-bad-code.jpg")
    let facts = try await Inspector.sample.inspect(bytes.dropLast(2), named: "a.jpg")
    #expect(facts.problems.contains { $0.isDamage })
    #expect(!facts.isProven)
  }
}

extension Inspector {
  fileprivate func inspect(_ bytes: ArraySlice<UInt8>, named name: String) async throws -> FileFacts
  {
    try await inspect(Array(bytes), named: name)
  }
}

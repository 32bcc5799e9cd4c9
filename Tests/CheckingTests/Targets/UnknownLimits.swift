import Checking
import CheckingSupport
import Model
import Targets
import Testing

@Suite("Limits that no source states")
struct UnknownLimits {
  @Test(
    "are named by kind, where files have something to limit",
    arguments: [
      ("kling", Slot.element, [UsualLimit]()), ("fal.kling-v4.r2v", .image, [.fileSize]),
      ("fal.kling-v4.r2v", .video, [.fileSize, .sides, .length]),
      ("fal.grok-imagine.r2v", .image, [.fileSize, .sides, .shape]),
      ("fal.seedance-2.0.r2v", .voice, []),
    ])
  func kinds(id: String, slot: Slot, expected: [UsualLimit]) throws {
    let target = try SampleTarget.builtIn(id)
    #expect(try #require(target.rules(for: slot)).unknownLimits == expected)
  }

  @Test("are noted once for each kind of file, and only where one is unknown")
  func notes() throws {
    let target = try SampleTarget.builtIn("fal.grok-imagine.r2v")
    let notes = target.notesOnUnknownLimits(for: [.picture, .clip])
    #expect(notes.map { "\($0.rule) \($0.severity)" } == ["target.no-limit note"])
    #expect(
      notes.first?.message
        == "no limit is known on the file size, sides and shape of a picture here, so it may still "
        + "be refused")
    #expect(notes.first?.target == target.profile.id && notes.first?.slot == .image)
    #expect(try SampleTarget.builtIn("kling").notesOnUnknownLimits(for: [.picture]).isEmpty)
  }

  @Test(
    "are compared with what other hosts of the model accept",
    arguments: [(9_000_000, [String]()), (900_000_000, ["target.above-others note"])])
  func others(bytes: Int, expected: [String]) throws {
    let target = try SampleTarget.builtIn("fal.kling-v4.r2v")
    var file = try FileFacts.picture(name: "big.jpg")
    file.byteCount = bytes
    #expect(target.broken(by: file) == expected)
    // Where a limit is stated, the largest of other hosts says nothing.
    let stated = try SampleTarget.builtIn("fal.kling-o3.r2v").broken(by: file)
    #expect(!stated.contains("target.above-others note"))
  }

  @Test("names the largest limit and the host that states it")
  func words() throws {
    let target = try SampleTarget.builtIn("fal.kling-v4.r2v")
    var file = try FileFacts.picture(name: "big.jpg")
    file.byteCount = 900_000_000
    let note = try #require(target.findings(for: file).first)
    let largest = try TargetCatalogue().largestLimits(besides: target.profile, for: .picture)
    let size = try #require(largest.first { $0.limit == .fileSize })
    #expect(
      note.message.hasPrefix(
        "900 MB, and no limit of fal.kling-v4.r2v is known; other hosts accept at most "))
    #expect(note.message.hasSuffix(" (\(size.target))"))
    #expect([note.measured, note.limit, note.unit] == ["900000000", "\(size.maximum)", "bytes"])
  }
}

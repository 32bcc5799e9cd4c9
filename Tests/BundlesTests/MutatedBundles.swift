import Archive
import Media
import Model
import Targets
import TestSupport
import Testing

@testable import Bundles

@Suite("A bundle with one change and digests that fit", .timeLimit(.minutes(30)))
struct MutatedBundles {
  /// Changes that nothing depends on, by how their names begin or end, and why.
  static let meaningless: [(start: String, end: String, reason: String)] = [
    ("bundle.json /cast/", "/files swapped", "files are sent by their roles, not by their numbers"),
    ("bundle.json /settings", "doubled", "a setting that is said twice is the same"),
    ("bundle.json /options", "", "how it was exported: nothing depends on it"),
    (
      "bundle.json /files/", "",
      "a picture's size, its steps and where it comes from are compared "
        + "with the picture and the legend, which these files are not"
    ),
    ("bundle.json /name", "", "the name of the folder is free: a note says so"),
    ("shot.md line", "\"\" removed", "empty lines between settings and prompt are not sent"),
    ("shot.md line", "\"\" twice", "empty lines between settings and prompt are not sent"),
    ("shot.md line 2 \"target: ", "", "a setting holds in its place"),
    ("legend.png", "", "it is compared where pictures are drawn"),
    ("references/", "", "pictures are compared where they are decoded, and with the legend"),
    ("upload/", "", "pictures are compared where they are decoded, and with the legend"),
    (
      "shot.md line 4 \"start: a.jpg\"", "without a.jpg", "the path of a frame stands in the legend"
    ),
    (
      "bundle.json /cast/0/description", "She hums.x\"",
      "of a description the first sentence is sent"
    ),
    ("shot.md with a bit changed", "", "the bit is in the path of a frame, which the legend shows"),
    ("shot.md line 4 \"start: a.jpg\"", "and more", "the path of a frame stands in the legend"),
  ]

  private static let catalogue = Result { try TargetCatalogue() }

  private static func status(_ files: [String: [UInt8]]) throws -> Status {
    var memory = MemoryFiles([])
    memory.contents = files
    return try BundleVerification(memory, in: catalogue.get(), hash: SHA256.digest).status
  }

  @Test(
    "is never whole, unless the change has no meaning",
    arguments: ["fal.kling-v3.i2v", "kling.v3-omni", "fal.kling-o3.r2v", "kling.app"])
  func never(target: String) throws {
    let text = "---\ntarget: x\n" + Draft.lobby.dropFirst(4)
    let files = try Draft.bundle(text, for: target).files.contents
    try #require(try Self.status(files) == .pass)
    let mutants = BundleMutants(of: files)
    #expect(mutants.all.count > 500)
    var whole: [String] = []
    for mutant in TestRun.some(mutants.all, 200)
    where try Self.status(mutants.files(of: mutant)) == .pass {
      let isKnown = Self.meaningless.contains { start, end, _ in
        mutant.name.hasPrefix(start) && mutant.name.hasSuffix(end)
      }
      // Without sound nobody speaks, and the voice is not sent.
      if target == "fal.kling-o3.r2v", mutant.name.hasPrefix("bundle.json /cast/0/voice") {
        continue
      }
      // These have no tiers: the line is passed over.
      if target.hasPrefix("kling."), mutant.name.hasPrefix("shot.md line 3 \"tier: ") { continue }
      if !isKnown { whole.append(mutant.name) }
    }
    #expect(whole.isEmpty, "\(whole.joined(separator: "\n"))")
  }

  @Test("That is larger than its manifest says, or than anything can be, is not read")
  func sizes() throws {
    let files = try Draft.bundle(Draft.lobby, for: "fal.kling-v3.i2v").files
    for name in files.contents.keys.sorted() {
      let huge = HugeFile(files: files, huge: name, byteCount: 10 << 30)
      let verified = try BundleVerification(huge, in: Self.catalogue.get(), hash: SHA256.digest)
      #expect(verified.status == .fail, "\(name)")
      #expect(verified.findings.contains { $0.rule == .bundleTooLarge }, "\(name)")
    }
  }
}

/// A bundle of which one file says to be huge, and must not be read.
private struct HugeFile: PackedFiles {
  let whole: MemoryFiles
  let huge: String
  let byteCount: Int

  init(files: MemoryFiles, huge: String, byteCount: Int) {
    whole = files
    self.huge = huge
    self.byteCount = byteCount
  }

  var name: String { whole.name }

  var files: [(name: EntryName, byteCount: Int)] {
    whole.files.map { ($0.name, $0.name.text == huge ? byteCount : $0.byteCount) }
  }

  func bytes(of name: EntryName, limit: Int) throws -> [UInt8] {
    guard name.text != huge else { throw BundleError.badFile(huge, "was read") }
    return try whole.bytes(of: name, limit: limit)
  }

  func digest(of name: EntryName) throws -> Digest {
    guard name.text != huge else { throw BundleError.badFile(huge, "was read") }
    return try whole.digest(of: name)
  }
}

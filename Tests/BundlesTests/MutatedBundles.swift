import Archive
import CastSupport
import Files
import FormatSupport
import Media
import Model
import Targets
import TestSupport
import Testing

@testable import Bundles

@Suite("A bundle with one change and matching digests", .timeLimit(.minutes(30)))
struct MutatedBundles {
  /// Changes without any effect, and changes that only a look at files beside the bundle's texts
  /// finds.
  static let meaningless =
    BundleMutants.meaningless + [
      (
        "bundle.json /files/", "",
        "a picture's size, its steps and where it comes from are compared "
          + "with the picture and the legend, which these files are not"
      ),
      ("shot.md line 2 \"target: ", "", "a setting in bundle.json overrides it"),
      ("shot.md with a quoted target", "", "a setting in bundle.json overrides it"),
      ("shot.md with another start", "", "the path of a frame stands in the legend"),
      ("uploads.json /remotes/1/", "", "ids are compared with the user's own library"),
      ("legend.png", "", "it is compared where pictures are drawn"),
      ("references/", "", "pictures are compared where they are decoded, and with the legend"),
      ("upload/", "", "pictures are compared where they are decoded, and with the legend"),
      (
        "shot.md with a bit changed", "",
        "the bit is in the path of a frame, which the legend shows"
      ),
      ("shot.md line", "\"start: a.jpg\" without a.jpg", "the legend shows the path of a frame"),
      ("shot.md line", "\"start: a.jpg\" and more", "the legend shows the path of a frame"),
      ("bundle.json /cast/", "files swapped", "the legend has the numbers of files"),
      ("bundle.json /cast/", "files reversed", "the legend has the numbers of files"),
      ("bundle.json /cast/", "files turned", "the legend has the numbers of files"),
      ("shot.md line", "\"duration: 5\" removed", "it is as long without it"),
      ("shot.md line", "\"images: @mira=left,front\" twice", "a choice that is said twice"),
    ]

  /// Such changes in bundles that leave pictures out.
  static let unsent: [(start: String, end: String, reason: String)] =
    [
      "files/1 removed", "files/2 removed", "files swapped", "files reversed", "files turned",
      "files with its last twice", "files doubled",
    ]
    .map { ("bundle.json /cast/", $0, "the legend names the pictures that are not sent") }
    + [("shot.md with a choice", "", "a later choice overrides it")]

  private static let catalogue = Result { try TargetCatalogue() }

  private static func status(_ files: [String: [UInt8]]) throws -> Status {
    var memory = MemoryFiles([])
    memory.contents = files
    return try BundleVerification(memory, in: catalogue.get(), hash: SHA256.digest).status
  }

  /// A bundle to change, and its target.
  struct Whole: Sendable, CustomTestStringConvertible {
    let target: String
    var text = "---\ntarget: x\n" + Draft.lobby.dropFirst(4)
    var cast = Cast.standard
    var known: [String: KnownID] = [:]
    var inline = false
    var leavesPictures = false
    var minimum = 1000
    var what = ""

    var testDescription: String { what.isEmpty ? target : "\(target), \(what)" }

    static let all = [
      Whole(target: "fal.kling-v3.i2v"), Whole(target: "kling.v3-omni"),
      Whole(target: "fal.kling-o3.r2v"), Whole(target: "kling.app"),
      Whole(
        target: "fal.kling-v3.t2v",
        text: "---\ntarget: x\nduration: 5\n---\n@mira and @mira_voice wave at @tower.\n",
        what: "which sends no files"),
      Whole(
        target: "kling.v3-omni",
        known: ["castbook:remote/@mira": KnownID("123", account: "main")],
        what: "with an element that is there"),
      Whole(
        target: "runway.gen4-references",
        text:
          "---\ntarget: x\nvariant: gen4_image_turbo\naspect: 16:9\n---\n@mira waves at @tower.\n",
        leavesPictures: true, what: "with pictures that stay"),
      Whole(
        target: "fal.kling-v3.i2v",
        text: "---\ntarget: x\nstart: a.jpg\nimages: @mira=left,front\n---\n@mira waves.\n",
        inline: true, leavesPictures: true, what: "with files within"),
    ]
  }

  @Test("is never valid, unless the change has no meaning", arguments: Whole.all)
  func never(bundle: Whole) throws {
    let target = bundle.target
    let files = try Draft.bundle(
      bundle.text, for: target, cast: bundle.cast, known: bundle.known, inline: bundle.inline
    ).files.contents
    try #require(try Self.status(files) == .pass)
    let mutants = BundleMutants(of: files)
    #expect(mutants.all.count > bundle.minimum)
    var whole: [String] = []
    for mutant in TestRun.some(mutants.all, 60)
    where try Self.status(mutants.files(of: mutant)) == .pass {
      let isKnown =
        mutant.isOne(
          of: Self.meaningless + (bundle.leavesPictures ? Self.unsent : []))
        || mutant.statesTheSame(as: files)
      // These targets have no tiers: the line is skipped.
      if target.hasPrefix("kling."), mutant.name.hasPrefix("shot.md line 3 \"tier: ") { continue }
      // The chosen files are not sent.
      if target.hasSuffix(".t2v"), mutant.name == "shot.md with a choice" { continue }
      if !isKnown { whole.append(mutant.name) }
    }
    #expect(whole.isEmpty, "\(whole.joined(separator: "\n"))")
  }

  @Test("A file larger than its manifest says, or than the maximum, is not read")
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

/// A bundle with one file that claims to be huge, and must not be read.
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

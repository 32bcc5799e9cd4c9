import Castbook
import Decoding
import FormatSupport
import Foundation
import TestSupport
import Testing

@testable import Media
@testable import PNG

@Suite("Private metadata of every kind, in every form", .timeLimit(.minutes(30)))
struct PrivateVariants {
  private static let variants = Result {
    PrivateVariant.all(
      PrivateVariant.Pictures(
        jpeg: try bytes("jpeg-baseline.jpg"), png: try bytes("png-rgb-8.png"),
        webp: try bytes("webp-lossy.webp"), width: 320, height: 400))
  }

  private static func bytes(_ name: String) throws -> [UInt8] {
    try Fixtures.bytes("odd/\(name)")
  }

  @Test("is found, and its kind is named")
  func found() async throws {
    let variants = try Self.variants.get()
    #expect(variants.count > 190)
    let inspector = Inspector(budget: MemoryBudget(total: 256 << 20))
    for variant in variants {
      let facts = try await inspector.inspect(
        .bytes(variant.bytes, name: try #require(FilePath(variant.name))), depth: .facts
      ).facts
      #expect(facts.isProven, "\(variant.name): \(facts.problems)")
      let kinds = facts.privateMetadata
      #expect(kinds.map(\.rawValue).contains(variant.kind), "\(variant.name): \(kinds)")
      if !["resource-thumbnail", "motion", "thumbnail"].contains(where: variant.name.contains) {
        #expect(kinds.count == 1, "\(variant.name): \(kinds)")
      }
      if variant.kind == "other", !variant.name.contains("xmp-comment") {
        #expect(facts.image?.otherDataBytes ?? 0 > 8, "\(variant.name)")
      }
    }
  }

  @Test("is removed by prepare, and no pixel changes")
  func prepared() async throws {
    let variants = try Self.variants.get()
    let scratch = try TemporaryFolder()
    let outcome = try await prepared(variants, in: scratch, keeping: [])
    for (variant, file) in zip(variants, outcome.files) {
      #expect(file.path.name.text == variant.name)
      let copy = try #require(file.preparedCopy, "\(variant.name): \(file.refusals)")
      #expect(copy.facts.privateMetadata.isEmpty, "\(variant.name)")
      #expect(
        copy.steps.contains { if case .keepCoding = $0 { true } else { false } },
        "\(variant.name): \(copy.steps)")
      let written = try Self.read(scratch, variant)
      #expect(!Self.shows(variant.secret, in: written), "\(variant.name)")
      try await Self.expectSamePixels(variant.bytes, written, variant)
      let lost = copy.remarks.map(\.rule)
      #expect(lost == (variant.kind == "credentials" ? [.imageMetadataLost] : []))
    }
  }

  @Test("is kept on request: the author as XMP, credentials as they are")
  func kept() async throws {
    let kinds = ["authorship", "credentials"]
    let variants = try Self.variants.get().filter { kinds.contains($0.kind) }
    let scratch = try TemporaryFolder()
    let outcome = try await prepared(variants, in: scratch, keeping: [.authorship, .credentials])
    for (variant, file) in zip(variants, outcome.files) {
      // The file contains no other private metadata, so none has to be removed.
      guard case .asItIs = file.outcome else {
        Issue.record("\(variant.name): \(file.outcome)")
        continue
      }
      #expect(try Self.read(scratch, variant) == variant.bytes, "\(variant.name)")
    }
  }

  @Test("is separated from what stays", arguments: ["jpg", "png", "webp"])
  func parted(suffix: String) async throws {
    let secret = "Zyx999Quorn"
    var block = EXIFBuilder()
    block.main = [.init(0x013B, "Ana & Bo <bo@example.com>"), .init(0x010E, secret)]
    block.photo = [.init(0xA431, secret)]
    let manifest = AssembledPicture.manifest("signed")
    let bytes: [UInt8] =
      switch suffix {
      case "jpg":
        AssembledPicture.jpeg(
          try Self.bytes("jpeg-baseline.jpg"),
          [
            AssembledPicture.exif(block),
            (0xEB, Array("JP\0\u{1}\0\0\0\u{1}".utf8) + manifest),
          ])
      case "png":
        AssembledPicture.png(
          try Self.bytes("png-rgb-8.png"), [("eXIf", block.bytes), ("caBX", manifest)])
      default:
        AssembledPicture.webp(
          try Self.bytes("webp-lossy.webp"), width: 320, height: 400,
          [("EXIF", block.bytes), ("C2PA", manifest)])
      }
    let variant = PrivateVariant(
      name: "parted.\(suffix)", kind: "authorship", secret: secret, bytes: bytes)
    let scratch = try TemporaryFolder()
    let outcome = try await prepared([variant], in: scratch, keeping: [.authorship, .credentials])
    let copy = try #require(outcome.files.first?.preparedCopy, "\(outcome.files)")
    #expect(copy.facts.privateMetadata == [.authorship, .credentials])
    #expect(copy.steps.contains(.dropMetadata([.serialNumber, .comment])))
    #expect(copy.steps.contains(.keepMetadata([.authorship, .credentials])))
    #expect(copy.remarks.map(\.rule) == [.imageMetadataLost])
    let written = try Self.read(scratch, variant)
    #expect(!Self.shows(secret, in: written) && Self.shows("signed", in: written))
    #expect(
      MetadataSurvey(of: written, try #require(copy.facts.format)).authorship.creators
        == ["Ana & Bo <bo@example.com>"])
    try await Self.expectSamePixels(bytes, written, variant)
  }

  // MARK: Preparing

  private func prepared(
    _ variants: [PrivateVariant], in scratch: TemporaryFolder, keeping keeps: Set<KeptMetadata>
  ) async throws -> Preparation.Outcome {
    let folder = scratch.url.appending(path: "in")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for variant in variants {
      try Data(variant.bytes).write(to: folder.appending(path: variant.name))
    }
    var preparation = Preparation(
      targets: try Fixtures.targets(["fal.seedance-2.0.r2v"], slot: .image))
    preparation.options.keptMetadata = keeps
    preparation.measures = false
    return try await preparation.run(
      FileList(variants.map { scratch.path("in/\($0.name)") }),
      into: PreparedFolder(at: scratch.path("ready"), replacing: false)
    ) { _ in }
  }

  private static func read(_ scratch: TemporaryFolder, _ variant: PrivateVariant) throws -> [UInt8]
  {
    [UInt8](try Data(contentsOf: scratch.url.appending(path: "ready/\(variant.name)")))
  }

  private static func expectSamePixels(
    _ one: [UInt8], _ other: [UInt8], _ variant: PrivateVariant
  ) async throws {
    #expect(
      try await pixels(one, variant.name) == pixels(other, variant.name), "\(variant.name)")
  }

  /// All pixels of a picture, also if another process decodes it.
  private static func pixels(
    _ bytes: [UInt8], _ name: String
  ) async throws -> [UInt8] {
    let inspector = Inspector(budget: MemoryBudget(total: 256 << 20))
    let facts = try await inspector.inspect(
      .bytes(bytes, name: try #require(FilePath(name))), depth: .facts
    ).facts
    let pixels = GatheredPixels()
    let outcome = await inspector.pixels(of: bytes, facts, memory: 128 << 20, into: pixels)
    #expect(outcome == .complete && pixels.isWhole, "\(name): \(outcome)")
    return pixels.values
  }

  // MARK: Looking for secrets

  /// Whether a text is anywhere in a file: plainly, in UTF-16, in hexadecimal digits, or
  /// compressed.
  private static func shows(_ secret: String, in bytes: [UInt8]) -> Bool {
    let plain = Array(secret.utf8)
    let little: [UInt8] = plain.flatMap { byte -> [UInt8] in [byte, 0] }
    let big: [UInt8] = plain.flatMap { byte -> [UInt8] in [0, byte] }
    let hex = Array(plain.map { String(format: "%02x", $0) }.joined().utf8)
    let ways = [plain, little, big, hex]
    func holds(_ bytes: [UInt8]) -> Bool {
      let data = Data(bytes)
      return ways.contains { data.contains(bytes: $0) }
    }
    if holds(bytes) { return true }
    // Everything that begins like a zlib stream is decompressed.
    for index in bytes.indices.dropLast() where bytes[index] == 0x78 {
      guard (Int(bytes[index]) << 8 + Int(bytes[index + 1])) % 31 == 0 else { continue }
      let rest = Array(bytes[index...].prefix(1 << 16))
      if let text = Inflater.inflate(rest, upTo: 1 << 20), holds(text) { return true }
    }
    return false
  }
}

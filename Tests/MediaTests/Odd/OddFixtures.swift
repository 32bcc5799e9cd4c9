import Foundation
import Model
import TestSupport
import Testing

@testable import Media

extension ExpectedFile {
  var format: MediaFormat? {
    value["format"]?.string.flatMap(MediaFormat.init(rawValue:))
  }
}

@Suite("Each odd file", .timeLimit(.minutes(30)))
struct OddFixtures {
  /// Formats that are decoded; clips consist of headers alone.
  private static let decoded: Set<MediaFormat> = [
    .jpeg, .png, .webp, .heic, .avif, .gif, .bmp, .tiff, .wav,
  ]

  @Test("has an entry in expected.json, and each entry a file")
  func complete() throws {
    let files = try Fixtures.names(in: "odd").filter { $0 != "expected.json" }
    #expect(ExpectedFile.all.map(\.name).sorted() == files)
    #expect(!files.isEmpty)
  }

  @Test("has the expected format", arguments: ExpectedFile.all)
  func format(expected: ExpectedFile) async throws {
    let facts = try await Inspector.sample.facts(at: try Fixtures.path("odd/\(expected.name)"))
    #expect(facts.format ?? .unknown == expected.format)
    #expect(facts.digest != nil)
    let bytes = try Fixtures.bytes("odd/\(expected.name)")
    #expect(facts.byteCount == bytes.count)
    if !(facts.format.map(Self.decoded.contains) ?? false) {
      #expect(!facts.isProven)
    }
    if let width = expected.value["width"]?.integer, let height = expected.value["height"]?.integer
    {
      #expect(facts.image?.size ?? facts.clip?.size == PixelSize(width: width, height: height))
    }
    if let frames = expected.value["frames"]?.integer { #expect(facts.image?.frames == frames) }
    if let pages = expected.value["pages"]?.integer { #expect(facts.image?.pages == pages) }
    #expect(facts.clip?.milliseconds == expected.value["milliseconds"]?.integer)
    if let orientation = expected.value["orientation"]?.integer {
      #expect(facts.image?.orientation.rawValue == orientation)
    }
  }

  @Test("has the expected damage", arguments: ExpectedFile.all)
  func damage(expected: ExpectedFile) async throws {
    guard let damage = expected.value["damage"]?.string else { return }
    let facts = try await Inspector.sample.facts(at: try Fixtures.path("odd/\(expected.name)"))
    #expect(Self.damage(facts) == damage, "\(facts.problems)")
    if damage == "error" { #expect(!facts.isProven) }
    if damage != "error", facts.problems.allSatisfy({ !$0.preventsProof }) {
      #expect(facts.isProven)
    }
  }

  private static func damage(_ facts: FileFacts) -> String {
    var worst = "none"
    for problem in facts.problems {
      switch problem {
      case .corrupt, .truncated: return "error"
      case .endMarkerMissing, .blemish: worst = "warning"
      default: break
      }
    }
    return worst
  }

  @Test("has the expected oddities", arguments: ExpectedFile.all)
  func oddities(expected: ExpectedFile) async throws {
    let facts = try await Inspector.sample.facts(at: try Fixtures.path("odd/\(expected.name)"))
    guard let image = facts.image else {
      #expect(expected.value["width"] == nil || facts.clip != nil)
      return
    }
    let found = [
      "image.has-alpha": image.alpha == .used,
      "image.animated": image.frames > 1,
      "image.several-pages": image.pages > 1 && facts.format != .ico,
      "image.not-srgb": !image.color.isSRGB,
      "image.private-metadata": !image.privateMetadata.isEmpty,
      "image.trailing-data": image.trailing != nil,
      "image.rare-coding": image.coding.rare != nil,
      "image.orientation-ignored": image.orientationNote != nil,
    ]
    for (rule, isFound) in found {
      guard let asked = expected.asks(for: rule) else { continue }
      #expect(isFound == asked, "\(rule): \(image)")
    }
    if facts.isProven, image.channels == 2 || image.channels == 4, case .sRGB = image.color {
      #expect(image.alpha != .unknown)
    }
  }
}

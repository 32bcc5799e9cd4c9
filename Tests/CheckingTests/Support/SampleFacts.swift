import Checking
import Model
import Targets
import Testing

extension FileFacts {
  /// A valid picture of a given size, as if read from a file.
  static func picture(
    _ width: Int = 900, _ height: Int = 1200, orientation: Orientation = .upright,
    format: MediaFormat = .jpeg, bytes: Int = 200_000, name: String = "mira.jpg"
  ) throws -> FileFacts {
    var facts = try file(format, bytes: bytes, name: name)
    var image = ImageFacts(
      codedSize: PixelSize(width: width, height: height), depth: 8, channels: 3)
    image.orientation = orientation
    facts.image = image
    facts.isProven = true
    return facts
  }

  /// A file of a given format with no other facts.
  static func file(
    _ format: MediaFormat, bytes: Int = 200_000, name: String = "mira.jpg"
  ) throws -> FileFacts {
    var facts = FileFacts(path: try #require(FilePath(name)))
    facts.format = format
    facts.byteCount = bytes
    return facts
  }

  func with(digest number: UInt8) -> FileFacts {
    var facts = self
    facts.digest = Digest(bytes: [UInt8](repeating: number, count: 32))
    return facts
  }
}

/// Targets as a check requests them.
enum SampleTarget {
  static func builtIn(_ name: String, slot: Slot? = nil) throws -> CheckTarget {
    let catalogue = try TargetCatalogue()
    return try CheckTarget(catalogue.find(name), slot: slot, in: catalogue)
  }

  /// A user-defined target with its slots and other keys given as JSON.
  static func own(
    slots: String = "{}", status: String = "live", more: String = "", slot: Slot? = nil
  ) throws -> CheckTarget {
    let text = """
      {
        "castbook": "target/1", "id": "my.target", "provider": "Me", "model": "Mine",
        "asOf": "2026-08-02", "status": "\(status)", "faces": "unknown", \(more)
        "sources": { "page": { "ref": "https://example.com", "kind": "first_party_page" } },
        "slots": \(slots)
      }
      """
    let catalogue = try TargetCatalogue(user: [(name: "my.json", bytes: Array(text.utf8))])
    return try CheckTarget(catalogue.find("my.target"), slot: slot, in: catalogue)
  }
}

extension CheckTarget {
  /// The findings for a file at this target.
  func findings(for file: FileFacts) -> [Finding] { outcomes(for: file).compactMap(\.finding) }

  /// The rules that a file breaks, each with its severity: `image.too-small error`.
  func broken(by file: FileFacts) -> [String] {
    findings(for: file).map { "\($0.rule) \($0.severity)" }
  }
}

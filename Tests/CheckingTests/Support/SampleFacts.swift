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

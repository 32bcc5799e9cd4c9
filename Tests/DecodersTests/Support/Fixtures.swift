import Decoding
import Foundation
import Model
import Testing

@testable import Decoders

/// The odd files in `Fixtures/` of the working copy that this test was built from.
enum Fixtures {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/odd")

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appending(path: name)))
  }

  /// Files of a format, by their names.
  static func names(_ suffix: String) -> [String] {
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: folder.path(percentEncoded: false))
    return (names ?? []).filter { $0.hasSuffix(".\(suffix)") }.sorted()
  }

  static func format(of name: String) -> DecodedFormat {
    switch name.suffix(4) {
    case "avif": .avif
    case ".tif": .tiff
    case ".gif": .gif
    default: .heic
    }
  }

  static func decode(_ name: String) throws -> DecodedPicture {
    decoded(try bytes(name), format(of: name))
  }

  static func decoded(_ bytes: [UInt8], _ format: DecodedFormat) -> DecodedPicture {
    unsafe bytes.withUnsafeBytes { unsafe Decoder.decode($0, as: format) }
  }

  static func outline(_ bytes: [UInt8]) -> HEIFOutline {
    unsafe bytes.withUnsafeBytes { HEIFOutline(unsafe BoxReader($0)) }
  }
}

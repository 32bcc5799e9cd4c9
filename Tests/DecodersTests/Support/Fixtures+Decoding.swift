import Decoding
import Model
import TestSupport
import Testing

@testable import Decoders

/// The odd files as the decoders read them.
extension Fixtures {
  /// Files of a format, by their names.
  static func names(ofFormat suffix: String) -> [String] {
    ((try? names(in: "odd")) ?? []).filter { $0.hasSuffix(".\(suffix)") }
  }

  static func format(of name: String) -> DecodedFormat {
    switch name.suffix(4) {
    case "avif": .avif
    case ".tif": .tiff
    case ".gif": .gif
    case "webp": .webp
    default: .heic
    }
  }

  static func decode(_ name: String) throws -> DecodedPicture {
    decoded(try bytes("odd/\(name)"), format(of: name))
  }

  static func decoded(_ bytes: [UInt8], _ format: DecodedFormat) -> DecodedPicture {
    unsafe bytes.withUnsafeBytes { unsafe Decoder.decode($0, as: format) }
  }

  static func outline(_ bytes: [UInt8]) -> HEIFOutline {
    unsafe bytes.withUnsafeBytes { HEIFOutline(unsafe BoxReader($0)) }
  }
}

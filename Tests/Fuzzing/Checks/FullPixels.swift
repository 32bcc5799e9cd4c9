import Decoding
import FormatSupport
import Model
import TestSupport

@testable import Media
@testable import PNG

/// Pictures at their full size, and operations on files without decoding them.
enum FullPixels {
  /// Larger pictures would only make fuzzing slow.
  private static let pixelLimit = 1 << 20
  private static let memory = 64 << 20

  /// Reads all pixels of a file, and those of the file with corrected checksums if the format has
  /// any.
  static func of(_ format: MediaFormat) -> @Sendable ([UInt8]) throws -> Void {
    { bytes in
      try look(at: bytes, format)
      if format == .png { try look(at: PNGBytes.withChecksums(bytes), format) }
    }
  }

  private static func look(at bytes: [UInt8], _ format: MediaFormat) throws {
    guard let reading = PixelReading(bytes, format) else { return }
    try must(reading.memory >= 0, "\(reading.memory) bytes are needed")
    let layout = reading.layout
    try must(layout.size.width > 0 && layout.size.height > 0, "it is \(layout.size)")
    // The number of pixels of sides this long would overflow.
    guard layout.size.longerSide <= pixelLimit, layout.size.pixelCount <= pixelLimit else { return }
    let sink = GatheredPixels(keeping: false)
    let outcome = reading.run(within: memory, into: sink)
    let all = layout.rowBytes * layout.size.height
    let received = sink.received
    let words = "\(received.byteCount) of \(all) bytes came"
    try must(!received.isBroken && received.byteCount <= all, words)
    if outcome == .complete { try must(sink.isWhole, words) }
    if case .failed(let words) = outcome { try Words.look(at: words) }
  }

  static func jpegParts(_ bytes: [UInt8]) throws {
    for keeping in [false, true] {
      guard let stripped = JPEGParts.stripped(bytes, keepingProfile: keeping) else { continue }
      try must(
        JPEGParts.stripped(stripped, keepingProfile: keeping) == stripped,
        "less is left the second time")
      try must(stripped.count <= bytes.count + 2, "\(stripped.count) of \(bytes.count) bytes")
    }
  }

  static func pngParts(_ bytes: [UInt8]) throws {
    for bytes in [bytes, PNGBytes.withChecksums(bytes)] {
      guard let stripped = PNGParts.stripped(bytes, keepingProfile: true) else { continue }
      try must(
        PNGParts.stripped(stripped, keepingProfile: true) == stripped,
        "less is left the second time")
      try must(stripped.count <= bytes.count + 12, "\(stripped.count) of \(bytes.count) bytes")
    }
  }

  /// The first byte selects the orientation, and whether the whole picture is requested.
  static func jpegTurning(_ bytes: [UInt8]) throws {
    let orientation = Orientation(rawValue: 1 + Int(bytes.first ?? 0) % 8) ?? .upright
    let file = Array(bytes.dropFirst())
    let turning: JPEGTransform
    do {
      turning = try JPEGTransform(file, orientation)
    } catch {
      return
    }
    guard turning.size.pixelCount <= pixelLimit else { return }
    let wished = PixelBox(
      x: 1, y: 1, width: turning.size.width - 1, height: turning.size.height - 1)
    let crop = bytes[0] < 128 ? nil : turning.aligned(wished, .inward)
    do {
      let turned = try turning.transformed(crop: crop, keepingProfile: true, memoryLimit: memory)
      let size = JPEGHeader(ByteView(turned)).facts?.codedSize
      let wanted = crop.map { PixelSize(width: $0.width, height: $0.height) } ?? turning.size
      try must(size == wanted, "\(wanted) became \(String(describing: size))")
    } catch let refusal as JPEGTransform.Refusal {
      if case .failed(let words) = refusal { try Words.look(at: words) }
    }
  }
}

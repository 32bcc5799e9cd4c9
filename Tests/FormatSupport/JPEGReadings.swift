import CJPEGProof
import CRaster
import Model

@testable import Media

/// A JPEG as read by the fast walk, and by libjpeg alone.
package struct JPEGReadings {
  private let quick: (found: castbook_jpeg_proof_t, luma: LumaPlane?)
  private let slow: (found: castbook_jpeg_proof_t, luma: LumaPlane?)

  /// Reads a file both ways.
  package init(_ bytes: [UInt8], memoryLimit: Int, wantsLuma: Bool) {
    let prover = JPEGProver(bytes, memoryLimit: memoryLimit)
    quick = prover.read(wantsLuma: wantsLuma)
    slow = prover.read(wantsLuma: wantsLuma, usingLibraryAlone: true)
  }

  /// Whether both found the same, or the walk found a fault that libjpeg ignores.
  package var agree: Bool {
    quick.found.overrun || quick.found.left_over
      || quick.luma == slow.luma && Self.values(quick.found) == Self.values(slow.found)
        && Self.message(quick.found) == Self.message(slow.found)
  }

  /// The samples of a picture at full size, and the statistics of its luma, as a raster has them.
  private struct Samples: Equatable {
    var planes: [[UInt8]] = []
    var statistics: [UInt8] = []

    /// Lets `decode` pass a picture to a raster; `nil` if that passes none.
    init?(_ size: PixelSize, _ decode: (OpaquePointer) -> castbook_jpeg_colors_t) {
      // A raster of the picture's own size keeps every sample.
      guard
        let raster = castbook_raster_new(
          UInt64(size.width), UInt64(size.height), UInt32(size.width), UInt32(size.height))
      else { return nil }
      defer { castbook_raster_free(raster) }
      let colors = decode(raster)
      guard colors == CASTBOOK_JPEG_GREY || colors == CASTBOOK_JPEG_YCC else { return nil }
      for plane in 0..<(colors == CASTBOOK_JPEG_GREY ? 1 : 3) {
        guard let first = castbook_raster_small(raster, Int32(plane)) else { return nil }
        planes.append(Array(UnsafeBufferPointer(start: first, count: size.pixelCount)))
      }
      var found = castbook_raster_statistics_t()
      guard castbook_raster_statistics(raster, &found) else { return nil }
      statistics = withUnsafeBytes(of: found) { Array($0) }
    }
  }

  /// Returns whether decoding a picture during its proof gives the same samples as libjpeg, with
  /// all instructions and with those of the oldest processors; `nil` if it is not decoded then.
  package static func samplesAgree(_ bytes: [UInt8], memoryLimit: Int) -> Bool? {
    guard let size = JPEGHeader(ByteView(bytes)).facts?.codedSize,
      size.width <= 4095, size.height <= 4095
    else { return nil }
    let prover = JPEGProver(bytes, memoryLimit: memoryLimit)
    let plain = JPEGProver(bytes, memoryLimit: memoryLimit, isPlain: true)
    guard let quick = Samples(size, { prover.read(into: $0).found.colors }) else { return nil }
    return quick == Samples(size) { plain.read(into: $0).found.colors }
      && quick == Samples(size, prover.decode)
  }

  /// All numbers and flags.
  private static func values(_ found: castbook_jpeg_proof_t) -> [Int] {
    let flags = [
      found.overrun, found.left_over, found.ran_out, found.is_progressive,
      found.component_missing, found.has_luma,
    ]
    return [
      Int(found.status.rawValue), Int(found.premature), Int(found.bad_code), Int(found.resync),
      Int(found.extraneous), Int(found.other), Int(found.scans), Int(found.width),
      Int(found.height), found.end,
      found.first_damage_row >= 0 && found.rows > 0
        ? Int(found.first_damage_row) * 100 / Int(found.rows) : -1,
    ] + flags.map { $0 ? 1 : 0 }
  }

  /// The message, which counts for a refused file and for a remark.
  private static func message(_ found: castbook_jpeg_proof_t) -> [UInt8] {
    guard found.status == CASTBOOK_JPEG_REFUSED || found.other > 0 else { return [] }
    return withUnsafeBytes(of: found.message) { text in Array(text.prefix { $0 != 0 }) }
  }
}

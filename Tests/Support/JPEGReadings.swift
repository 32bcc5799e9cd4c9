import CJPEGProof
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

internal import CJPEGProof
internal import Decoding
internal import Model

/// What a JPEG is found to be when every code of it is read, as a value.
struct JPEGVerdict: Equatable {
  /// How the reading ended.
  enum Ending: Equatable {
    case read
    case refused(String)
    case tooBig
    case tooComplex
    case noMemory
  }

  let ending: Ending
  let premature: Int
  let badCodes: Int
  let resyncs: Int
  /// Whether a block holds more coefficients than it has.
  let isOverrun: Bool
  /// Whether coded data stand behind the last block.
  let isLeftOver: Bool
  let extraneous: Int
  /// libjpeg's words for anything else it noticed.
  let remark: String?
  let ranOut: Bool
  let isProgressive: Bool
  let componentMissing: Bool
  /// How far down the picture the first damage was met, 0…100.
  let firstDamagePercent: Int?
  let scans: Int
  let width: Int
  let height: Int
  /// The first byte after the end mark.
  let end: Int
  /// The picture made small, where that was asked for and could be had from what was read.
  let luma: LumaPlane?

  /// Decodes every coded byte, without making pixels. `byLibraryAlone` leaves out the quick walk that
  /// goes before libjpeg.
  static func of(
    _ bytes: [UInt8], memoryLimit: Int, scanLimit: Int, wantsLuma: Bool = false,
    byLibraryAlone: Bool = false
  ) -> JPEGVerdict {
    let bounds = castbook_jpeg_bounds_t(memory_limit: memoryLimit, scan_limit: Int32(scanLimit))
    var means = [UInt8](repeating: 0, count: wantsLuma ? LumaPlane.side * LumaPlane.side : 0)
    var proof = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe means.withUnsafeMutableBufferPointer { means in
        let place = wantsLuma ? means.baseAddress : nil
        return unsafe byLibraryAlone
          ? castbook_jpeg_prove_slowly(buffer.baseAddress, buffer.count, bounds, place)
          : castbook_jpeg_prove(buffer.baseAddress, buffer.count, bounds, place)
      }
    }
    let message = unsafe withUnsafeBytes(of: &proof.message) { text in
      unsafe String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
    }
    return JPEGVerdict(proof, message: message, luma: proof.has_luma ? plane(means) : nil)
  }

  /// A sound picture made small by decoding it once more, at a small scale.
  static func luma(of bytes: [UInt8], memoryLimit: Int, scanLimit: Int) -> LumaPlane? {
    let bounds = castbook_jpeg_bounds_t(memory_limit: memoryLimit, scan_limit: Int32(scanLimit))
    var means = [UInt8](repeating: 0, count: LumaPlane.side * LumaPlane.side)
    let isDecoded = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe means.withUnsafeMutableBufferPointer { means in
        unsafe castbook_jpeg_luma(buffer.baseAddress, buffer.count, bounds, means.baseAddress)
      }
    }
    return isDecoded ? plane(means) : nil
  }

  /// A sound picture made small as it is measured, by decoding it whole.
  static func picture(
    of bytes: [UInt8], _ size: PixelSize, memoryLimit: Int, scanLimit: Int
  ) -> SmallPicture? {
    let bounds = castbook_jpeg_bounds_t(memory_limit: memoryLimit, scan_limit: Int32(scanLimit))
    return unsafe Raster.picture(size) { state in
      let colors = unsafe bytes.withUnsafeBufferPointer { buffer in
        unsafe castbook_jpeg_raster(buffer.baseAddress, buffer.count, bounds, state)
      }
      return switch colors {
      case CASTBOOK_JPEG_GREY: .grey
      case CASTBOOK_JPEG_YCC: .lumaAndChroma
      case CASTBOOK_JPEG_RGB: .rgb
      case CASTBOOK_JPEG_INKS: .inks
      case CASTBOOK_JPEG_LIGHTS: .lights
      default: nil
      }
    }
  }

  private static func plane(_ means: [UInt8]) -> LumaPlane? {
    LumaPlane(width: LumaPlane.side, height: LumaPlane.side, samples: means)
  }

  private init(_ proof: castbook_jpeg_proof_t, message: String, luma: LumaPlane?) {
    self.luma = luma
    ending =
      switch proof.status {
      case CASTBOOK_JPEG_READ: .read
      case CASTBOOK_JPEG_TOO_BIG: .tooBig
      case CASTBOOK_JPEG_TOO_COMPLEX: .tooComplex
      case CASTBOOK_JPEG_NO_MEMORY: .noMemory
      default: .refused(message)
      }
    premature = Int(proof.premature)
    badCodes = Int(proof.bad_code)
    resyncs = Int(proof.resync)
    isOverrun = proof.overrun
    isLeftOver = proof.left_over
    extraneous = Int(proof.extraneous)
    remark = proof.other > 0 ? message : nil
    ranOut = proof.ran_out
    isProgressive = proof.is_progressive
    componentMissing = proof.component_missing
    firstDamagePercent =
      proof.first_damage_row >= 0 && proof.rows > 0
      ? min(100, Int(proof.first_damage_row) * 100 / Int(proof.rows)) : nil
    scans = Int(proof.scans)
    width = Int(proof.width)
    height = Int(proof.height)
    end = proof.end
  }
}

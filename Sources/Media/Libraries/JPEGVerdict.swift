internal import CJPEGProof
internal import Decoding
internal import Model

/// The verdict on a JPEG after every code of it was read.
///
/// It has the counters and flags of the C function, as Swift values; `JPEGProof` turns them
/// into problems.
struct JPEGVerdict: Equatable {
  /// How reading the file ended.
  enum Ending: Equatable {
    /// The file was read to its end, with or without damage.
    case read
    /// libjpeg refused the file, with this message.
    case refused(String)
    /// The picture needs more memory than the limit.
    case tooBig
    /// The picture has more scans than the limit, or costs as much work.
    case tooComplex
    /// An allocation failed.
    case noMemory
  }

  /// How reading the file ended.
  let ending: Ending
  /// The number of times that coded data ended too early.
  let prematureEnds: Int
  /// The number of invalid codes.
  let badCodes: Int
  /// The number of restart markers that were missing or out of order.
  let resyncs: Int
  /// Whether a block has more coefficients than fit into it.
  let hasOverrun: Bool
  /// Whether coded data follow the last block.
  let hasExcessData: Bool
  /// The number of stray bytes between segments.
  let strayBytes: Int
  /// libjpeg's message for anything else it noticed, or `nil` if there was nothing.
  let remark: String?
  /// Whether reading ran into the end of the file.
  let ranOutOfData: Bool
  /// Whether the picture is progressive.
  let isProgressive: Bool
  /// Whether the data of a colour component are missing.
  let componentMissing: Bool
  /// How far down the picture the first damage is, in percent, or `nil` if the row is
  /// unknown.
  let firstDamagePercent: Int?
  /// The number of scans that were read.
  let scans: Int
  /// The width that was decoded, in pixels.
  let width: Int
  /// The height that was decoded, in pixels.
  let height: Int
  /// The offset after the end marker.
  let end: Int
  /// The picture reduced to luma, or `nil` if that was not requested or needs another
  /// decoding.
  let luma: LumaPlane?

  /// Decodes every coded byte without computing pixels.
  ///
  /// - Parameters:
  ///   - memoryLimit: The memory that libjpeg may use, in bytes.
  ///   - scanLimit: The largest number of scans.
  ///   - wantsLuma: Whether to reduce the picture to luma along the way, where that is possible.
  ///   - usingLibraryAlone: Whether to skip the fast pass before libjpeg, to compare both.
  static func of(
    _ bytes: [UInt8], memoryLimit: Int, scanLimit: Int, wantsLuma: Bool = false,
    usingLibraryAlone: Bool = false
  ) -> JPEGVerdict {
    let bounds = castbook_jpeg_bounds_t(memory_limit: memoryLimit, scan_limit: Int32(scanLimit))
    var samples = [UInt8](repeating: 0, count: wantsLuma ? LumaPlane.side * LumaPlane.side : 0)
    var proof = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe samples.withUnsafeMutableBufferPointer { samples in
        let output = wantsLuma ? samples.baseAddress : nil
        return unsafe usingLibraryAlone
          ? castbook_jpeg_prove_slowly(buffer.baseAddress, buffer.count, bounds, output)
          : castbook_jpeg_prove(buffer.baseAddress, buffer.count, bounds, output)
      }
    }
    let message = unsafe withUnsafeBytes(of: &proof.message) { text in
      unsafe String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
    }
    return JPEGVerdict(proof, message: message, luma: proof.has_luma ? plane(samples) : nil)
  }

  /// Reduces an intact picture to luma by decoding it once more at a small scale.
  static func luma(of bytes: [UInt8], memoryLimit: Int, scanLimit: Int) -> LumaPlane? {
    let bounds = castbook_jpeg_bounds_t(memory_limit: memoryLimit, scan_limit: Int32(scanLimit))
    var samples = [UInt8](repeating: 0, count: LumaPlane.side * LumaPlane.side)
    let isDecoded = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe samples.withUnsafeMutableBufferPointer { samples in
        unsafe castbook_jpeg_luma(buffer.baseAddress, buffer.count, bounds, samples.baseAddress)
      }
    }
    return isDecoded ? plane(samples) : nil
  }

  /// Reduces an intact picture for measuring by decoding it whole.
  static func picture(
    of bytes: [UInt8], _ size: PixelSize, memoryLimit: Int, scanLimit: Int
  ) -> SmallPicture? {
    let bounds = castbook_jpeg_bounds_t(memory_limit: memoryLimit, scan_limit: Int32(scanLimit))
    return unsafe AnalysisReduction.picture(size) { state in
      let colors = unsafe bytes.withUnsafeBufferPointer { buffer in
        unsafe castbook_jpeg_raster(buffer.baseAddress, buffer.count, bounds, state)
      }
      return switch colors {
      case CASTBOOK_JPEG_GREY: .grey
      case CASTBOOK_JPEG_YCC: .lumaAndChroma
      case CASTBOOK_JPEG_RGB: .rgb
      case CASTBOOK_JPEG_INKS: .cmyk
      case CASTBOOK_JPEG_LIGHTS: .invertedCMYK
      default: nil
      }
    }
  }

  /// Returns the plane of luma samples that C has written.
  private static func plane(_ samples: [UInt8]) -> LumaPlane? {
    LumaPlane(width: LumaPlane.side, height: LumaPlane.side, samples: samples)
  }

  /// Creates a verdict from C's values.
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
    prematureEnds = Int(proof.premature)
    badCodes = Int(proof.bad_code)
    resyncs = Int(proof.resync)
    hasOverrun = proof.overrun
    hasExcessData = proof.left_over
    strayBytes = Int(proof.extraneous)
    remark = proof.other > 0 ? message : nil
    ranOutOfData = proof.ran_out
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

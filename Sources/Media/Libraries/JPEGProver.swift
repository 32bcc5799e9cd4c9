internal import CJPEGProof
internal import Decoding
internal import Model

/// Proves a JPEG by libjpeg: every code is read, and what was noticed is judged.
struct JPEGProver {
  /// The largest number of scans; progressive files usually have 10 to 20.
  static let scanLimit = 100

  private let bytes: [UInt8]
  private let bounds: castbook_jpeg_bounds_t

  /// Creates a prover.
  ///
  /// - Parameters:
  ///   - memoryLimit: The memory that libjpeg may use, in bytes.
  ///   - isPlain: Whether only instructions that every processor has are used, for tests.
  init(_ bytes: [UInt8], memoryLimit: Int, isPlain: Bool = false) {
    self.bytes = bytes
    bounds = Self.bounds(memoryLimit, isPlain: isPlain)
  }

  /// Returns libjpeg's limits for a file that is decoded within some bytes.
  static func bounds(_ memoryLimit: Int, isPlain: Bool = false) -> castbook_jpeg_bounds_t {
    castbook_jpeg_bounds_t(
      memory_limit: memoryLimit, scan_limit: Int32(scanLimit), is_plain: isPlain)
  }

  /// Returns the memory for all coefficients, in bytes: two for each sample of each
  /// component.
  static func memory(for facts: ImageFacts) -> Int {
    facts.codedSize.pixelCount * bytesPerPixel(facts) + (2 << 20)
  }

  /// Returns the memory for the tables and one row of MCUs, in bytes, when decoding a picture
  /// during its proof.
  static func rowMemory(for facts: ImageFacts) -> Int {
    let maximumRows = 32
    return facts.codedSize.width * max(1, facts.channels) * maximumRows + (192 << 10)
  }

  /// Returns the bytes of coefficients per pixel, by the chroma subsampling.
  private static func bytesPerPixel(_ facts: ImageFacts) -> Int {
    switch facts.coding.sampling {
    case "4:2:0", "4:1:1": 3
    case "4:2:2", "4:4:0": 4
    default: 2 * max(1, facts.channels)
    }
  }

  // MARK: Decoding

  /// Decodes every coded byte.
  ///
  /// - Parameters:
  ///   - wantsLuma: Whether to reduce the picture to luma along the way, where that is possible.
  ///   - raster: The C state that receives the picture along the way, where that is possible; `nil`
  ///     to compute no pixels.
  ///   - usingLibraryAlone: Whether to skip the fast pass before libjpeg, to compare both.
  /// - Returns: The proof and the reduced picture, which is `nil` if it was not requested or needs
  ///   another decoding.
  func read(
    wantsLuma: Bool = false, into raster: OpaquePointer? = nil, usingLibraryAlone: Bool = false
  ) -> (found: castbook_jpeg_proof_t, luma: LumaPlane?) {
    var samples = [UInt8](repeating: 0, count: wantsLuma ? LumaPlane.side * LumaPlane.side : 0)
    let found = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe samples.withUnsafeMutableBufferPointer { samples in
        let output = wantsLuma ? samples.baseAddress : nil
        return unsafe usingLibraryAlone
          ? castbook_jpeg_prove_by_libjpeg(
            buffer.baseAddress, buffer.count, bounds, output, raster)
          : castbook_jpeg_prove(buffer.baseAddress, buffer.count, bounds, output, raster)
      }
    }
    return (found, found.has_luma ? Self.plane(samples) : nil)
  }

  /// Reduces an intact picture to luma by decoding it again at a small scale.
  func luma() -> LumaPlane? {
    var samples = [UInt8](repeating: 0, count: LumaPlane.side * LumaPlane.side)
    let isDecoded = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe samples.withUnsafeMutableBufferPointer { samples in
        unsafe castbook_jpeg_luma(buffer.baseAddress, buffer.count, bounds, samples.baseAddress)
      }
    }
    return isDecoded ? Self.plane(samples) : nil
  }

  /// Reduces an intact picture for measuring by decoding it whole.
  private func picture(_ size: PixelSize) -> SmallPicture? {
    unsafe AnalysisReduction.picture(size) { state in unsafe Self.planes(decode(into: state)) }
  }

  /// Decodes an intact picture whole for a raster of its size, by libjpeg.
  func decode(into raster: OpaquePointer) -> castbook_jpeg_colors_t {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe castbook_jpeg_raster(buffer.baseAddress, buffer.count, bounds, raster)
    }
  }

  /// Returns the content of the planes that C has passed to a raster; `nil` if it has passed none.
  private static func planes(_ colors: castbook_jpeg_colors_t) -> AnalysisReduction.Planes? {
    switch colors {
    case CASTBOOK_JPEG_GREY: .grey
    case CASTBOOK_JPEG_YCC: .lumaAndChroma
    case CASTBOOK_JPEG_RGB: .rgb
    case CASTBOOK_JPEG_INKS: .cmyk
    case CASTBOOK_JPEG_INVERTED_INKS: .invertedCMYK
    default: nil
    }
  }

  /// Returns the plane of luma samples that C has written.
  private static func plane(_ samples: [UInt8]) -> LumaPlane? {
    LumaPlane(width: LumaPlane.side, height: LumaPlane.side, samples: samples)
  }

  // MARK: Judging

  /// Reads every code of a JPEG.
  ///
  /// - Parameters:
  ///   - facts: The facts in the header, or `nil` if it states no size.
  ///   - options: The reduced pictures to compute if the file is intact.
  func proof(of facts: ImageFacts?, _ options: DecodingOptions = []) -> Proof {
    let wantsLuma = options.contains(.luma)
    var small: SmallPicture?
    var reading: (found: castbook_jpeg_proof_t, luma: LumaPlane?)?
    if options.contains(.picture), let facts {
      small = unsafe AnalysisReduction.picture(facts.codedSize) { state in
        let result = unsafe read(wantsLuma: wantsLuma, into: state)
        reading = result
        return Self.planes(result.found.colors)
      }
    }
    let (found, plane) = unsafe reading ?? read(wantsLuma: wantsLuma)
    var proof = Proof()
    if let problem = problem(found, facts) { proof.problems = [problem] }
    if found.status == CASTBOOK_JPEG_READ, !found.ran_out { proof.end = found.end }
    guard !proof.problems.contains(where: \.preventsProof) else { return proof }
    if wantsLuma { proof.luma = plane ?? luma() }
    if options.contains(.picture), let facts { proof.small = small ?? picture(facts.codedSize) }
    return proof
  }

  /// Returns the problem that libjpeg found, or `nil` if the picture is intact.
  private func problem(_ found: castbook_jpeg_proof_t, _ facts: ImageFacts?) -> FileProblem? {
    switch found.status {
    case CASTBOOK_JPEG_READ:
      // The header's size and the decoded size must agree.
      guard facts?.codedSize == PixelSize(width: Int(found.width), height: Int(found.height))
      else {
        return .corrupt(what: "its header is ambiguous")
      }
      return Self.remark(found, isArithmetic: facts?.coding.rare == "arithmetic")
    case CASTBOOK_JPEG_TOO_BIG:
      return .tooManyPixels(
        pixels: facts?.codedSize.pixelCount ?? 0,
        limit: bounds.memory_limit / (facts.map(Self.bytesPerPixel) ?? 6))
    case CASTBOOK_JPEG_TOO_COMPLEX:
      return found.ran_out
        ? .truncated(what: "the end marker is missing")
        : .tooComplex(what: "more than \(Self.scanLimit) scans, or as much work")
    case CASTBOOK_JPEG_NO_MEMORY: return .tooComplex(what: "not enough memory to read it")
    default:
      return found.ran_out
        ? .truncated(what: "the file ends inside its header")
        : .corrupt(what: "the decoder failed: \(found.messageText)")
    }
  }

  /// Returns one problem of a file that was read to its end, or `nil` if there is none.
  ///
  /// Several warnings are usually one damage seen several times, so only the most telling one
  /// is reported.
  private static func remark(
    _ found: castbook_jpeg_proof_t, isArithmetic: Bool
  ) -> FileProblem? {
    // In a progressive file every scan covers every row, so a row gives no location.
    let location =
      found.is_progressive
      ? "" : found.damagePercent.map { " \($0) % of the way down" } ?? ""
    // An arithmetic decoder silently continues with zeros where the data end.
    if found.ran_out, isArithmetic, !found.is_progressive {
      return .truncated(what: "the end marker is missing")
    }
    if let damage = damage(found, location) { return damage }
    if found.ran_out { return .endMarkerMissing }
    if found.extraneous > 0 { return .blemish(what: "stray bytes between segments") }
    if found.left_over {
      return .blemish(what: "encoded data continue after the end of the picture")
    }
    return found.other > 0 ? .blemish(what: "the decoder reports: \(found.messageText)") : nil
  }

  /// Returns the damage that libjpeg found, or `nil` if there is none.
  private static func damage(_ found: castbook_jpeg_proof_t, _ location: String) -> FileProblem? {
    if found.ran_out, found.is_progressive {
      let scans = "\(found.scans) scan\(found.scans == 1 ? "" : "s")"
      return .truncated(
        what: found.premature == 0
          ? "the file ends after \(scans), without an end marker"
          : "the file ends inside scan \(found.scans)")
    }
    if found.ran_out, found.premature > 0 {
      return .truncated(
        what: found.damagePercent.map { "the file ends at \($0) %" }
          ?? "the file ends too early")
    }
    if found.ran_out, found.component_missing {
      return .truncated(what: "the file ends before one of its colour components")
    }
    if found.bad_code > 0 { return .corrupt(what: "an invalid code\(location)") }
    if found.resync > 0 {
      return .corrupt(what: "a restart marker is missing or out of order\(location)")
    }
    if found.overrun { return .corrupt(what: "a block with too many coefficients\(location)") }
    if found.premature > 0 { return .corrupt(what: "encoded data are missing\(location)") }
    return found.component_missing
      ? .corrupt(what: "a colour component is missing") : nil
  }
}

extension castbook_jpeg_proof_t {
  /// The message of libjpeg.
  fileprivate var messageText: String {
    unsafe withUnsafeBytes(of: message) { text in
      unsafe String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  /// How far down the picture the first damage is, in percent, or `nil` if the row is
  /// unknown.
  fileprivate var damagePercent: Int? {
    first_damage_row >= 0 && rows > 0
      ? min(100, Int(first_damage_row) * 100 / Int(rows)) : nil
  }
}

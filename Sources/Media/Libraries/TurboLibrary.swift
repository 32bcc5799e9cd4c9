internal import CTurboJPEG
internal import Model

/// Rotates and crops the coded blocks of a JPEG, by TurboJPEG.
enum TurboLibrary {
  /// An owner of one TurboJPEG handle, which frees it exactly once.
  @safe private struct Transformer: ~Copyable {
    let handle: tjhandle

    init?() {
      guard let handle = unsafe tjInitTransform() else { return nil }
      unsafe self.handle = handle
    }

    deinit { unsafe tjDestroy(handle) }

    /// TurboJPEG's message for the last error.
    var message: String { unsafe String(cString: tjGetErrorStr2(handle)) }
  }

  /// Rotates a picture upright without decoding it.
  ///
  /// - Parameters:
  ///   - crop: The part of the upright picture to keep, or `nil` for all of it.
  ///   - isProgressive: Whether to write a progressive file.
  ///   - isPerfect: Whether to fail if a partly filled block would end up inside the picture.
  static func transformed(
    _ bytes: [UInt8], _ orientation: Orientation, crop: PixelBox?, isProgressive: Bool,
    isPerfect: Bool
  ) throws(JPEGTransform.Refusal) -> [UInt8] {
    guard let transformer = Transformer() else { throw .failed("not enough memory to begin") }
    var options = TJXOPT_COPYNONE
    if isPerfect { options |= TJXOPT_PERFECT }
    if crop != nil { options |= TJXOPT_CROP }
    if isProgressive { options |= TJXOPT_PROGRESSIVE }
    var transform = unsafe tjtransform()
    unsafe transform.op = Int32(operation(orientation).rawValue)
    unsafe transform.options = options
    if let crop {
      unsafe transform.r = tjregion(
        x: Int32(crop.x), y: Int32(crop.y), w: Int32(crop.width), h: Int32(crop.height))
    }
    var output: UnsafeMutablePointer<UInt8>?
    var count: UInt = 0
    let status = unsafe bytes.withUnsafeBufferPointer { input in
      unsafe tjTransform(
        transformer.handle, input.baseAddress, UInt(input.count), 1, &output, &count, &transform,
        TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS)
    }
    defer { unsafe tjFree(output) }
    guard status == 0, let output = unsafe output else { throw .failed(transformer.message) }
    return unsafe [UInt8](UnsafeBufferPointer(start: output, count: Int(count)))
  }

  /// Returns the operation that turns a picture with this orientation upright.
  private static func operation(_ orientation: Orientation) -> TJXOP {
    switch orientation {
    case .upright: TJXOP_NONE
    case .mirrored: TJXOP_HFLIP
    case .upsideDown: TJXOP_ROT180
    case .upsideDownMirrored: TJXOP_VFLIP
    case .leftMirrored: TJXOP_TRANSPOSE
    case .turnedLeft: TJXOP_ROT90
    case .rightMirrored: TJXOP_TRANSVERSE
    case .turnedRight: TJXOP_ROT270
    }
  }
}

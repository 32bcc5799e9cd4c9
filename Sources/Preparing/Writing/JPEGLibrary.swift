internal import CPixels
internal import Model

/// The codes of a JPEG, learned from a part of a picture.
struct JPEGCodes {
  fileprivate var codes: castbook_jpeg_codes_t
}

/// libjpeg's encoder, for one picture or for a part of it.
struct JPEGLibrary {
  /// No side is longer.
  static let longestSide = 65_500
  /// Pictures of so many pixels are looked at whole, larger ones in strips of as many.
  private static let samplePixels = 1 << 19
  private static let wholePixels = 3 << 18

  let picture: HeldPicture
  /// The strips that tell of the whole picture; 0 where it is small enough itself.
  let strips: Int

  init(_ picture: HeldPicture) throws(WritingError) {
    guard picture.channels != 4 else { throw .hasAlpha }
    let side = picture.size.longerSide
    guard side <= Self.longestSide else { throw .tooLarge(side: side, limit: Self.longestSide) }
    self.picture = picture
    strips = Self.strips(width: picture.size.width, height: picture.size.height)
  }

  static func strips(width: Int, height: Int) -> Int {
    let rows = castbook_jpeg_strip_rows
    let strips = max(8, samplePixels / (width * rows))
    return width * height <= wholePixels || height <= strips * rows * 3 / 2 ? 0 : strips
  }

  /// The rows that are looked at to tell how the whole will be.
  static func sampleRows(width: Int, height: Int) -> Int {
    let strips = strips(width: width, height: height)
    return strips == 0 ? height : strips * castbook_jpeg_strip_rows
  }

  /// How many times the picture has the rows that tell of it.
  var share: Double {
    Double(picture.size.height)
      / Double(Self.sampleRows(width: picture.size.width, height: picture.size.height))
  }

  /// The steps that coefficients are rounded to at a quality in hundredths, in the order of rows.
  static func steps(_ quality: Int) -> (luma: [UInt16], colors: [UInt16]) {
    var luma = [UInt16](repeating: 0, count: 64), colors = luma
    unsafe castbook_jpeg_steps(Int32(quality), &luma, &colors)
    return (luma, colors)
  }

  /// What was written.
  struct File {
    let byteCount: Int
    /// Empty where bytes were counted alone.
    let bytes: [UInt8]
    let codes: JPEGCodes
  }

  /// The whole picture, with codes that were learned or with its best ones. Nothing over the limit.
  func whole(
    _ settings: JPEGWriter.Settings, codes: JPEGCodes?, limit: Int
  ) throws(WritingError) -> File? {
    try file(settings, codes: codes, strips: 0, limit: limit, countsOnly: false)
  }

  /// The part that tells of the whole, with its best codes.
  func sample(_ settings: JPEGWriter.Settings, countsOnly: Bool = true) throws(WritingError)
    -> File
  {
    guard
      let file = try file(
        settings, codes: nil, strips: strips, limit: Int.max, countsOnly: countsOnly)
    else { throw .failed("its end is missing") }
    return file
  }

  /// How much a written sample differs from the picture: the less, the better.
  func difference(of sample: File) -> UInt64 {
    unsafe sample.bytes.withUnsafeBufferPointer { bytes in
      unsafe picture.values.withUnsafeBufferPointer { values in
        unsafe castbook_jpeg_difference(
          bytes.baseAddress, bytes.count, rows(of: values, strips: strips))
      }
    }
  }

  private func rows(of values: UnsafeBufferPointer<UInt8>, strips: Int) -> castbook_jpeg_picture_t {
    unsafe castbook_jpeg_picture_t(
      values: values.baseAddress, width: picture.size.width, height: picture.size.height,
      channels: picture.channels, strips: strips)
  }

  private func file(
    _ settings: JPEGWriter.Settings, codes: JPEGCodes?, strips: Int, limit: Int, countsOnly: Bool
  ) throws(WritingError) -> File? {
    var file = unsafe castbook_jpeg_file_t()
    let hasCodes = codes != nil
    unsafe picture.values.withUnsafeBufferPointer { values in
      unsafe withUnsafePointer(to: codes?.codes ?? castbook_jpeg_codes_t()) { codes in
        unsafe castbook_jpeg_write(
          &file, rows(of: values, strips: strips),
          castbook_jpeg_settings_t(
            quality: Int32(settings.quality), has_half_colors: settings.sampling == .half,
            codes: hasCodes ? codes : nil, limit: limit, counts_only: countsOnly))
      }
    }
    switch unsafe file.status {
    case CASTBOOK_JPEG_WRITTEN: return unsafe taken(&file, countsOnly: countsOnly)
    case CASTBOOK_JPEG_OVER_LIMIT: return nil
    case CASTBOOK_JPEG_WRITING_NO_MEMORY: throw .noMemory
    default: throw .failed(unsafe message(of: file))
    }
  }

  private func taken(_ file: inout castbook_jpeg_file_t, countsOnly: Bool) -> File {
    let count = unsafe file.count
    var bytes: [UInt8] = []
    if countsOnly {
      unsafe castbook_jpeg_file_end(&file, nil)
    } else {
      bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, made in
        unsafe castbook_jpeg_file_end(&file, buffer.baseAddress)
        made = count
      }
    }
    return File(byteCount: count, bytes: bytes, codes: JPEGCodes(codes: unsafe file.codes))
  }

  private func message(of file: castbook_jpeg_file_t) -> String {
    unsafe withUnsafeBytes(of: file.message) { text in
      unsafe String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}

internal import CPixels
internal import Model

/// The Huffman codes of a JPEG, optimized for a part of a picture.
struct JPEGCodes {
  fileprivate var codes: castbook_jpeg_codes_t
}

/// The libjpeg-turbo encoder for one picture, or for a sample of its rows.
struct JPEGEncoder {
  /// The longest side that libjpeg encodes, in pixels.
  static let maximumSide = 65_500
  /// The number of pixels in the strips of a sample.
  private static let samplePixels = 1 << 19
  /// Pictures up to this number of pixels are their own sample.
  private static let wholePixels = 3 << 18

  let picture: PixelBuffer
  /// The number of strips that make up the sample, or 0 when the picture is small enough to be its
  /// own sample.
  let stripCount: Int

  /// Creates an encoder; throws when the picture has alpha or a side that is too long for JPEG.
  init(_ picture: PixelBuffer) throws(WritingError) {
    guard picture.channels != 4 else { throw .hasAlpha }
    let side = picture.size.longerSide
    guard side <= Self.maximumSide else { throw .tooLarge(side: side, limit: Self.maximumSide) }
    self.picture = picture
    stripCount = Self.stripCount(width: picture.size.width, height: picture.size.height)
  }

  /// Returns the number of strips in the sample of a picture of this size; 0 means the whole
  /// picture.
  static func stripCount(width: Int, height: Int) -> Int {
    let rows = castbook_jpeg_strip_rows
    let strips = max(8, samplePixels / (width * rows))
    return width * height <= wholePixels || height <= strips * rows * 3 / 2 ? 0 : strips
  }

  /// Returns the number of rows in the sample of a picture of this size.
  static func sampleRowCount(width: Int, height: Int) -> Int {
    let strips = stripCount(width: width, height: height)
    return strips == 0 ? height : strips * castbook_jpeg_strip_rows
  }

  /// The ratio of the picture's rows to the sample's rows.
  var sampleScale: Double {
    Double(picture.size.height)
      / Double(Self.sampleRowCount(width: picture.size.width, height: picture.size.height))
  }

  /// Returns the quantization tables for a quality in hundredths, in row-major order.
  static func quantizationTables(_ quality: Int) -> (luma: [UInt16], colors: [UInt16]) {
    var luma = [UInt16](repeating: 0, count: 64), colors = luma
    unsafe castbook_jpeg_steps(Int32(quality), &luma, &colors)
    return (luma, colors)
  }

  /// An encoded picture or sample.
  struct File {
    let byteCount: Int
    /// The encoded bytes; empty when only their number was requested.
    let bytes: [UInt8]
    let codes: JPEGCodes
  }

  /// Encodes the whole picture with the given codes, or with optimal ones when `codes` is `nil`;
  /// returns `nil` when the file exceeds `limit` bytes.
  func encodeWhole(
    _ settings: JPEGWriter.Settings, codes: JPEGCodes?, limit: Int
  ) throws(WritingError) -> File? {
    try file(settings, codes: codes, strips: 0, limit: limit, countsOnly: false)
  }

  /// Encodes the sample with its optimal codes.
  func encodeSample(_ settings: JPEGWriter.Settings, countsOnly: Bool = true) throws(WritingError)
    -> File
  {
    guard
      let file = try file(
        settings, codes: nil, strips: stripCount, limit: Int.max, countsOnly: countsOnly)
    else { throw .failed("its end is missing") }
    return file
  }

  /// Returns how much an encoded sample differs from the picture; a smaller value is better.
  func difference(of sample: File) -> UInt64 {
    unsafe sample.bytes.withUnsafeBufferPointer { bytes in
      unsafe picture.values.withUnsafeBufferPointer { values in
        unsafe castbook_jpeg_difference(
          bytes.baseAddress, bytes.count, rows(of: values, strips: stripCount))
      }
    }
  }

  /// Returns the picture as the C encoder reads it, restricted to strips unless `strips` is 0.
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
    case CASTBOOK_JPEG_WRITTEN: return unsafe finish(&file, countsOnly: countsOnly)
    case CASTBOOK_JPEG_OVER_LIMIT: return nil
    case CASTBOOK_JPEG_WRITING_NO_MEMORY: throw .outOfMemory
    default: throw .failed(unsafe message(of: file))
    }
  }

  /// Moves an encoded file out of the C structure and releases its memory.
  private func finish(_ file: inout castbook_jpeg_file_t, countsOnly: Bool) -> File {
    let count = unsafe file.count
    var bytes: [UInt8] = []
    if countsOnly {
      unsafe castbook_jpeg_file_end(&file, nil)
    } else {
      bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initializedCount in
        unsafe castbook_jpeg_file_end(&file, buffer.baseAddress)
        initializedCount = count
      }
    }
    return File(byteCount: count, bytes: bytes, codes: JPEGCodes(codes: unsafe file.codes))
  }

  /// Returns libjpeg's own message about a failure.
  private func message(of file: castbook_jpeg_file_t) -> String {
    unsafe withUnsafeBytes(of: file.message) { text in
      unsafe String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}

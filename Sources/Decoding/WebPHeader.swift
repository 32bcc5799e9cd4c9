/// The size in a WebP's headers, read as libwebp reads it but without libwebp: castbook needs it
/// before a separate process decodes the file.
///
/// A test compares the two for damaged files.
package struct WebPHeader: Hashable, Sendable {
  package let width: Int
  package let height: Int
  package let hasAlpha: Bool

  /// Reads the headers of a file, a frame or a bare coded picture; `nil` if invalid or truncated.
  package init?<Bytes: RandomAccessCollection>(_ bytes: Bytes)
  where Bytes.Element == UInt8, Bytes.Index == Int {
    var parser = Parser(bytes)
    guard let header = parser.header() else { return nil }
    self = header
  }

  fileprivate init(width: Int, height: Int, hasAlpha: Bool) {
    self.width = width
    self.height = height
    self.hasAlpha = hasAlpha
  }
}

/// Follows the headers one after another.
private struct Parser<Bytes: RandomAccessCollection>
where Bytes.Element == UInt8, Bytes.Index == Int {
  private let bytes: LittleEndianBytes<Bytes>
  private var position = 0
  /// The length that the RIFF header states; 0 without one.
  private var riffBytes: UInt32 = 0
  /// What the extended header states, or `nil` without one.
  private var canvas: (width: Int, height: Int, flags: Int)?
  private var hasAlphaChunk = false

  /// The longest chunk that libwebp accepts.
  private static var maximumPayload: UInt32 { .max - 8 - 1 }
  /// The bytes of a RIFF header and of a chunk's header.
  private static var riffHeader: Int { 12 }
  private static var chunkHeader: Int { 8 }

  /// A reason why there is no header.
  private enum Failure: Error { case cutShort, invalid }

  init(_ bytes: Bytes) { self.bytes = LittleEndianBytes(bytes) }

  mutating func header() -> WebPHeader? {
    guard bytes.count >= Self.riffHeader else { return nil }
    do throws(Failure) {
      try readRIFF()
      try readExtendedHeader()
      if riffBytes == 0, canvas != nil { return nil }
    } catch {
      return nil
    }
    if let canvas, canvas.flags & 0x02 != 0 { return canvasHeader(alpha: false) }
    do throws(Failure) {
      return try codedPicture()
    } catch {
      // With an extended header, the picture may still be on its way.
      return error == .cutShort && canvas != nil ? canvasHeader(alpha: hasAlphaChunk) : nil
    }
  }

  private func canvasHeader(alpha: Bool) -> WebPHeader? {
    canvas.map {
      WebPHeader(width: $0.width, height: $0.height, hasAlpha: $0.flags & 0x10 != 0 || alpha)
    }
  }

  private var rest: Int { bytes.count - position }

  /// Returns the four bytes at an offset from the position, which the caller has checked.
  private func u32(_ offset: Int) -> UInt32 {
    UInt32(bytes.number(position + offset, bytes: 4) ?? 0)
  }

  private mutating func readRIFF() throws(Failure) {
    guard bytes.has("RIFF", at: 0) else { return }
    let length = u32(4)
    guard bytes.has("WEBP", at: 8), length >= 12, length <= Self.maximumPayload else {
      throw .invalid
    }
    riffBytes = length
    position = Self.riffHeader
  }

  private mutating func readExtendedHeader() throws(Failure) {
    guard rest >= Self.chunkHeader else { throw .cutShort }
    guard bytes.has("VP8X", at: position) else { return }
    guard u32(4) == 10 else { throw .invalid }
    guard rest >= 18, let width = bytes.number(position + 12, bytes: 3),
      let height = bytes.number(position + 15, bytes: 3)
    else { throw .cutShort }
    guard (width + 1) * (height + 1) < 1 << 32 else { throw .invalid }
    canvas = (width + 1, height + 1, Int(u32(8)))
    position += 18
  }

  /// Skips what precedes the coded picture.
  private mutating func skipOptionalChunks() throws(Failure) {
    var total: UInt32 = 4 + 8 + 10
    while true {
      guard rest >= Self.chunkHeader else { throw .cutShort }
      let length = u32(4)
      guard length <= Self.maximumPayload else { throw .invalid }
      let stored = (8 &+ length &+ 1) & ~1
      total &+= stored
      if riffBytes > 0, total > riffBytes { throw .invalid }
      if bytes.has("VP8 ", at: position) || bytes.has("VP8L", at: position) { return }
      guard rest >= Int(stored) else { throw .cutShort }
      if bytes.has("ALPH", at: position) { hasAlphaChunk = true }
      position += Int(stored)
    }
  }

  private mutating func codedPicture() throws(Failure) -> WebPHeader {
    guard rest >= 4 else { throw .cutShort }
    if (riffBytes > 0 && canvas != nil)
      || (riffBytes == 0 && canvas == nil && bytes.has("ALPH", at: position))
    {
      try skipOptionalChunks()
    }
    guard rest >= Self.chunkHeader else { throw .cutShort }
    let isLossy = bytes.has("VP8 ", at: position)
    var isLossless = bytes.has("VP8L", at: position)
    var length = UInt32(clamping: rest)
    if isLossy || isLossless {
      length = u32(4)
      if riffBytes >= 12, length > riffBytes - 12 { throw .invalid }
      position += Self.chunkHeader
    } else {
      isLossless = hasLosslessSignature
    }
    guard length <= Self.maximumPayload else { throw .invalid }
    let size = try isLossless ? losslessSize() : lossySize(length)
    if let canvas, canvas.width != size.width || canvas.height != size.height { throw .invalid }
    let announced = size.hasAlpha ?? ((canvas?.flags ?? 0) & 0x10 != 0)
    return WebPHeader(
      width: size.width, height: size.height, hasAlpha: announced || hasAlphaChunk)
  }

  private var hasLosslessSignature: Bool {
    bytes[position] == 0x2F && bytes[position + 4].map { $0 >> 5 == 0 } ?? false
  }

  private typealias Size = (width: Int, height: Int, hasAlpha: Bool?)

  private func losslessSize() throws(Failure) -> Size {
    guard rest >= 5 else { throw .cutShort }
    guard hasLosslessSignature, let bits = bytes.number(position + 1, bytes: 4) else {
      throw .invalid
    }
    return ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, bits >> 28 & 1 != 0)
  }

  private func lossySize(_ length: UInt32) throws(Failure) -> Size {
    guard rest >= 10, let bits = bytes.number(position, bytes: 3),
      let signature = bytes.number(position + 3, bytes: 3),
      let width = bytes.number(position + 6, bytes: 2),
      let height = bytes.number(position + 8, bytes: 2)
    else { throw .cutShort }
    let size = (width & 0x3FFF, height & 0x3FFF)
    let isKeyFrame = bits & 1 == 0 && bits >> 1 & 7 <= 3 && bits >> 4 & 1 == 1
    guard signature == 0x2A019D, isKeyFrame, bits >> 5 < Int(length), size.0 > 0, size.1 > 0 else {
      throw .invalid
    }
    return (size.0, size.1, nil)
  }
}

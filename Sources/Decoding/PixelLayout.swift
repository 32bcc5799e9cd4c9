package import Model

/// The layout of a picture's pixels in the rows that a decoder delivers at full size.
package struct PixelLayout: Hashable, Sendable {
  /// The size as the picture is stored, before it is rotated.
  package let size: PixelSize
  /// The color values of each pixel.
  package let colors: SmallPicture.Colors
  /// Whether an alpha value follows the colors of each pixel. The colors are neither
  /// composited nor premultiplied.
  package let hasAlpha: Bool
  /// Bits a value: 8, or 16 in native byte order.
  ///
  /// A 16-bit value is its 8-bit equivalent times 257: lightness ends at 65,535, and
  /// 32,896 is the neutral value of the two other channels of L\*a\*b\*.
  package let depth: Int

  /// Describes a layout. 8 bits and no alpha are the defaults.
  package init(size: PixelSize, colors: SmallPicture.Colors, hasAlpha: Bool = false, depth: Int = 8)
  {
    self.size = size
    self.colors = colors
    self.hasAlpha = hasAlpha
    self.depth = depth
  }

  /// The number of values a pixel has, including alpha.
  package var channels: Int { colors.channels + (hasAlpha ? 1 : 0) }
  package var rowBytes: Int { size.width * channels * (depth / 8) }
  /// The length of the whole picture in bytes.
  package var byteCount: Int { rowBytes * size.height }
}

/// The destination of a picture's pixels.
package protocol PixelSink: AnyObject, Sendable {
  /// Announces the layout, once and before any row. Returns false when the sink cannot
  /// accept it.
  func begin(_ layout: PixelLayout) -> Bool
  /// Takes the next rows from the top: a whole number of them, one behind another.
  func append(_ rows: UnsafeRawBufferPointer)
}

/// The result of handing over a picture's pixels.
package enum PixelOutcome: Hashable, Sendable {
  /// Every row was handed over.
  case complete
  /// It would have taken more memory than allowed.
  case outOfMemory
  /// The sink declined the layout.
  case declined
  /// Decoding failed, with a message for people.
  case failed(String)
}

/// The 16 bytes that `castbook-media` writes in front of a picture's rows. Numbers are in
/// native byte order, since both ends run on one machine.
///
/// The sender has decoded an untrusted file and may have been compromised by it, so only a
/// header with exactly these values is accepted.
extension PixelLayout {
  package static let headerBytes = 16
  /// The longest side of a picture that is handed over. One row at a time is kept in
  /// memory.
  package static let maximumSide = 1_000_000

  /// The signature of the header, with the version of its format.
  private static let mark: UInt32 = 0x3150_4243  // "CBP1"

  /// Whether pictures of this size are handed over.
  package static func supports(_ size: PixelSize) -> Bool {
    let sides = 1...maximumSide
    return sides.contains(size.width) && sides.contains(size.height)
      && size.pixelCount <= DecodedPicture.pixelLimit
  }

  /// The number of the color model in the header.
  private var kind: UInt8 {
    switch colors {
    case .grey: 1
    case .rgb: 2
    case .cmyk: 3
    case .lab: 4
    }
  }

  package var header: [UInt8] {
    let numbers = [Self.mark, UInt32(clamping: size.width), UInt32(clamping: size.height)]
    return numbers.flatMap { number in unsafe withUnsafeBytes(of: number) { unsafe Array($0) } }
      + [kind, hasAlpha ? 1 : 0, UInt8(clamping: depth), 0]
  }

  /// Parses a header. Returns `nil` unless every field is valid.
  package init?(header: [UInt8]) {
    guard header.count == Self.headerBytes else { return nil }
    let numbers = unsafe header.withUnsafeBytes { bytes in
      (0..<3).map { unsafe bytes.load(fromByteOffset: 4 * $0, as: UInt32.self) }
    }
    let size = PixelSize(width: Int(numbers[1]), height: Int(numbers[2]))
    let kinds: [UInt8: SmallPicture.Colors] = [1: .grey, 2: .rgb, 3: .cmyk, 4: .lab]
    guard numbers[0] == Self.mark, Self.supports(size), let colors = kinds[header[12]],
      header[13] <= 1, [8, 16].contains(header[14]), header[15] == 0
    else { return nil }
    self.init(size: size, colors: colors, hasAlpha: header[13] == 1, depth: Int(header[14]))
  }
}

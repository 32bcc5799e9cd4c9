package import Model

/// The 16 bytes that `castbook-media` writes in front of a picture's rows. Numbers are in
/// native byte order, since both ends run on one machine.
///
/// The sender has decoded an untrusted file and may have been compromised by it, so only a
/// header with exactly these values is accepted.
extension PixelLayout {
  /// The length of the header in bytes.
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

  /// The layout as a header.
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

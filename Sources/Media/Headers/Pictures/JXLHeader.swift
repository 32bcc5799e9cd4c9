internal import Model

/// The beginning of a JPEG XL codestream, bare or in a container: size, orientation and
/// depth.
enum JXLHeader {
  /// Returns the facts in the file, or `nil` if there is no readable codestream.
  static func facts(of file: ByteView) -> ImageFacts? {
    guard file.begins(with: [0xFF, 0x0A]) else { return inContainer(file) }
    return facts(ofStream: file)
  }

  /// Returns the facts in a container, or `nil` if it has no codestream.
  private static func inContainer(_ file: ByteView) -> ImageFacts? {
    let boxes = Boxes.all(in: file)
    // The codestream is whole, or in numbered parts; the first one has the header.
    let stream =
      boxes.first { $0.type == "jxlc" }?.content
      ?? boxes.first { $0.type == "jxlp" }?.content.from(4)
    guard var facts = stream.flatMap(facts(ofStream:)) else { return nil }
    let orientation = facts.orientation
    // Four bytes give the offset of the block.
    if let box = boxes.first(where: { $0.type == "Exif" })?.content,
      let exif = EXIF(box.from(4 + (box.u32(0) ?? 0)))
    {
      facts.merge(exif)
    }
    // Decoders follow only the orientation in the codestream.
    facts.orientation = orientation
    facts.orientationNote = nil
    return facts
  }

  /// Returns the facts in a codestream, or `nil` if its size can't be read.
  private static func facts(ofStream stream: ByteView) -> ImageFacts? {
    guard stream.begins(with: [0xFF, 0x0A]) else { return nil }
    var bits = BitReader(stream.part(2, min(64, stream.count - 2)) ?? stream)
    guard let size = bits.size(), let isDefault = bits.flag() else { return nil }
    var facts = ImageFacts(codedSize: size, depth: 8, channels: 3)
    if !isDefault { readMetadata(&bits, into: &facts) }
    return facts
  }

  /// Reads what follows the size, as far as possible; the rest keeps its defaults.
  private static func readMetadata(_ bits: inout BitReader, into facts: inout ImageFacts) {
    guard let hasMore = bits.flag() else { return }
    if hasMore {
      guard let turned = bits.number(3) else { return }
      facts.orientation = Orientation(rawValue: turned + 1) ?? .upright
      guard bits.skipIntrinsicSize(), bits.skipPreview(), bits.skipAnimation() else { return }
    }
    guard let depth = bits.depth() else { return }
    facts.depth = depth
    // A flag for 16-bit buffers comes first, then the number of channels besides the colours.
    guard bits.flag() != nil,
      let extra = bits.number(.value(0), .value(1), .bits(4, 2), .bits(12, 1)), extra > 0,
      let isAlpha = bits.flag()
    else { return }
    let type = isAlpha ? 0 : bits.number(.value(0), .value(1), .bits(4, 2), .bits(6, 18))
    if type == 0 {
      facts.alpha = .unknown
      facts.channels += 1
    }
  }
}

/// Reads bits, the lowest of each byte first.
private struct BitReader {
  private let bytes: ByteView
  private var position = 0

  init(_ bytes: ByteView) { self.bytes = bytes }

  /// One of the four ways in which a number can be coded.
  enum Coding {
    /// The number is this constant.
    case value(Int)
    /// The number takes `count` bits, and an offset is added to it.
    case bits(Int, Int)
  }

  /// Reads a number of `count` bits, or returns `nil` at the end of the bytes.
  mutating func number(_ count: Int) -> Int? {
    var number = 0
    for bit in 0..<count {
      guard let byte = bytes[position / 8] else { return nil }
      number |= Int(byte >> UInt8(position % 8) & 1) << bit
      position += 1
    }
    return number
  }

  /// Reads one bit, or returns `nil` at the end of the bytes.
  mutating func flag() -> Bool? { number(1).map { $0 == 1 } }

  /// Reads a number whose first two bits select one of four codings.
  mutating func number(_ codings: Coding...) -> Int? {
    guard let choice = number(2) else { return nil }
    switch codings[choice] {
    case .value(let value): return value
    case .bits(let count, let more): return number(count).map { $0 + more }
    }
  }

  /// The ratios of width to height, by their number in the file.
  private static let ratios = [(1, 1), (12, 10), (4, 3), (3, 2), (16, 9), (5, 4), (2, 1)]

  /// Reads a side, which is a multiple of 8 in small pictures.
  private mutating func side(_ isSmall: Bool) -> Int? {
    isSmall
      ? number(5).map { ($0 + 1) * 8 }
      : number(.bits(9, 1), .bits(13, 1), .bits(18, 1), .bits(30, 1))
  }

  /// Reads the size, whose width is stated or follows from a ratio.
  mutating func size() -> PixelSize? {
    guard let isSmall = flag(), let height = side(isSmall), let ratio = number(3) else {
      return nil
    }
    guard ratio > 0 else { return PixelSize(stated: side(isSmall), height) }
    let (numerator, denominator) = Self.ratios[ratio - 1]
    return PixelSize(stated: height * numerator / denominator, height)
  }

  /// Skips the intrinsic size, and returns `false` at the end of the bytes.
  mutating func skipIntrinsicSize() -> Bool {
    guard let isPresent = flag() else { return false }
    return !isPresent || size() != nil
  }

  /// Skips the size of the preview, and returns `false` at the end of the bytes.
  mutating func skipPreview() -> Bool {
    guard let isPresent = flag() else { return false }
    guard isPresent else { return true }
    guard let isSmall = flag() else { return false }
    func side() -> Int? {
      isSmall
        ? number(.value(16), .value(32), .bits(5, 1), .bits(9, 33))
        : number(.bits(6, 1), .bits(8, 65), .bits(10, 321), .bits(12, 1345))
    }
    guard side() != nil, let ratio = number(3) else { return false }
    return ratio > 0 || side() != nil
  }

  /// Skips the timing of an animation, and returns `false` at the end of the bytes.
  mutating func skipAnimation() -> Bool {
    guard let isPresent = flag() else { return false }
    guard isPresent else { return true }
    return number(.value(100), .value(1000), .bits(10, 1), .bits(30, 1)) != nil
      && number(.value(1), .value(1001), .bits(8, 1), .bits(10, 1)) != nil
      && number(.value(0), .bits(3, 0), .bits(16, 0), .bits(32, 0)) != nil && flag() != nil
  }

  /// Reads the bits per channel, of integers or floating-point numbers.
  mutating func depth() -> Int? {
    guard let isFloating = flag() else { return nil }
    guard isFloating else { return number(.value(8), .value(10), .value(12), .bits(6, 1)) }
    guard let depth = number(.value(32), .value(16), .value(24), .bits(6, 1)),
      number(4) != nil
    else { return nil }
    return depth
  }
}

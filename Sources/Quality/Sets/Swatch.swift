internal import CQuality

/// One square of a picture, as `Lighting` stores it (palettes.h).
struct Swatch {
  let color: Color
  /// The center of the square, from 0 to 1 across and down.
  let x: Double
  let y: Double
  let isBurnt: Bool
  let isBackdrop: Bool

  /// A colour in stops: of light, of red over blue, and of red and blue over green.
  struct Color {
    let level: Double
    let warmth: Double
    let tint: Double

    static let zero = Color(level: 0, warmth: 0, tint: 0)
  }
}

extension Swatch {
  static func all(in bytes: [UInt8]) -> [Swatch] {
    let size = Int(CASTBOOK_SWATCH_BYTES)
    return (0..<bytes.count / size).map { Swatch(bytes[($0 * size)..<(($0 + 1) * size)]) }
  }

  private init(_ bytes: ArraySlice<UInt8>) {
    let first = bytes.startIndex
    let level = Double(bytes[first]) / 20 - 11
    let warmth = Double(bytes[first + 1]) / 20 - 6.4
    let tint = Double(bytes[first + 2]) / 40 - 3.2
    color = Color(level: level, warmth: warmth, tint: tint)
    isBurnt = bytes[first + 2] == 255
    isBackdrop = bytes[first + 3] & UInt8(CASTBOOK_SWATCH_OF_BACKDROP) != 0
    x = Double(bytes[first + 3] & ~UInt8(CASTBOOK_SWATCH_OF_BACKDROP)) / 127
    y = Double(bytes[first + 4]) / 254
  }
}

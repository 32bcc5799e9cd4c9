/// The beginning of a JPEG XL codestream: a size, and optionally metadata of the picture.
struct JXLHeader {
  enum Size {
    /// Both sides explicitly.
    case sides(Int, Int)
    /// The height, and the number of a ratio: 1 is square, 3 is 4:3, 5 is 16:9.
    case ratio(Int, Int)
  }

  var size: Size
  var orientation = 1
  var hasAlpha = false
  var depth = 8

  var bytes: [UInt8] {
    var bits = BitWriter()
    switch size {
    case .sides(let width, let height):
      let isSmall = [width, height].allSatisfy { $0 % 8 == 0 && $0 <= 256 }
      bits.put(isSmall ? 1 : 0, 1)
      bits.put(side: height, isSmall)
      bits.put(0, 3)
      bits.put(side: width, isSmall)
    case .ratio(let height, let ratio):
      let isSmall = height % 8 == 0 && height <= 256
      bits.put(isSmall ? 1 : 0, 1)
      bits.put(side: height, isSmall)
      bits.put(ratio, 3)
    }
    let isDefault = orientation == 1 && !hasAlpha && depth == 8
    bits.put(isDefault ? 1 : 0, 1)
    if !isDefault {
      bits.put(orientation == 1 ? 0 : 1, 1)
      if orientation != 1 {
        bits.put(orientation - 1, 3)
        // Neither another size, nor a preview, nor an animation.
        bits.put(0, 3)
      }
      // Integer samples, of 8, 10, 12 or other bits.
      bits.put(0, 1)
      bits.put([8: 0, 10: 1, 12: 2][depth] ?? 3, 2)
      if ![8, 10, 12].contains(depth) { bits.put(depth - 1, 6) }
      bits.put(1, 1)
      bits.put(hasAlpha ? 1 : 0, 2)
      if hasAlpha { bits.put(1, 1) }
    }
    return [0xFF, 0x0A] + bits.bytes + [UInt8](repeating: 0, count: 24)
  }

  private struct BitWriter {
    var bytes: [UInt8] = []
    private var used = 0

    mutating func put(_ number: Int, _ count: Int) {
      for index in 0..<count {
        if used % 8 == 0 { bytes.append(0) }
        bytes[used / 8] |= UInt8(number >> index & 1) << UInt8(used % 8)
        used += 1
      }
    }

    /// A side in eighths, or in as few of 9, 13, 18 or 30 bits as it needs.
    mutating func put(side: Int, _ isSmall: Bool) {
      if isSmall { return put(side / 8 - 1, 5) }
      let widths = [9, 13, 18, 30]
      let choice = widths.firstIndex { side <= 1 << $0 } ?? 3
      put(choice, 2)
      put(side - 1, widths[choice])
    }
  }
}

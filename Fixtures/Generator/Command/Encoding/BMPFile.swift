internal import FixtureScenes

/// How a bitmap is written.
struct BMPCoding {
  enum Compression: Int {
    case none = 0
    case runs = 1
    case masks = 3
  }

  /// The length of the second header: 12 and 64 are OS/2's.
  var header = 40
  var depth = 24
  var compression = Compression.none
  var isTopDown = false
  var hasAlpha = false
  /// Whether it is marked as sRGB, in headers that support that.
  var isSRGB = false
  var profile: [UInt8] = []
}

extension Picture {
  func bmp(_ coding: BMPCoding) -> [UInt8] {
    let colors = coding.depth <= 8 ? paletteColors(1 << coding.depth) : []
    let palette = colors.flatMap { color -> [UInt8] in
      [color[2], color[1], color[0]] + (coding.header == 12 ? [] : [0])
    }
    let rows = bmpRows(coding, colors)
    let pixels =
      coding.compression == .runs
      ? runs(of: rows) : rows.flatMap { $0 + [UInt8](repeating: 0, count: (4 - $0.count % 4) % 4) }
    let head = bmpHeader(coding, colors: colors.count, bytes: pixels.count)
    let start = 14 + head.count + palette.count
    var file = [UInt8]("BM")
    for number in [start + pixels.count + coding.profile.count, 0, start] {
      file.append(UInt32(number), .little)
    }
    return file + head + palette + pixels + coding.profile
  }

  /// Rows in the order of the file, without padding.
  private func bmpRows(_ coding: BMPCoding, _ colors: [[UInt8]]) -> [[UInt8]] {
    let indices = colors.isEmpty ? [] : indices(in: colors)
    let order = coding.isTopDown ? Array(0..<height) : (0..<height).reversed()
    return order.map { y in
      if !colors.isEmpty {
        return packed(
          indices[(y * width)..<((y + 1) * width)].map(UInt16.init), depth: coding.depth)
      }
      return (0..<width).flatMap { x in pixel(x, y, coding) }
    }
  }

  private func pixel(_ x: Int, _ y: Int, _ coding: BMPCoding) -> [UInt8] {
    let (red, green, blue, alpha) = color(x, y)
    switch coding.depth {
    case 16:
      // Five bits each, or six of green if masks say so.
      let greenBits = coding.compression == .masks ? 6 : 5
      let top = (Int(red) >> 3) << (5 + greenBits)
      let middle = (Int(green) >> (8 - greenBits)) << 5
      let value = top | middle | Int(blue) >> 3
      return [UInt8(value & 0xFF), UInt8(value >> 8)]
    case 32: return [blue, green, red, coding.hasAlpha ? alpha : 0]
    default: return [blue, green, red]
    }
  }

  /// The second header, with the masks that follow a short one.
  private func bmpHeader(_ coding: BMPCoding, colors: Int, bytes: Int) -> [UInt8] {
    var head: [UInt8] = []
    head.append(UInt32(coding.header), .little)
    if coding.header == 12 {
      for number in [width, height, 1, coding.depth] { head.append(UInt16(number), .little) }
      return head
    }
    head.append(UInt32(width), .little)
    head.append(Int32(coding.isTopDown ? -height : height), .little)
    head.append(UInt16(1), .little)
    head.append(UInt16(coding.depth), .little)
    for number in [coding.compression.rawValue, bytes, 2835, 2835, colors, 0] {
      head.append(UInt32(number), .little)
    }
    if coding.header == 64 { return head + [UInt8](repeating: 0, count: 24) }
    if coding.compression == .masks {
      let masks: [UInt32] =
        coding.depth == 16 ? [0xF800, 0x07E0, 0x1F, 0] : [0xFF0000, 0xFF00, 0xFF, 0xFF00_0000]
      for mask in masks.prefix(coding.header == 40 ? 3 : 4) { head.append(mask, .little) }
    }
    guard coding.header >= 108 else { return head }
    head += [UInt8](repeating: 0, count: 70 - 14 - head.count)
    let name = coding.isSRGB ? "BGRs" : coding.profile.isEmpty ? " niW" : "DEBM"
    head.append(name)
    head += [UInt8](repeating: 0, count: coding.header - head.count)
    if !coding.profile.isEmpty {
      var profile: [UInt8] = []
      profile.append(UInt32(coding.header + colors * 4 + bytes), .little)
      profile.append(UInt32(coding.profile.count), .little)
      head = head.replacing(at: 112, with: profile)
    }
    return head
  }

  /// Runs of equal bytes, with a marker at the end of each row and of all.
  private func runs(of rows: [[UInt8]]) -> [UInt8] {
    let lines = rows.map { row -> [UInt8] in
      var line: [UInt8] = []
      for byte in row {
        if line.count >= 2, line[line.count - 1] == byte, line[line.count - 2] < 255 {
          line[line.count - 2] += 1
        } else {
          line += [1, byte]
        }
      }
      return line
    }
    return Array(lines.joined(separator: [0, 0])) + [0, 0, 0, 1]
  }
}

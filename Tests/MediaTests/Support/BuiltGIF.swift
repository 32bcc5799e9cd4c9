/// A GIF of one frame made entry by entry, with a palette of 128 colours.
struct BuiltGIF {
  var screen: (width: Int, height: Int)
  var frame: (left: Int, top: Int, width: Int, height: Int)
  var isInterlaced = false
  var transparent: UInt8?
  /// Entries below 128, row by row.
  var entries: [UInt8]

  static let palette = (0..<3 * 128).map { UInt8($0 * 7 % 256) }

  init(
    _ screen: (width: Int, height: Int),
    frame: (left: Int, top: Int, width: Int, height: Int)? = nil
  ) {
    self.screen = screen
    self.frame = frame ?? (0, 0, screen.width, screen.height)
    entries = (0..<self.frame.width * self.frame.height).map { UInt8($0 * 11 % 128) }
  }

  /// Red, green, blue and alpha of a pixel of the screen.
  func pixel(_ x: Int, _ y: Int) -> [UInt8] {
    let (column, row) = (x - frame.left, y - frame.top)
    guard (0..<frame.width).contains(column), (0..<frame.height).contains(row) else {
      return [0, 0, 0, 0]
    }
    let entry = Int(entries[row * frame.width + column])
    let color = Array(Self.palette[3 * entry..<3 * entry + 3])
    return color + [transparent.map(Int.init) == entry ? 0 : 255]
  }

  private static func short(_ number: Int) -> [UInt8] {
    [UInt8(number & 255), UInt8(number >> 8)]
  }

  var bytes: [UInt8] {
    var file = Array("GIF89a".utf8) + Self.short(screen.width) + Self.short(screen.height)
    file += [0xF6, 0, 0] + Self.palette
    if let transparent { file += [0x21, 0xF9, 4, 1, 0, 0, transparent, 0] }
    file.append(0x2C)
    for number in [frame.left, frame.top, frame.width, frame.height] { file += Self.short(number) }
    file += [isInterlaced ? 0x40 : 0, 7]
    var codes: [UInt8] = []
    let rows =
      isInterlaced
      ? [(0, 8), (4, 8), (2, 4), (1, 2)].flatMap { first, step in
        Array(stride(from: first, to: frame.height, by: step))
      } : Array(0..<frame.height)
    for (number, entry) in rows.flatMap({ row in
      entries[row * frame.width..<(row + 1) * frame.width]
    }).enumerated() {
      // Codes keep eight bits if the table is cleared before it grows.
      if number % 100 == 0 { codes.append(128) }
      codes.append(entry)
    }
    codes.append(129)
    for start in stride(from: 0, to: codes.count, by: 255) {
      let block = codes[start..<min(codes.count, start + 255)]
      file += [UInt8(block.count)] + block
    }
    return file + [0, 0x3B]
  }
}

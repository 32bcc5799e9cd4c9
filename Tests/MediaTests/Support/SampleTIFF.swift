/// A small TIFF of one strip, its values as they are.
struct SampleTIFF {
  var width: Int
  var height: Int
  var samples = 3
  var depth = 8
  /// How its values are to be understood, by TIFF's number.
  var photometric: Int
  /// How many lumas share a pair of chroma, across and down.
  var subsampling: (Int, Int)?
  var data: [UInt8]

  private static func little(_ number: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  /// An entry of 16-bit numbers that stand in it.
  private static func short(_ tag: Int, _ values: Int...) -> [UInt8] {
    let inside = values.flatMap { little($0, 2) }
    return little(tag, 2) + little(3, 2) + little(values.count, 4)
      + inside + [UInt8](repeating: 0, count: 4 - inside.count)
  }

  private static func long(_ tag: Int, _ value: Int) -> [UInt8] {
    little(tag, 2) + little(4, 2) + little(1, 4) + little(value, 4)
  }

  var bytes: [UInt8] {
    // Behind the header stand the bits of each value, then the pixels, then the list of tags.
    let bits = (0..<samples).flatMap { _ in Self.little(depth, 2) }
    let start = 8 + bits.count
    var entries = [
      Self.long(256, width), Self.long(257, height),
      samples > 1
        ? Self.little(258, 2) + Self.little(3, 2) + Self.little(samples, 4) + Self.little(8, 4)
        : Self.short(258, depth),
      Self.short(259, 1), Self.short(262, photometric), Self.long(273, start),
      Self.short(277, samples), Self.long(278, height), Self.long(279, data.count),
    ]
    if let subsampling { entries.append(Self.short(530, subsampling.0, subsampling.1)) }
    let end = start + data.count + data.count % 2
    return [0x49, 0x49, 42, 0] + Self.little(end, 4) + bits + data
      + [UInt8](repeating: 0, count: data.count % 2)
      + Self.little(entries.count, 2) + entries.joined() + Self.little(0, 4)
  }
}

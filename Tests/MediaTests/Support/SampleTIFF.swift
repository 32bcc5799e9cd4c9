import TestSupport

/// A small TIFF of one strip with uncompressed values.
struct SampleTIFF {
  var width: Int
  var height: Int
  var samples = 3
  var depth = 8
  /// The meaning of its values, by TIFF's number.
  var photometric: Int
  /// How many lumas share a pair of chroma, across and down.
  var subsampling: (Int, Int)?
  var data: [UInt8]
  /// Further tags of fractions, as 10,000ths if they are proportions.
  var ratios: [Int: [Int]] = [:]

  init(
    width: Int, height: Int, samples: Int = 3, depth: Int = 8, photometric: Int,
    subsampling: (Int, Int)? = nil, data: [UInt8]
  ) {
    self.width = width
    self.height = height
    self.samples = samples
    self.depth = depth
    self.photometric = photometric
    self.subsampling = subsampling
    self.data = data
  }

  /// An entry of 16-bit numbers that are stored in it.
  private static func short(_ tag: Int, _ values: Int...) -> [UInt8] {
    let inside = values.flatMap { Bytes.little($0, 2) }
    return Bytes.little(tag, 2) + Bytes.little(3, 2) + Bytes.little(values.count, 4)
      + inside + [UInt8](repeating: 0, count: 4 - inside.count)
  }

  private static func long(_ tag: Int, _ value: Int) -> [UInt8] {
    Bytes.little(tag, 2) + Bytes.little(4, 2) + Bytes.little(1, 4) + Bytes.little(value, 4)
  }

  var bytes: [UInt8] {
    // The header is followed by the bits of each value, then the pixels, then the list of tags.
    let bits = (0..<samples).flatMap { _ in Bytes.little(depth, 2) }
    var fractions: [UInt8] = []
    var offsets: [(tag: Int, count: Int, offset: Int)] = []
    for (tag, values) in ratios.sorted(by: { $0.key < $1.key }) {
      offsets.append((tag, values.count, 8 + bits.count + fractions.count))
      let under = tag == 529 ? 10_000 : 1
      fractions += values.flatMap { Bytes.little($0, 4) + Bytes.little(under, 4) }
    }
    let start = 8 + bits.count + fractions.count
    var entries = [
      Self.long(256, width), Self.long(257, height),
      samples > 1
        ? Bytes.little(258, 2) + Bytes.little(3, 2) + Bytes.little(samples, 4) + Bytes.little(8, 4)
        : Self.short(258, depth),
      Self.short(259, 1), Self.short(262, photometric), Self.long(273, start),
      Self.short(277, samples), Self.long(278, height), Self.long(279, data.count),
    ]
    if let subsampling { entries.append(Self.short(530, subsampling.0, subsampling.1)) }
    for (tag, count, offset) in offsets {
      entries.append(
        Bytes.little(tag, 2) + Bytes.little(5, 2) + Bytes.little(count, 4) + Bytes.little(offset, 4)
      )
    }
    entries.sort { Int($0[0]) | Int($0[1]) << 8 < Int($1[0]) | Int($1[1]) << 8 }
    let end = start + data.count + data.count % 2
    return [0x49, 0x49, 42, 0] + Bytes.little(end, 4) + bits + fractions + data
      + [UInt8](repeating: 0, count: data.count % 2)
      + Bytes.little(entries.count, 2) + entries.joined() + Bytes.little(0, 4)
  }
}

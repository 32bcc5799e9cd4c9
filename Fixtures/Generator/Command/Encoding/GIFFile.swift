internal import FixtureScenes

/// How a GIF is written.
struct GIFCoding {
  var version = "GIF89a"
  var isInterlaced = false
  /// The colour of the palette that is transparent.
  var clearIndex: UInt8?
  /// The size of the screen, if it differs from the first picture's.
  var screen: (width: Int, height: Int)?
  /// Extensions and other bytes before the first picture.
  var before: [UInt8] = []
  var hasEnd = true
}

/// A GIF of one picture, or an animation of several, in sixteen colours.
func gif(_ pictures: [Picture], _ coding: GIFCoding = GIFCoding()) -> [UInt8] {
  guard let first = pictures.first else { return [] }
  var file = [UInt8](coding.version)
  file.append(UInt16(coding.screen?.width ?? first.width), .little)
  file.append(UInt16(coding.screen?.height ?? first.height), .little)
  file += [0xF3, 0, 0] + paletteColors(16).flatMap { $0 }
  if pictures.count > 1 { file += [0x21, 0xFF, 11] + [UInt8]("NETSCAPE2.0") + [3, 1, 0, 0, 0] }
  file += coding.before
  return file + pictures.flatMap { $0.gifFrame(coding) } + (coding.hasEnd ? [0x3B] : [])
}

extension Picture {
  fileprivate func gifFrame(_ coding: GIFCoding) -> [UInt8] {
    var frame: [UInt8] = []
    if coding.version == "GIF89a" {
      frame = [0x21, 0xF9, 4, coding.clearIndex == nil ? 0 : 1, 50, 0, coding.clearIndex ?? 0, 0]
    }
    frame.append(0x2C)
    for number in [0, 0, width, height] { frame.append(UInt16(number), .little) }
    frame += [coding.isInterlaced ? 0x40 : 0, 4]
    var indices = indices(in: paletteColors(16))
    if coding.isInterlaced {
      let rows = [(0, 8), (4, 8), (2, 4), (1, 2)].flatMap { start, step in
        Array(stride(from: start, to: height, by: step))
      }
      indices = rows.flatMap { indices[($0 * width)..<(($0 + 1) * width)] }
    }
    return frame + gifBlocks(lzw(indices, bits: 4))
  }
}

/// Data in blocks of 255 bytes, closed by an empty one.
func gifBlocks(_ data: [UInt8]) -> [UInt8] {
  stride(from: 0, to: data.count, by: 255).flatMap { start in
    let block = data[start..<min(data.count, start + 255)]
    return [UInt8(block.count)] + block
  } + [0]
}

/// GIF's compression.
private func lzw(_ indices: [UInt8], bits: Int) -> [UInt8] {
  var out: [UInt8] = []
  var pending = 0
  var pendingBits = 0
  func put(_ code: Int, _ size: Int) {
    pending |= code << pendingBits
    pendingBits += size
    while pendingBits >= 8 {
      out.append(UInt8(pending & 0xFF))
      pending >>= 8
      pendingBits -= 8
    }
  }
  let clear = 1 << bits
  var known: [Int: Int] = [:]
  var next = clear + 2
  var size = bits + 1
  put(clear, size)
  guard var current = indices.first.map(Int.init) else { return [] }
  for index in indices.dropFirst() {
    let key = current << 8 | Int(index)
    if let code = known[key] {
      current = code
      continue
    }
    put(current, size)
    current = Int(index)
    if next == 4096 {
      put(clear, size)
      known = [:]
      next = clear + 2
      size = bits + 1
    } else {
      known[key] = next
      if next == 1 << size { size += 1 }
      next += 1
    }
  }
  put(current, size)
  put(clear + 1, size)
  put(0, 7)
  return out
}

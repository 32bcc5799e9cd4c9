/// A box of the MPEG family: a length, a type, and its contents.
func box(_ type: String, _ content: [UInt8]) -> [UInt8] {
  var box: [UInt8] = []
  box.append(UInt32(8 + content.count), .big)
  return box + [UInt8](type) + content
}

/// The first box, which says how to read the others.
func ftypBox(_ brand: String, compatible: [String]) -> [UInt8] {
  box("ftyp", [UInt8](brand) + [0, 0, 0, 0] + [UInt8](compatible.joined()))
}

/// The header of a film with one video track, without its pictures.
struct Film {
  var width = 1920
  var height = 1080
  /// The upper left of the matrix: `[1, 0, 0, 1]` is upright.
  var matrix = [1, 0, 0, 1]
  /// The length in milliseconds.
  var duration = 5000
  /// Whether versions with times of eight bytes are used.
  var isLong = false
  /// Whether a track of sound comes before the one of pictures.
  var hasSound = false

  var movie: [UInt8] {
    let tracks = (hasSound ? track("soun") : []) + track("vide")
    return box("moov", header("mvhd", after: [UInt8](repeating: 0, count: 80)) + tracks)
  }

  private func times(_ middle: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = [isLong ? 1 : 0, 0, 0, 0]
    bytes += [UInt8](repeating: 0, count: isLong ? 16 : 8) + middle
    if isLong { bytes.append(UInt64(duration), .big) } else { bytes.append(UInt32(duration), .big) }
    return bytes
  }

  /// A header with a scale of 1000 and the duration.
  private func header(_ type: String, after rest: [UInt8]) -> [UInt8] {
    box(type, times([0, 0, 0x03, 0xE8]) + rest)
  }

  private func track(_ kind: String) -> [UInt8] {
    var head = times([0, 0, 0, 1, 0, 0, 0, 0]) + [UInt8](repeating: 0, count: 16)
    for (index, value) in [matrix[0], matrix[1], 0, matrix[2], matrix[3], 0, 0, 0, 1].enumerated() {
      // The last column has 30 fractional bits, the others 16.
      head.append(Int32(value << (index % 3 == 2 ? 30 : 16)), .big)
    }
    for side in kind == "vide" ? [width, height] : [0, 0] { head.append(UInt32(side << 16), .big) }
    let handler = box(
      "hdlr", [0, 0, 0, 0, 0, 0, 0, 0] + [UInt8](kind) + [UInt8](repeating: 0, count: 13))
    return box(
      "trak", box("tkhd", head) + box("mdia", header("mdhd", after: [0, 0, 0, 0]) + handler))
  }
}

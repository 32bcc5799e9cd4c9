internal import Model

/// The proof of a bitmap: its rows stand in the file as they are, or as runs that can be walked.
struct BMPProof {
  private(set) var problems: [FileProblem] = []
  /// Present where the picture has alpha.
  private(set) var isSeeThrough: Bool?

  private let header: BMPHeader
  private let file: ByteView

  /// Nothing for what a bitmap may carry besides: a whole JPEG or PNG, or what nobody writes.
  init?(_ header: BMPHeader, _ file: ByteView) {
    self.header = header
    self.file = file
    switch header.compression {
    // That all rows are there was seen when the header was read.
    case .none: break
    case .masks: isSeeThrough = header.alphaMask.map(lookForAlpha)
    case .runs: walkRuns()
    case .other: return nil
    }
  }

  /// Whether any pixel's alpha is less than full; where all of it is nought, nobody follows it.
  private func lookForAlpha(_ mask: Int) -> Bool {
    guard let start = header.pixelStart else { return false }
    let step = header.depth / 8
    let rowLength = (header.size.width * header.depth + 31) / 32 * 4
    var sawFull = false
    var sawNought = false
    var sawBetween = false
    for row in 0..<header.size.height where !sawBetween {
      for column in 0..<header.size.width {
        let place = start + row * rowLength + column * step
        guard let pixel = step == 4 ? file.u32(place, .little) : file.u16(place, .little) else {
          return sawFull && sawNought
        }
        switch pixel & mask {
        case mask: sawFull = true
        case 0: sawNought = true
        default: sawBetween = true
        }
      }
    }
    return sawBetween || (sawFull && sawNought)
  }

  /// Follows the runs to the mark of their end. Runs that leave the picture are cut off by everybody.
  private mutating func walkRuns() {
    guard var position = header.pixelStart else { return }
    let pixelsInByte = header.depth == 4 ? 2 : 1
    var row = 0
    while row < header.size.height {
      guard let count = file[position], let value = file[position + 1] else {
        let percent = row * 100 / header.size.height
        problems = [.truncated(what: "the data end at \(percent) % of the rows")]
        return
      }
      position += 2
      guard count == 0 else { continue }
      switch value {
      case 0: row += 1
      case 1: return
      case 2:
        row += Int(file[position + 1] ?? 0)
        position += 2
      default:
        // Single pixels, filled up to whole pairs of bytes.
        let bytes = (Int(value) + pixelsInByte - 1) / pixelsInByte
        position += (bytes + 1) / 2 * 2
      }
    }
  }
}

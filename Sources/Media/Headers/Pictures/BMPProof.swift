internal import Model

/// The proof of a bitmap, whose rows are stored as they are, or as runs that can be followed.
struct BMPProof {
  /// The problems that were found; empty if the bitmap is intact.
  private(set) var problems: [FileProblem] = []
  /// Whether some pixels are transparent, or `nil` if the picture has no alpha.
  private(set) var hasTransparency: Bool?

  private let header: BMPHeader
  private let file: ByteView

  /// Proves a bitmap, or returns `nil` for an embedded JPEG or PNG and other rare encodings.
  init?(_ header: BMPHeader, _ file: ByteView) {
    self.header = header
    self.file = file
    switch header.compression {
    // Reading the header has already checked that all rows are there.
    case .none: break
    case .masks: hasTransparency = header.alphaMask.map(lookForAlpha)
    case .runs: walkRuns()
    case .other: return nil
    }
  }

  /// Returns whether any pixel is transparent.
  ///
  /// Readers ignore an alpha channel that is 0 everywhere, so that counts as opaque.
  private func lookForAlpha(_ mask: Int) -> Bool {
    guard let start = header.pixelStart else { return false }
    let step = header.depth / 8
    let rowLength = (header.size.width * header.depth + 31) / 32 * 4
    var sawFull = false
    var sawZero = false
    var sawBetween = false
    for row in 0..<header.size.height where !sawBetween {
      for column in 0..<header.size.width {
        let offset = start + row * rowLength + column * step
        guard let pixel = step == 4 ? file.u32(offset, .little) : file.u16(offset, .little) else {
          return sawFull && sawZero
        }
        switch pixel & mask {
        case mask: sawFull = true
        case 0: sawZero = true
        default: sawBetween = true
        }
      }
    }
    return sawBetween || (sawFull && sawZero)
  }

  /// Follows the runs to the end mark.
  ///
  /// Runs that extend beyond the picture are no problem: all readers clip them.
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
        // Literal pixels, padded to pairs of bytes.
        let bytes = (Int(value) + pixelsInByte - 1) / pixelsInByte
        position += (bytes + 1) / 2 * 2
      }
    }
  }
}

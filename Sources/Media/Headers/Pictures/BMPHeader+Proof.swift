internal import Decoding
internal import Model

extension BMPHeader {
  /// Proves a bitmap, whose rows are stored as they are, or as runs that can be followed.
  ///
  /// The result is `nil` for an embedded JPEG or PNG and other rare encodings.
  func proof() -> Proof? {
    switch compression {
    // Reading the header has already checked that all rows are there.
    case .none: return Proof()
    case .masks:
      var proof = Proof()
      proof.isTransparent = alphaMask.map(lookForAlpha)
      return proof
    case .runs: return walkRuns().map { Proof($0) } ?? Proof()
    case .other: return nil
    }
  }

  /// Returns whether any pixel is transparent.
  ///
  /// Readers ignore an alpha channel that is 0 everywhere, so that counts as opaque.
  private func lookForAlpha(_ mask: Int) -> Bool {
    guard let start = pixelStart else { return false }
    let step = depth / 8
    let rowLength = (size.width * depth + 31) / 32 * 4
    var sawFull = false
    var sawZero = false
    var sawBetween = false
    for row in 0..<size.height where !sawBetween {
      for column in 0..<size.width {
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

  /// Follows the runs to the end mark, and returns a problem if they end too early.
  ///
  /// Runs that extend beyond the picture are no problem: all readers clip them.
  private func walkRuns() -> FileProblem? {
    guard var position = pixelStart else { return nil }
    let pixelsInByte = depth == 4 ? 2 : 1
    var row = 0
    while row < size.height {
      guard let count = file[position], let value = file[position + 1] else {
        let percent = row * 100 / size.height
        return .truncated(what: "the data end at \(percent) % of the rows")
      }
      position += 2
      guard count == 0 else { continue }
      switch value {
      case 0: row += 1
      case 1: return nil
      case 2:
        row += Int(file[position + 1] ?? 0)
        position += 2
      default:
        // Literal pixels, padded to pairs of bytes.
        let bytes = (Int(value) + pixelsInByte - 1) / pixelsInByte
        position += (bytes + 1) / 2 * 2
      }
    }
    return nil
  }
}

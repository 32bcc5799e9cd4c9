#if canImport(Glibc)
  import Glibc
#endif

/// The hues of pixels.
package enum Hues {
  /// Returns RGB pixels with their hues turned by a part of a circle.
  package static func turned(_ pixels: [UInt8], by part: Double) -> [UInt8] {
    let angle = 2 * Double.pi * part
    let same = (1 - cos(angle)) / 3
    let turn = sin(angle) / 3.squareRoot()
    // Each channel in 256ths of itself and of the two that follow it.
    let shares = [cos(angle) + same, same - turn, same + turn].map { Int(256 * $0) }
    var changed = pixels
    for pixel in stride(from: 0, to: pixels.count - 2, by: 3) {
      for channel in 0..<3 {
        var sum = 0
        for step in 0..<3 { sum += shares[step] * Int(pixels[pixel + (channel + step) % 3]) }
        changed[pixel + channel] = UInt8(min(255, max(0, sum >> 8)))
      }
    }
    return changed
  }
}

internal import CGIF
internal import Decoding

/// The position of a GIF frame on its screen, and the colors of its palette.
struct GIFFrame {
  /// The first column of the frame on the screen.
  let left: Int
  /// The first row of the frame on the screen.
  let top: Int
  /// The width of the frame in pixels.
  let width: Int
  /// The height of the frame in pixels.
  let height: Int
  /// Whether the lines are stored in the order of four passes.
  let isInterlaced: Bool
  /// Red, green and blue of each of 256 palette entries; black for those the palette
  /// lacks.
  private(set) var colors: [UInt8]

  /// Takes the frame whose header giflib read last, with its own palette or the global
  /// one.
  init(_ file: UnsafeMutablePointer<GifFileType>) {
    let bounds = unsafe file.pointee.Image
    left = unsafe Int(bounds.Left)
    top = unsafe Int(bounds.Top)
    width = unsafe Int(bounds.Width)
    height = unsafe Int(bounds.Height)
    isInterlaced = unsafe bounds.Interlace
    let palette = unsafe bounds.ColorMap ?? file.pointee.SColorMap
    let count = unsafe palette.map { unsafe Int($0.pointee.ColorCount) } ?? 0
    colors = [UInt8](repeating: 0, count: 768)
    for entry in 0..<min(256, max(0, count)) {
      guard let color = unsafe palette?.pointee.Colors?[entry] else { continue }
      set(entry, [color.Red, color.Green, color.Blue])
    }
  }

  /// Replaces the color of a palette entry.
  mutating func set(_ entry: Int, _ color: [UInt8]) {
    colors.replaceSubrange(3 * entry..<3 * entry + 3, with: color)
  }

  /// Returns the row of a line in the order of the file. An interlaced frame stores every
  /// eighth row first, then the rows in between in three more passes.
  func row(ofLine number: Int) -> Int {
    guard isInterlaced else { return number }
    var passed = 0
    for (first, step) in [(0, 8), (4, 8), (2, 4), (1, 2)] {
      let count = max(0, (height - first + step - 1) / step)
      if number < passed + count { return first + (number - passed) * step }
      passed += count
    }
    return number
  }
}

internal import CGIF
internal import Decoding

/// Where a frame of a GIF stands on its screen, and the colours that its lines name.
struct GIFFrame {
  let left: Int
  let top: Int
  let width: Int
  let height: Int
  let isInterlaced: Bool
  /// Red, green and blue of each entry of the palette; black where it has none.
  private(set) var colors: [UInt8]

  /// The frame whose description was read last.
  init(_ file: UnsafeMutablePointer<GifFileType>) {
    let place = unsafe file.pointee.Image
    left = unsafe Int(place.Left)
    top = unsafe Int(place.Top)
    width = unsafe Int(place.Width)
    height = unsafe Int(place.Height)
    isInterlaced = unsafe place.Interlace
    let palette = unsafe place.ColorMap ?? file.pointee.SColorMap
    let count = unsafe palette.map { unsafe Int($0.pointee.ColorCount) } ?? 0
    colors = [UInt8](repeating: 0, count: 768)
    for entry in 0..<min(256, max(0, count)) {
      guard let color = unsafe palette?.pointee.Colors?[entry] else { continue }
      set(entry, [color.Red, color.Green, color.Blue])
    }
  }

  /// Gives an entry another colour.
  mutating func set(_ entry: Int, _ color: [UInt8]) {
    colors.replaceSubrange(3 * entry..<3 * entry + 3, with: color)
  }

  /// The row of a line by its number in the file. Interlaced frames hold every eighth row first, then those
  /// between, and so on.
  func row(ofLine number: Int) -> Int {
    guard isInterlaced else { return number }
    var before = 0
    for (first, step) in [(0, 8), (4, 8), (2, 4), (1, 2)] {
      let count = max(0, (height - first + step - 1) / step)
      if number < before + count { return first + (number - before) * step }
      before += count
    }
    return number
  }
}

internal import CGIF
internal import Decoding
internal import Model

/// Makes the first frame of a GIF small while its lines come by; white is where it has no pixels.
struct GIFLuma {
  private let reduction: LumaReduction
  private let left: Int
  private let top: Int
  private let height: Int
  private let isInterlaced: Bool
  /// The luma of each entry of the palette.
  private let table: [UInt8]

  init(_ reduction: LumaReduction, _ file: UnsafeMutablePointer<GifFileType>, transparent: Int32?) {
    self.reduction = reduction
    let place = unsafe file.pointee.Image
    left = unsafe Int(place.Left)
    top = unsafe Int(place.Top)
    height = unsafe Int(place.Height)
    isInterlaced = unsafe place.Interlace
    let colors = unsafe place.ColorMap ?? file.pointee.SColorMap
    let count = unsafe colors.map { unsafe Int($0.pointee.ColorCount) } ?? 0
    table = (0..<256).map { entry in
      if entry == transparent ?? -1 { return Luma.white }
      guard entry < count, let color = unsafe colors?.pointee.Colors?[entry] else { return 0 }
      return Luma.of(color.Red, color.Green, color.Blue)
    }
  }

  /// Adds the rows above and below the frame.
  func addSurroundings() {
    let size = reduction.size
    let blank = [UInt8](repeating: Luma.white, count: size.width)
    for row in 0..<size.height where row < top || row >= top + height {
      reduction.add(blank, row: row)
    }
  }

  /// Adds a line, by its number among those that the file holds.
  func add(_ line: [UInt8], number: Int) {
    var lumas = [UInt8](repeating: Luma.white, count: reduction.size.width)
    for (place, entry) in line.enumerated() where left + place < lumas.count {
      lumas[left + place] = table[Int(entry)]
    }
    reduction.add(lumas, row: top + row(ofLine: number))
  }

  /// Interlaced frames hold every eighth row first, then those between, and so on.
  private func row(ofLine number: Int) -> Int {
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

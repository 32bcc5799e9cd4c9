internal import Decoding
internal import Model

/// Makes a bitmap small: rows as they stand in the file, or runs.
struct BMPReduction {
  private let header: BMPHeader
  private let file: ByteView
  private let colors: BMPColors
  /// The luma of each entry of the palette.
  private let table: [UInt8]

  private(set) var plane: LumaPlane?
  /// The picture as it is measured.
  private(set) var small: SmallPicture?

  /// `hasAlpha` when some pixel is see-through and others are not.
  init(_ header: BMPHeader, _ file: ByteView, hasAlpha: Bool, _ wishes: Wishes) {
    self.header = header
    self.file = file
    colors = BMPColors(header, file, hasAlpha: hasAlpha)
    table = stride(from: 0, to: colors.table.count, by: 3).map { [colors] entry in
      Luma.of(colors.table[entry], colors.table[entry + 1], colors.table[entry + 2])
    }
    reduce(as: wishes)
  }

  /// The memory that it takes to make a picture small as it is measured; with runs, it is kept where each
  /// row begins.
  static func memory(for header: BMPHeader) -> Int {
    let places = header.compression == .runs ? BMPRuns.placeBytes * header.size.height : 0
    return Raster.memory(for: header.size, channels: 3) + 12 * header.size.width + places
  }

  private mutating func reduce(as wishes: Wishes) {
    let reduction = PictureReduction(header.size, .rgb, wishes)
    guard reduction.takesRows, let start = header.pixelStart else { return }
    switch header.compression {
    case .runs: addRuns(from: start, to: reduction)
    case .none, .masks: addRows(from: start, to: reduction)
    case .other: return
    }
    plane = reduction.plane
    small = reduction.small
  }

  /// Adds the rows from the top, which is the last of most files.
  private func addRows(from start: Int, to reduction: PictureReduction) {
    let width = header.size.width
    var pixels = [UInt8](repeating: 0, count: colors.masks.count * width)
    var lumas = [UInt8](repeating: 0, count: width)
    for row in 0..<header.size.height {
      guard let bytes = colors.row(row, of: file, from: start) else { return }
      colors.convert(bytes, into: &pixels)
      unsafe pixels.withUnsafeBytes {
        unsafe Luma.convert($0, colors.hasAlpha ? .colorAlpha : .color, into: &lumas)
      }
      reduction.add(lumas, row: row) {
        guard colors.hasAlpha else { return pixels }
        var rgb = [UInt8](repeating: 0, count: 3 * width)
        ColorRow.layOverWhite(pixels, into: &rgb)
        return rgb
      }
    }
  }

  /// Follows the runs from the bottom for the lumas, and from the top for the colours.
  private func addRuns(from start: Int, to reduction: PictureReduction) {
    let (width, height) = (header.size.width, header.size.height)
    var runs = BMPRuns(file, start: start, isNarrow: header.depth == 4)
    let places = runs.places(in: header.size) { row, entries in
      reduction.luma?.add(look(up: entries), row: height - 1 - row)
    }
    guard let raster = reduction.raster else { return }
    var rgb = [UInt8](repeating: 0, count: 3 * width)
    for place in places.reversed() {
      let entries = runs.entries(at: place, width: width)
      ColorRow.lookUp(entries, in: colors.table, into: &rgb)
      raster.add(rgb, lumas: look(up: entries))
    }
  }

  private func look(up entries: [UInt8]) -> [UInt8] { entries.map { table[Int($0)] } }
}

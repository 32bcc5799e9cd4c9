internal import Decoding
internal import Model

/// Reduces a bitmap for similarity search and measuring, from plain rows or from runs.
struct BMPReduction {
  private let header: BMPHeader
  private let file: ByteView
  private let colors: BMPColors
  /// The luma of each palette entry.
  private let table: [UInt8]

  /// The picture reduced to luma, or `nil` if that was not requested or not possible.
  private(set) var plane: LumaPlane?
  /// The picture reduced for measuring, or `nil` if that was not requested or not possible.
  private(set) var small: SmallPicture?

  /// Reduces a bitmap; `hasAlpha` says whether some pixels are transparent and others are
  /// not.
  init(_ header: BMPHeader, _ file: ByteView, hasAlpha: Bool, _ options: DecodingOptions) {
    self.header = header
    self.file = file
    colors = BMPColors(header, file, hasAlpha: hasAlpha)
    table = stride(from: 0, to: colors.palette.count, by: 3).map { [colors] entry in
      Luma.of(colors.palette[entry], colors.palette[entry + 1], colors.palette[entry + 2])
    }
    reduce(as: options)
  }

  /// Returns the memory that reducing a bitmap for measuring takes, in bytes.
  ///
  /// A run-length encoded bitmap also needs an index of where each row begins.
  static func memory(for header: BMPHeader) -> Int {
    let indexBytes = header.compression == .runs ? BMPRuns.rowStartBytes * header.size.height : 0
    return AnalysisReduction.memory(for: header.size, channels: 3) + 12 * header.size.width
      + indexBytes
  }

  /// Adds all rows to the reduction and keeps its results.
  private mutating func reduce(as options: DecodingOptions) {
    let reduction = PictureReduction(header.size, .rgb, options)
    guard reduction.needsRows, let start = header.pixelStart else { return }
    switch header.compression {
    case .runs: addRuns(from: start, to: reduction)
    case .none, .masks: addRows(from: start, to: reduction)
    case .other: return
    }
    plane = reduction.plane
    small = reduction.small
  }

  /// Adds the rows from the top; most files store that row last.
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
        ColorRow.compositeOverWhite(pixels, into: &rgb)
        return rgb
      }
    }
  }

  /// Decodes the runs: once from the bottom for the lumas, and again from the top for the
  /// colours.
  ///
  /// The index of row starts makes the second pass possible.
  private func addRuns(from start: Int, to reduction: PictureReduction) {
    let (width, height) = (header.size.width, header.size.height)
    var runs = BMPRuns(file, start: start, isNarrow: header.depth == 4)
    let rowStarts = runs.rowStarts(in: header.size) { row, entries in
      reduction.luma?.add(look(up: entries), row: height - 1 - row)
    }
    guard let raster = reduction.raster else { return }
    var rgb = [UInt8](repeating: 0, count: 3 * width)
    for rowStart in rowStarts.reversed() {
      let entries = runs.entries(at: rowStart, width: width)
      ColorRow.lookUp(entries, in: colors.palette, into: &rgb)
      raster.add(rgb, lumas: look(up: entries))
    }
  }

  /// Returns the luma of each palette entry.
  private func look(up entries: [UInt8]) -> [UInt8] { entries.map { table[Int($0)] } }
}

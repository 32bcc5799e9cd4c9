internal import Model

/// The runs of a bitmap, read row by row from the bottom.
struct BMPRuns {
  /// Adjacent pixels of a row, as palette entries.
  struct Run {
    /// The column of the first pixel.
    let column: Int
    /// The palette entry of each pixel.
    let entries: [UInt8]
  }

  /// Where a row begins: an offset in the file, and the column of its first run.
  struct RowStart {
    /// The offset in the file.
    fileprivate var position: Int
    /// The column of the next pixel; a skip can leave a row at any column.
    fileprivate var column = 0
  }

  /// Where the next row begins.
  private(set) var current: RowStart
  private let file: ByteView
  /// Whether a pixel takes four bits instead of eight.
  private let isNarrow: Bool
  /// Whether the end mark or the end of the file was reached.
  private var isOver = false

  /// Creates a reader that begins at `start`; `isNarrow` says whether a pixel takes four
  /// bits.
  init(_ file: ByteView, start: Int, isNarrow: Bool) {
    self.file = file
    current = RowStart(position: start)
    self.isNarrow = isNarrow
  }

  /// Moves to the beginning of a row.
  private mutating func go(to rowStart: RowStart) {
    current = rowStart
    isOver = false
  }

  /// Returns the runs of the next row and the number of rows that are skipped above it.
  ///
  /// It is `nil` after the last row.
  mutating func next(width: Int) -> (runs: [Run], skipped: Int)? {
    guard !isOver else { return nil }
    var runs: [Run] = []
    while let count = file[current.position], let value = file[current.position + 1] {
      current.position += 2
      if count > 0 {
        append(pixels(Int(count)) { _ in value }, to: &runs, width)
        continue
      }
      switch value {
      case 0:
        current.column = 0
        return (runs, 0)
      case 1:
        isOver = true
        return (runs, 0)
      case 2:
        let (right, up) = (Int(file[current.position] ?? 0), Int(file[current.position + 1] ?? 0))
        current.position += 2
        current.column += right
        if up > 0 { return (runs, up - 1) }
      default:
        let start = current.position
        let bytes = isNarrow ? (Int(value) + 1) / 2 : Int(value)
        append(pixels(Int(value)) { file[start + $0] ?? 0 }, to: &runs, width)
        current.position += (bytes + 1) / 2 * 2
      }
    }
    isOver = true
    return (runs, 0)
  }

  /// The bytes that the index needs for each row.
  static let rowStartBytes = 24

  /// Returns where each row begins, from the bottom up, with `nil` for rows that are skipped.
  ///
  /// `each` receives the palette entries of every row on the way. Pixels that no run covers
  /// have the first colour.
  mutating func rowStarts(
    in size: PixelSize, each: (_ row: Int, _ entries: [UInt8]) -> Void = { _, _ in }
  ) -> [RowStart?] {
    var rowStarts: [RowStart?] = []
    while rowStarts.count < size.height {
      let start = current
      guard let step = next(width: size.width) else { break }
      each(rowStarts.count, Self.entries(of: step.runs, width: size.width))
      rowStarts.append(start)
      for _ in 0..<min(step.skipped, size.height - rowStarts.count) {
        each(rowStarts.count, Self.entries(of: [], width: size.width))
        rowStarts.append(nil)
      }
    }
    while rowStarts.count < size.height {
      each(rowStarts.count, Self.entries(of: [], width: size.width))
      rowStarts.append(nil)
    }
    return rowStarts
  }

  /// Returns the palette entries of the row that begins at a position.
  mutating func entries(at rowStart: RowStart?, width: Int) -> [UInt8] {
    guard let rowStart else { return Self.entries(of: [], width: width) }
    go(to: rowStart)
    return Self.entries(of: next(width: width)?.runs ?? [], width: width)
  }

  /// Returns a full row of entries; runs are clipped at its right edge.
  private static func entries(of runs: [Run], width: Int) -> [UInt8] {
    var entries = [UInt8](repeating: 0, count: width)
    for run in runs {
      for (index, entry) in run.entries.enumerated() where run.column + index < width {
        entries[run.column + index] = entry
      }
    }
    return entries
  }

  /// Adds entries at the current column and moves past them.
  private mutating func append(_ entries: [UInt8], to runs: inout [Run], _ width: Int) {
    // Pixels beyond the right edge are not kept.
    if current.column < width { runs.append(Run(column: current.column, entries: entries)) }
    current.column += entries.count
  }

  /// Returns the entries of `count` pixels, reading their bytes through `byte`.
  private func pixels(_ count: Int, _ byte: (Int) -> UInt8) -> [UInt8] {
    (0..<count).map { pixel in
      guard isNarrow else { return byte(pixel) }
      let pair = byte(pixel / 2)
      return pixel % 2 == 0 ? pair >> 4 : pair & 15
    }
  }
}

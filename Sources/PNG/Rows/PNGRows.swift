/// Follows inflated rows as they arrive, in pieces of any length.
///
/// Every row's filter must exist. The rows of common pictures are also unfiltered: only the bytes
/// of alpha if there is no sink and a transparent pixel is looked for, otherwise all of them.
struct PNGRows {
  /// What to look for in the pixels of a common picture.
  enum Alpha {
    case none
    /// The alpha value is this byte of every pixel.
    case lane(offset: Int, pixelBytes: Int)
    /// Palette entries are transparent if they are true here.
    case palette([Bool])
  }

  private let passes: [PNGHeader.Pass]
  private var alpha: Alpha
  private let sink: (any PNGRowSink)?
  /// The distance in bytes at which filters find the pixel to the left.
  private let pixelBytes: Int
  private var pass = 0
  /// The row within the pass.
  private var row = 0
  private var filter: UInt8 = 0
  /// The bytes of the row that have arrived, or -1 before its filter.
  private var column = -1
  private var current: [UInt8] = []
  /// The row above, with its filter undone as far as that was needed.
  private var previous: [UInt8] = []
  /// The row above, if it waits to be unfiltered together with the current one, and its filter.
  private var waiting: [UInt8] = []
  private var waitingFilter: UInt8?
  /// The first filter that does not exist, or `nil` if all do.
  private(set) var badFilter: UInt8?
  /// Whether a transparent pixel was found.
  private(set) var isTransparent = false

  /// `alpha` and `sink` are only for common pictures.
  init(_ header: PNGHeader, alpha: Alpha = .none, sink: (any PNGRowSink)? = nil) {
    passes = header.passes
    self.alpha = alpha
    self.sink = sink
    pixelBytes = max(1, header.bitsPerPixel / 8)
  }

  mutating func add(_ piece: ArraySlice<UInt8>) {
    var position = piece.startIndex
    while position < piece.endIndex, pass < passes.count {
      let rowBytes = passes[pass].rowBytes
      if column < 0 {
        filter = piece[position]
        if filter > 4, badFilter == nil { badFilter = filter }
        position += 1
        column = 0
        if row == 0 { startPass(rowBytes) }
      }
      let count = min(rowBytes - column, piece.endIndex - position)
      if keepsRows { keep(piece[position..<position + count]) }
      column += count
      position += count
      if column == rowBytes { endRow() }
    }
  }

  /// Whether a transparent pixel is still looked for.
  private var watches: Bool { if case .none = alpha { false } else { !isTransparent } }
  /// Whether the bytes of rows are needed at all, and not only their filters.
  private var keepsRows: Bool { sink != nil || watches }

  private mutating func startPass(_ rowBytes: Int) {
    guard keepsRows else { return }
    previous = [UInt8](repeating: 0, count: rowBytes)
    current = previous
    waiting = sink == nil ? [] : previous
  }

  private mutating func keep(_ part: ArraySlice<UInt8>) {
    let range = column..<column + part.count
    unsafe current.withUnsafeMutableBytes { row in
      unsafe part.withUnsafeBytes {
        unsafe UnsafeMutableRawBufferPointer(rebasing: row[range]).copyMemory(from: $0)
      }
    }
  }

  private mutating func endRow() {
    if keepsRows {
      if let sink {
        endRow(for: sink)
      } else {
        unfilterWatched()
        if watches { isTransparent = hasTransparentPixel(current) }
        swap(&current, &previous)
      }
    }
    column = -1
    row += 1
    if row == passes[pass].height {
      row = 0
      pass += 1
    }
  }

  /// Unfilters the current row, or keeps it until the next one: two rows with certain filters are
  /// faster to unfilter together.
  private mutating func endRow(for sink: any PNGRowSink) {
    if let upper = waitingFilter {
      waitingFilter = nil
      if RowFilter.canWait(filter, pixelBytes) {
        RowFilter.undo(
          (upper, filter), &waiting, &current, above: previous, pixelBytes: pixelBytes)
      } else {
        RowFilter.undo(upper, &waiting, above: previous, pixelBytes: pixelBytes)
        RowFilter.undo(filter, &current, above: waiting, pixelBytes: pixelBytes)
      }
      deliver(waiting, row - 1, to: sink)
    } else if row + 1 < passes[pass].height, RowFilter.canWait(filter, pixelBytes) {
      waitingFilter = filter
      swap(&current, &waiting)
      return
    } else {
      RowFilter.undo(filter, &current, above: previous, pixelBytes: pixelBytes)
    }
    deliver(current, row, to: sink)
    swap(&current, &previous)
  }

  /// Delivers a row. Every row is delivered once, in the order from the top.
  private mutating func deliver(_ pixels: [UInt8], _ row: Int, to sink: any PNGRowSink) {
    sink.add(pixels, PNGRowPosition(row: row))
    if watches { isTransparent = hasTransparentPixel(pixels) }
  }

  /// Delivers a row that waits, if the data end before the next one.
  mutating func end() {
    guard let sink, let filter = waitingFilter else { return }
    waitingFilter = nil
    RowFilter.undo(filter, &waiting, above: previous, pixelBytes: pixelBytes)
    deliver(waiting, row - 1, to: sink)
  }

  /// Undoes the filter as far as alpha depends on it. Filters combine bytes at equal offsets of
  /// neighbouring pixels, so the bytes of alpha don't depend on those of colour.
  private mutating func unfilterWatched() {
    switch alpha {
    case .none: break
    case .lane(let offset, let pixelBytes): unfilter(from: offset, step: pixelBytes)
    case .palette: unfilter(from: 0, step: 1)
    }
  }

  /// Whether a row has what is looked for.
  private func hasTransparentPixel(_ row: [UInt8]) -> Bool {
    switch alpha {
    case .none: false
    case .lane(let offset, let pixelBytes):
      stride(from: offset, to: row.count, by: pixelBytes).contains { row[$0] != 255 }
    case .palette(let isTransparent): row.contains { isTransparent[Int($0)] }
    }
  }

  /// Undoes the row's filter for every `step`th byte from `offset` on.
  private mutating func unfilter(from offset: Int, step: Int) {
    let indices = stride(from: offset, to: current.count, by: step)
    var left: UInt8 = 0
    switch filter {
    case 1:
      for index in indices {
        left &+= current[index]
        current[index] = left
      }
    case 2:
      for index in indices { current[index] &+= previous[index] }
    case 3:
      for index in indices {
        left = current[index] &+ UInt8((Int(left) + Int(previous[index])) / 2)
        current[index] = left
      }
    case 4:
      var corner: UInt8 = 0
      for index in indices {
        let above = previous[index]
        left = current[index] &+ Self.nearest(left, above, corner)
        current[index] = left
        corner = above
      }
    default: break
    }
  }

  /// The neighbour nearest to left + above - corner, as PNG's Paeth filter chooses it.
  private static func nearest(_ left: UInt8, _ above: UInt8, _ corner: UInt8) -> UInt8 {
    let toLeft = abs(Int(above) - Int(corner))
    let toAbove = abs(Int(left) - Int(corner))
    let toCorner = abs(Int(left) + Int(above) - 2 * Int(corner))
    if toLeft <= toAbove, toLeft <= toCorner { return left }
    return toAbove <= toCorner ? above : corner
  }
}

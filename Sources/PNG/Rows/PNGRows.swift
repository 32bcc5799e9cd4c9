/// Where the rows of a PNG go, all of them.
protocol PNGRowSink: AnyObject {
  /// Takes a row of a pass, its filter undone.
  func add(_ bytes: [UInt8], _ pass: PNGHeader.Pass, _ row: Int)
}

/// Follows inflated rows as they come, in pieces of any length: every filter must exist, and where
/// the picture has alpha, the rows are unfiltered as far as it takes to see whether it is used; all of
/// them where they are to go somewhere.
struct PNGRows {
  /// What to look for in the pixels.
  enum Alpha {
    case none
    /// Alpha, or the half of it that counts, stands at this byte of every pixel.
    case lane(offset: Int, pixelBytes: Int)
    /// These palette entries are see-through.
    case palette(SeeThroughEntries)
    /// Pixels of exactly these bytes are see-through.
    case key([UInt8], depth: Int)
  }

  private let passes: [PNGHeader.Pass]
  private var alpha: Alpha
  private let sink: (any PNGRowSink)?
  /// The bytes by which a filter finds the pixel to the left.
  private let pixelBytes: Int
  private var pass = 0
  private var row = 0
  private var filter: UInt8 = 0
  private var column = -1
  private var current: [UInt8] = []
  private var previous: [UInt8] = []
  /// A filter that does not exist, where one was met.
  private(set) var badFilter: UInt8?
  private(set) var isSeeThrough = false

  init(_ header: PNGHeader, alpha: Alpha, sink: (any PNGRowSink)? = nil) {
    passes = header.passes
    self.alpha = alpha
    self.sink = sink
    pixelBytes = max(1, header.bitsPerPixel / 8)
  }

  /// Takes the next piece.
  mutating func take(_ piece: ArraySlice<UInt8>) {
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

  private var watches: Bool { if case .none = alpha { false } else { !isSeeThrough } }
  private var keepsRows: Bool { sink != nil || watches }

  private mutating func startPass(_ rowBytes: Int) {
    guard keepsRows else { return }
    previous = [UInt8](repeating: 0, count: rowBytes)
    current = previous
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
        RowFilter.undo(filter, &current, above: previous, pixelBytes: pixelBytes)
        sink.add(current, passes[pass], row)
      } else {
        unfilterWatched()
      }
      if watches { isSeeThrough = lookAtRow(width: passes[pass].width) }
      swap(&current, &previous)
    }
    column = -1
    row += 1
    if row == passes[pass].height {
      row = 0
      pass += 1
    }
  }

  /// Undoes the filter where it takes that to see alpha.
  private mutating func unfilterWatched() {
    switch alpha {
    case .none: break
    // Filters work byte by byte at equal places of neighbouring pixels, so that the bytes of alpha can
    // be had without those of colour.
    case .lane(let offset, let pixelBytes): unfilter(from: offset, step: pixelBytes)
    case .palette: unfilter(from: 0, step: 1)
    case .key(let key, let depth):
      let pixelBytes = depth < 8 ? 1 : max(1, key.count)
      for offset in 0..<pixelBytes { unfilter(from: offset, step: pixelBytes) }
    }
  }

  private func lookAtRow(width: Int) -> Bool {
    switch alpha {
    case .none: return false
    case .lane(let offset, let pixelBytes):
      return stride(from: offset, to: current.count, by: pixelBytes).contains { current[$0] != 255 }
    case .palette(let entries):
      // Whole bytes are looked up; the last one may hold fewer pixels than it has room for.
      let whole = width * entries.depth / 8
      return current[..<whole].contains { entries.inByte[Int($0)] }
        || (whole * 8 / entries.depth..<width).contains { pixel in
          entries.numbers.contains(packed(pixel, entries.depth))
        }
    case .key(let key, let depth):
      let pixelBytes = max(1, key.count)
      if depth < 8 {
        return (0..<width).contains { packed($0, depth) == Int(key.last ?? 0) & ((1 << depth) - 1) }
      }
      return (0..<width).contains { pixel in
        current[pixel * pixelBytes..<(pixel + 1) * pixelBytes].elementsEqual(key)
      }
    }
  }

  /// One sample of a row that packs several into a byte.
  private func packed(_ index: Int, _ depth: Int) -> Int {
    let perByte = 8 / depth
    let shift = 8 - depth * (index % perByte + 1)
    return Int(current[index / perByte]) >> shift & ((1 << depth) - 1)
  }

  /// Undoes the row's filter for every `step`th byte from `offset` on.
  private mutating func unfilter(from offset: Int, step: Int) {
    let places = stride(from: offset, to: current.count, by: step)
    var left: UInt8 = 0
    switch filter {
    case 1:
      for place in places {
        left &+= current[place]
        current[place] = left
      }
    case 2:
      for place in places { current[place] &+= previous[place] }
    case 3:
      for place in places {
        left = current[place] &+ UInt8((Int(left) + Int(previous[place])) / 2)
        current[place] = left
      }
    case 4:
      var corner: UInt8 = 0
      for place in places {
        let above = previous[place]
        left = current[place] &+ Self.nearest(left, above, corner)
        current[place] = left
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

/// Which entries of a palette are see-through, and which bytes of packed pixels name one.
struct SeeThroughEntries {
  let numbers: Set<Int>
  let depth: Int
  let inByte: [Bool]

  init(_ numbers: Set<Int>, depth: Int) {
    self.numbers = numbers
    self.depth = depth
    inByte = (0..<256).map { byte in
      stride(from: 0, to: 8, by: depth).contains { shift in
        numbers.contains(byte >> shift & ((1 << depth) - 1))
      }
    }
  }
}

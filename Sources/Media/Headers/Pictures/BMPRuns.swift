internal import Model

/// The runs of a bitmap, row by row from the bottom.
struct BMPRuns {
  /// Pixels beside each other, by their entries in the palette.
  struct Run {
    let column: Int
    let entries: [UInt8]
  }

  /// Where a row begins: among the file's bytes, and how far to the right.
  struct Place {
    fileprivate var position: Int
    fileprivate var column = 0
  }

  /// Where the next row begins.
  private(set) var place: Place
  private let file: ByteView
  private let isNarrow: Bool
  private var isOver = false

  /// `isNarrow` when a pixel takes four bits.
  init(_ file: ByteView, start: Int, isNarrow: Bool) {
    self.file = file
    place = Place(position: start)
    self.isNarrow = isNarrow
  }

  /// Goes to where a row begins.
  private mutating func go(to place: Place) {
    self.place = place
    isOver = false
  }

  /// What is in the next row, and how many rows are passed over behind it; nothing behind the last.
  mutating func next(width: Int) -> (runs: [Run], skipped: Int)? {
    guard !isOver else { return nil }
    var runs: [Run] = []
    while let count = file[place.position], let value = file[place.position + 1] {
      place.position += 2
      if count > 0 {
        append(pixels(Int(count)) { _ in value }, to: &runs, width)
        continue
      }
      switch value {
      case 0:
        place.column = 0
        return (runs, 0)
      case 1:
        isOver = true
        return (runs, 0)
      case 2:
        let (right, up) = (Int(file[place.position] ?? 0), Int(file[place.position + 1] ?? 0))
        place.position += 2
        place.column += right
        if up > 0 { return (runs, up - 1) }
      default:
        let start = place.position
        let bytes = isNarrow ? (Int(value) + 1) / 2 : Int(value)
        append(pixels(Int(value)) { file[start + $0] ?? 0 }, to: &runs, width)
        place.position += (bytes + 1) / 2 * 2
      }
    }
    isOver = true
    return (runs, 0)
  }

  /// What is kept of each row's place.
  static let placeBytes = 24

  /// Where each row begins, from the bottom up: nothing for one that is passed over. Pixels that no run
  /// names are of the first colour; `each` is handed the entries of every row on the way.
  mutating func places(
    in size: PixelSize, each: (_ row: Int, _ entries: [UInt8]) -> Void = { _, _ in }
  ) -> [Place?] {
    var places: [Place?] = []
    while places.count < size.height {
      let start = place
      guard let step = next(width: size.width) else { break }
      each(places.count, Self.entries(of: step.runs, width: size.width))
      places.append(start)
      for _ in 0..<min(step.skipped, size.height - places.count) {
        each(places.count, Self.entries(of: [], width: size.width))
        places.append(nil)
      }
    }
    while places.count < size.height {
      each(places.count, Self.entries(of: [], width: size.width))
      places.append(nil)
    }
    return places
  }

  /// The entries of the row that begins at a place.
  mutating func entries(at place: Place?, width: Int) -> [UInt8] {
    guard let place else { return Self.entries(of: [], width: width) }
    go(to: place)
    return Self.entries(of: next(width: width)?.runs ?? [], width: width)
  }

  private static func entries(of runs: [Run], width: Int) -> [UInt8] {
    var entries = [UInt8](repeating: 0, count: width)
    for run in runs {
      for (place, entry) in run.entries.enumerated() where run.column + place < width {
        entries[run.column + place] = entry
      }
    }
    return entries
  }

  private mutating func append(_ entries: [UInt8], to runs: inout [Run], _ width: Int) {
    // What lies beyond the end of the row is not kept.
    if place.column < width { runs.append(Run(column: place.column, entries: entries)) }
    place.column += entries.count
  }

  /// The entries of so many pixels in bytes that are asked for one by one.
  private func pixels(_ count: Int, _ byte: (Int) -> UInt8) -> [UInt8] {
    (0..<count).map { pixel in
      guard isNarrow else { return byte(pixel) }
      let pair = byte(pixel / 2)
      return pixel % 2 == 0 ? pair >> 4 : pair & 15
    }
  }
}

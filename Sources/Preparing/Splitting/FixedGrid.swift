/// A grid that was asked for: equal cells, whose edges give way to what is to be seen near them.
extension PanelSearch {
  /// How far an edge may move, as a share of a cell.
  private static let reach = 0.3
  /// How much of the height a seam must show to draw an edge to it.
  private static let seam = 0.75

  func laid(rows: Int, columns: Int) -> PanelLayout {
    let inner = inner
    let mask = SubjectMask(upright, inner)
    let counts = mask.isPlain ? mask : nil
    var layout = PanelLayout()
    let levels = edges(
      rows, levels(inner), inner.rows, counts?.rowCounts(of: 0..<mask.width))
    layout.means += levels.means
    for band in levels.parts {
      let region = SheetRegion(columns: inner.columns, rows: band)
      let within = band.lowerBound - inner.rows.lowerBound..<band.upperBound - inner.rows.lowerBound
      let found = edges(
        columns, uprights(region), region.columns, counts?.columnCounts(of: within))
      layout.means += found.means
      layout.rows.append(found.parts.map { SheetRegion(columns: $0, rows: band) })
    }
    layout.sureness = 1
    return layout
  }

  /// Divides a side into parts of about one length.
  private func edges(
    _ count: Int, _ separators: Separators, _ side: Range<Int>, _ emptiness: [Int]?
  ) -> (parts: [Range<Int>], means: [PanelMeans]) {
    guard count > 1 else { return ([side], []) }
    let trimmed = separators.inner
    let cell = Double(trimmed.count) / Double(count)
    let reach = max(1, Int(cell * Self.reach))
    var parts: [Range<Int>] = []
    var means: [PanelMeans] = []
    var start = trimmed.lowerBound
    for number in 1..<count {
      let place = trimmed.lowerBound + Int((cell * Double(number)).rounded())
      let near = separators.found.filter {
        ($0.isGutter || $0.strength >= Self.seam)
          && abs(($0.columns.lowerBound + $0.columns.upperBound) / 2 - place) <= reach
          && $0.columns.lowerBound > start
      }
      let strongest = near.max { $0.strength < $1.strength }
      if let strongest {
        parts.append(start..<strongest.columns.lowerBound)
        start = strongest.columns.upperBound
        means.append(strongest.isGutter ? .gutter : .seam)
      } else {
        let empty = emptiness.flatMap { Self.emptiest($0, near: place - side.lowerBound, reach) }
        let edge = max(start + 1, (empty ?? place - side.lowerBound) + side.lowerBound)
        parts.append(start..<edge)
        start = edge
        means.append(empty == nil ? .grid : .subjects)
      }
    }
    parts.append(start..<max(start + 1, trimmed.upperBound))
    return (parts, means)
  }

  /// The middle of the emptiest place near another, the nearest such; nothing where all is as full.
  private static func emptiest(_ counts: [Int], near place: Int, _ reach: Int) -> Int? {
    let window = max(0, place - reach)..<min(counts.count, place + reach + 1)
    guard let least = window.map({ counts[$0] }).min(), let most = window.map({ counts[$0] }).max(),
      most > least
    else { return nil }
    var best: Int?
    var x = window.lowerBound
    while x < window.upperBound {
      guard counts[x] == least else {
        x += 1
        continue
      }
      let first = x
      while x < window.upperBound, counts[x] == least { x += 1 }
      let middle = (first + x) / 2
      if best.map({ abs(middle - place) < abs($0 - place) }) ?? true { best = middle }
    }
    return best
  }
}

extension SubjectMask {
  /// How many pixels of each column, or of each row, belong to something.
  fileprivate func columnCounts(of rows: Range<Int>) -> [Int] {
    var counts = [Int](repeating: 0, count: width)
    for y in rows {
      for x in 0..<width where isSubject[y * width + x] { counts[x] += 1 }
    }
    return counts
  }

  fileprivate func rowCounts(of columns: Range<Int>) -> [Int] {
    (0..<height).map { y in columns.count { isSubject[y * width + $0] } }
  }
}

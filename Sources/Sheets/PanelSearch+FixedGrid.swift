/// A grid that the user requested: equal cells, whose edges move to avoid content near them.
extension PanelSearch {
  /// The maximum distance that an edge moves, as a share of a cell.
  private static let maximumShift = 0.3
  /// The minimum share of the height that a seam must show to attract an edge.
  private static let minimumSeamStrength = 0.75

  /// Returns a layout with the requested numbers of rows and columns: equal cells, whose edges move
  /// to gutters, seams or empty columns near them.
  func fixedLayout(rows: Int, columns: Int) -> PanelLayout {
    let inner = inner
    let mask = SubjectMask(upright, inner)
    let counts = mask.isPlain ? mask : nil
    var layout = PanelLayout()
    let levels = edges(
      rows, horizontalSeparators(in: inner), inner.rows, counts?.rowCounts(of: 0..<mask.width))
    layout.cues += levels.means
    for band in levels.parts {
      let region = SheetRegion(columns: inner.columns, rows: band)
      let within = band.lowerBound - inner.rows.lowerBound..<band.upperBound - inner.rows.lowerBound
      let found = edges(
        columns, verticalSeparators(in: region), region.columns, counts?.columnCounts(of: within))
      layout.cues += found.means
      layout.rows.append(found.parts.map { SheetRegion(columns: $0, rows: band) })
    }
    layout.confidence = 1
    return layout
  }

  /// Divides a side into parts of about equal length, and returns the cue for each edge.
  private func edges(
    _ count: Int, _ separators: Separators, _ side: Range<Int>, _ emptiness: [Int]?
  ) -> (parts: [Range<Int>], means: [PanelCue]) {
    guard count > 1 else { return ([side], []) }
    let trimmed = separators.inner
    let cell = Double(trimmed.count) / Double(count)
    let maximumShift = max(1, Int(cell * Self.maximumShift))
    var parts: [Range<Int>] = []
    var means: [PanelCue] = []
    var start = trimmed.lowerBound
    for number in 1..<count {
      let position = trimmed.lowerBound + Int((cell * Double(number)).rounded())
      let near = separators.found.filter {
        ($0.isGutter || $0.strength >= Self.minimumSeamStrength)
          && abs(($0.columns.lowerBound + $0.columns.upperBound) / 2 - position) <= maximumShift
          && $0.columns.lowerBound > start
      }
      let strongest = near.max { $0.strength < $1.strength }
      if let strongest {
        parts.append(start..<strongest.columns.lowerBound)
        start = strongest.columns.upperBound
        means.append(strongest.isGutter ? .gutter : .seam)
      } else {
        let empty = emptiness.flatMap {
          Self.emptiest($0, near: position - side.lowerBound, maximumShift)
        }
        let edge = max(start + 1, (empty ?? position - side.lowerBound) + side.lowerBound)
        parts.append(start..<edge)
        start = edge
        means.append(empty == nil ? .grid : .subjects)
      }
    }
    parts.append(start..<max(start + 1, trimmed.upperBound))
    return (parts, means)
  }

  /// Returns the middle of the emptiest stretch near a position, the nearest of several, or `nil`
  /// when all positions are equally full.
  private static func emptiest(_ counts: [Int], near position: Int, _ maximumShift: Int) -> Int? {
    let window = max(0, position - maximumShift)..<min(counts.count, position + maximumShift + 1)
    guard let minimum = window.map({ counts[$0] }).min(),
      let maximum = window.map({ counts[$0] }).max(),
      maximum > minimum
    else { return nil }
    var best: Int?
    var x = window.lowerBound
    while x < window.upperBound {
      guard counts[x] == minimum else {
        x += 1
        continue
      }
      let first = x
      while x < window.upperBound, counts[x] == minimum { x += 1 }
      let middle = (first + x) / 2
      if best.map({ abs(middle - position) < abs($0 - position) }) ?? true { best = middle }
    }
    return best
  }
}

extension SubjectMask {
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

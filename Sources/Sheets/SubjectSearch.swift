/// Finds views side by side in front of one plain backdrop.
struct SubjectSearch {
  /// The regions to cut out, in rows from the top, each from the left.
  private(set) var rows: [[SheetRegion]] = []
  /// The confidence that these are views of one subject, from 0 to 1.
  private(set) var confidence = 0.0

  private let region: SheetRegion
  private let views: SubjectViews

  /// The margin of backdrop around a view, as a share of its row's height.
  private static let margin = 0.04
  /// The minimum ratio of width to height, because providers accept nothing narrower than 2:5.
  private static let minimumAspect = 0.44

  /// Searches a region; returns `nil` when it has no plain backdrop, or fewer than two subjects.
  init?(_ pixels: SheetPixels, _ region: SheetRegion) {
    let mask = SubjectMask(pixels, region)
    guard mask.isPlain else { return nil }
    let parts = SubjectParts(mask)
    views = SubjectViews(parts, strangers: parts.strangers(pixels, region))
    self.region = region
    guard views.rows.joined().count > 1 else { return nil }
    rows = panels()
    confidence = ViewSimilarity(pixels, region, views).confidence
  }

  /// Returns the region to cut out for each view.
  private func panels() -> [[SheetRegion]] {
    let bands = bands()
    return views.rows.enumerated().map { index, row in
      let cuts = cuts(index, row)
      return row.enumerated().map { position, view in
        panel(view, band: bands[index], between: cuts[position], and: cuts[position + 1])
      }
    }
  }

  /// Returns the rows of pixels in which each row of views is cut, with a margin where there is
  /// room.
  private func bands() -> [Range<Int>] {
    let extents = views.rows.map { row in
      row.dropFirst().reduce(row[0].box) { $0.united(with: $1.box) }.rows
    }
    return extents.enumerated().map { index, rows in
      let margin = Int(Double(rows.count) * Self.margin) + 2
      var (top, bottom) = (
        max(0, rows.lowerBound - margin), min(region.height, rows.upperBound + margin)
      )
      // Margins extend at most halfway to what is above and below, such as other rows or words.
      let neighbours =
        extents.enumerated().filter { $0.offset != index }.map(\.element)
        + views.others.filter { $0.height * 3 < rows.count }.map(\.box.rows)
      for other in neighbours {
        if other.upperBound <= rows.lowerBound + 2 {
          top = max(top, min(rows.lowerBound, (other.upperBound + rows.lowerBound + 1) / 2))
        } else if other.lowerBound >= rows.upperBound - 2 {
          bottom = min(bottom, max(rows.upperBound, (other.lowerBound + rows.upperBound) / 2))
        }
      }
      return top..<max(bottom, top + 1)
    }
  }

  /// Returns the columns at which a row is cut: before its first view, between views, and after the
  /// last.
  private func cuts(_ index: Int, _ row: [SubjectView]) -> [Int] {
    let first = views.rows[..<index].reduce(0) { $0 + $1.count }
    let counts = row.indices.map { position in
      columnCounts(row[position].box.rows, number: first + position + 1)
    }
    var cuts = [0]
    for position in row.indices.dropLast() {
      let cut = emptiest(
        between: row[position].box, row[position + 1].box, counts[position], counts[position + 1])
      cuts.append(max(cut, cuts[position]))
    }
    return cuts + [region.width]
  }

  /// Returns how many pixels of a view each column contains.
  private func columnCounts(_ rows: Range<Int>, number: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: region.width)
    for y in rows {
      for x in 0..<region.width where Int(views.owners[y * region.width + x]) == number {
        counts[x] += 1
      }
    }
    return counts
  }

  /// Returns the cut that leaves the fewest pixels of both views on the wrong side; the middle of
  /// several such cuts.
  private func emptiest(
    between left: SheetRegion, _ right: SheetRegion, _ leftCounts: [Int], _ rightCounts: [Int]
  ) -> Int {
    let middles = [left, right].map { ($0.columns.lowerBound + $0.columns.upperBound) / 2 }
    guard middles[0] < middles[1] else { return middles[1] }
    var misplaced = leftCounts[middles[0]...].reduce(0, +) + rightCounts[..<middles[0]].reduce(0, +)
    var best = (cost: Int.max, first: 0, last: 0)
    for x in middles[0]...middles[1] {
      // The cut is to the left of column x.
      if misplaced < best.cost {
        best = (misplaced, x, x)
      } else if misplaced == best.cost, best.last == x - 1 {
        best.last = x
      }
      misplaced += rightCounts[x] - leftCounts[x]
    }
    return (best.first + best.last) / 2
  }

  /// Returns the region of a view with its margins, between the cuts to its left and right.
  private func panel(
    _ view: SubjectView, band: Range<Int>, between left: Int, and right: Int
  ) -> SheetRegion {
    let margin = Int(Double(band.count) * Self.margin) + 2
    var (first, last) = (view.box.columns.lowerBound - margin, view.box.columns.upperBound + margin)
    let minimumWidth = Int((Double(band.count) * Self.minimumAspect).rounded(.up))
    if last - first < minimumWidth {
      let more = minimumWidth - (last - first)
      first -= more / 2
      last += more - more / 2
    }
    first = max(first, left)
    last = max(first + 1, min(last, right))
    // When one side has no room, the other may have some.
    if last - first < minimumWidth {
      first = max(left, min(first, last - minimumWidth))
      last = max(last, min(right, first + minimumWidth))
    }
    return SheetRegion(
      columns: first + region.columns.lowerBound..<last + region.columns.lowerBound,
      rows: band.lowerBound + region.rows.lowerBound..<band.upperBound + region.rows.lowerBound)
  }
}

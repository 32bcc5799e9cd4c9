/// Views that stand side by side before one plain backdrop.
struct SubjectSearch {
  /// Where each view is to be cut out, in rows from the top, each from the left.
  private(set) var rows: [[SheetRegion]] = []
  /// How sure it is that these are views of one thing, 0 to 1.
  private(set) var sureness = 0.0

  private let region: SheetRegion
  private let views: SubjectViews

  /// The backdrop that is left around a view, as a share of its row's height.
  private static let margin = 0.04
  /// Providers take nothing narrower than 2:5.
  private static let narrowest = 0.44

  /// Nothing where there is no plain backdrop, or fewer than two things before it.
  init?(_ pixels: SheetPixels, _ region: SheetRegion) {
    let mask = SubjectMask(pixels, region)
    guard mask.isPlain else { return nil }
    let parts = SubjectParts(mask)
    views = SubjectViews(parts, strangers: parts.strangers(pixels, region))
    self.region = region
    guard views.rows.joined().count > 1 else { return nil }
    rows = panels()
    sureness = ViewLikeness(pixels, region, views).sureness
  }

  private func panels() -> [[SheetRegion]] {
    let bands = bands()
    return views.rows.enumerated().map { index, row in
      let cuts = cuts(index, row)
      return row.enumerated().map { place, view in
        panel(view, band: bands[index], between: cuts[place], and: cuts[place + 1])
      }
    }
  }

  /// From where to where each row is cut, with a margin where there is room.
  private func bands() -> [Range<Int>] {
    let extents = views.rows.map { row in
      row.dropFirst().reduce(row[0].box) { $0.united(with: $1.box) }.rows
    }
    return extents.enumerated().map { index, rows in
      let margin = Int(Double(rows.count) * Self.margin) + 2
      var (top, bottom) = (
        max(0, rows.lowerBound - margin), min(region.height, rows.upperBound + margin)
      )
      // Half the way to what is above and below: the other rows, words.
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

  /// The columns at which a row is cut: before its first view, between all, after the last.
  private func cuts(_ index: Int, _ row: [SubjectView]) -> [Int] {
    let first = views.rows[..<index].reduce(0) { $0 + $1.count }
    let counts = row.indices.map { place in
      columnCounts(row[place].box.rows, number: first + place + 1)
    }
    var cuts = [0]
    for place in row.indices.dropLast() {
      let cut = emptiest(
        between: row[place].box, row[place + 1].box, counts[place], counts[place + 1])
      cuts.append(max(cut, cuts[place]))
    }
    return cuts + [region.width]
  }

  private func columnCounts(_ rows: Range<Int>, number: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: region.width)
    for y in rows {
      for x in 0..<region.width where Int(views.owners[y * region.width + x]) == number {
        counts[x] += 1
      }
    }
    return counts
  }

  /// Where the least of both views is on the wrong side; the middle of such places.
  private func emptiest(
    between left: SheetRegion, _ right: SheetRegion, _ leftCounts: [Int], _ rightCounts: [Int]
  ) -> Int {
    let middles = [left, right].map { ($0.columns.lowerBound + $0.columns.upperBound) / 2 }
    guard middles[0] < middles[1] else { return middles[1] }
    var wrong = leftCounts[middles[0]...].reduce(0, +) + rightCounts[..<middles[0]].reduce(0, +)
    var best = (cost: Int.max, first: 0, last: 0)
    for x in middles[0]...middles[1] {
      // A cut before column x.
      if wrong < best.cost {
        best = (wrong, x, x)
      } else if wrong == best.cost, best.last == x - 1 {
        best.last = x
      }
      wrong += rightCounts[x] - leftCounts[x]
    }
    return (best.first + best.last) / 2
  }

  private func panel(
    _ view: SubjectView, band: Range<Int>, between left: Int, and right: Int
  ) -> SheetRegion {
    let margin = Int(Double(band.count) * Self.margin) + 2
    var (first, last) = (view.box.columns.lowerBound - margin, view.box.columns.upperBound + margin)
    let least = Int((Double(band.count) * Self.narrowest).rounded(.up))
    if last - first < least {
      let more = least - (last - first)
      first -= more / 2
      last += more - more / 2
    }
    first = max(first, left)
    last = max(first + 1, min(last, right))
    // Where one side has no room, the other may have some.
    if last - first < least {
      first = max(left, min(first, last - least))
      last = max(last, min(right, first + least))
    }
    return SheetRegion(
      columns: first + region.columns.lowerBound..<last + region.columns.lowerBound,
      rows: band.lowerBound + region.rows.lowerBound..<band.upperBound + region.rows.lowerBound)
  }
}

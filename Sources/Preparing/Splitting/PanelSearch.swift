package import Model

/// Finds the views on a turnaround sheet: bands and seams that run across it first, then what stands side by
/// side before a plain backdrop. `docs/split.md` says how.
package struct PanelSearch {
  let upright: SheetPixels
  private let turned: SheetPixels

  /// Pictures with a shorter side have no room for views.
  private static let leastSide = 32

  /// The views of a sheet. Without a grid, a picture that is no sheet has none.
  package static func panels(in picture: AnalysisPicture, grid: PanelGrid) -> PanelFinding {
    guard picture.size.shorterSide >= leastSide else { return .single(picture.original) }
    let search = PanelSearch(picture)
    switch grid {
    case .auto:
      let layout = search.found()
      let isCut = layout.sureness >= PanelFinding.sure
      if isCut, ChartShape.isChart(search.upright) || PieShape.isChart(search.upright) {
        return .single(picture.original)
      }
      return layout.finding(picture)
    case .fixed(let rows, let columns):
      return search.laid(rows: rows, columns: columns).finding(picture)
    }
  }

  private init(_ picture: AnalysisPicture) {
    upright = SheetPixels(picture)
    turned = upright.transposed
  }

  /// What parts a region from left to right, and from top to bottom.
  func uprights(_ region: SheetRegion) -> Separators {
    Separators(EdgeProfile(upright, region), region.columns)
  }

  func levels(_ region: SheetRegion) -> Separators {
    Separators(EdgeProfile(turned, region.transposed), region.rows)
  }

  /// The picture without the band or the frame around it.
  var inner: SheetRegion {
    SheetRegion(columns: uprights(upright.whole).inner, rows: levels(upright.whole).inner)
  }

  private func found() -> PanelLayout {
    let inner = inner
    let parted = parted(inner)
    var standing = standing(upright.whole)
    // Within a frame it is another backdrop.
    if standing.count < 2, inner != upright.whole { standing = self.standing(inner) }
    // Before one backdrop nothing is parted by a seam: straight sides of things look like one.
    let isClear = parted.sureness >= PanelFinding.sure && !parted.means.contains(.seam)
    if isClear, parted.sureness >= standing.sureness { return parted }
    let isDoubtful = standing.sureness >= PanelFinding.sure
    return isDoubtful || standing.sureness >= parted.sureness ? standing : parted
  }

  private func standing(_ region: SheetRegion) -> PanelLayout {
    guard let search = SubjectSearch(upright, region) else { return .none }
    return PanelLayout(rows: search.rows, means: [.subjects], sureness: search.sureness)
  }

  // MARK: Bands, lines and seams

  private func parted(_ region: SheetRegion) -> PanelLayout {
    let levels = levels(region)
    let uprights = uprights(region)
    if levels.found.isEmpty, uprights.found.isEmpty { return .none }
    // What crosses all of a sheet both ways makes rows; of a line and a seam, the line is no part of a picture.
    let areAlike = levels.isGutter == uprights.isGutter && !levels.found.isEmpty
    let isLevel = levels.strength >= (areAlike ? 0.75 : 1) * uprights.strength
    return isLevel ? inRows(levels, region) : inColumns(uprights, region)
  }

  /// Rows first, and then what each row is parted by.
  private func inRows(_ levels: Separators, _ region: SheetRegion) -> PanelLayout {
    var layout = PanelLayout()
    var separators = levels.found
    var sureness = 1.0
    let rows = Self.views(of: levels.parts)
    let uprights = rows.map { self.uprights(SheetRegion(columns: region.columns, rows: $0)) }
    let alike = alike(uprights, levels, region)
    for (place, rows) in rows.enumerated() {
      let inner = SheetRegion(columns: uprights[place].inner(beside: levels), rows: rows)
      if !alike[place].isEmpty {
        let parts = uprights[place].parts(between: alike[place], inner.columns)
        layout.rows.append(Self.views(of: parts).map { SheetRegion(columns: $0, rows: rows) })
        separators += alike[place]
      } else if let standing = SubjectSearch(upright, inner), standing.rows.count == 1,
        standing.sureness > 0.3
      {
        layout.rows += standing.rows
        layout.means += [PanelMeans](repeating: .subjects, count: standing.rows[0].count - 1)
        sureness = min(sureness, 0.5 + standing.sureness / 2)
      } else {
        layout.rows.append([inner])
      }
    }
    return layout.judged(separators, atMost: sureness)
  }

  /// What parts each row, of the kind that parts the rows.
  private func alike(
    _ uprights: [Separators], _ levels: Separators, _ region: SheetRegion
  ) -> [[Separator]] {
    // What crosses all rows is seen best in all of them together.
    let common = self.uprights(region)
    let shared = common.like(levels.found)
    let alike = uprights.map { row in
      let own = row.like(levels.found)
      let seen = shared.filter { row.strength(near: $0) >= 0.5 }
      if own.isEmpty || seen.isEmpty { return own + seen }
      // A band is no part of a picture: one that only this row has parts it, too.
      let hasMore = own.contains { band in
        band.isGutter && !seen.contains { $0.touches(band) }
      }
      if hasMore { return own }
      let isStronger =
        common.isRegular
        || seen.count >= own.count && Self.mean(seen, in: row) > Self.mean(own, in: row)
      if row.isRegular { return common.isRegular && seen.count > own.count ? seen : own }
      return isStronger ? seen : own
    }
    // And what parts one row may show less in the next.
    return alike.enumerated().map { place, own in
      let others = alike.enumerated().filter { $0.offset != place }.flatMap(\.element)
      let more = uprights[place].found.filter { separator in
        !own.contains { $0.touches(separator) } && others.contains { $0.touches(separator) }
      }
      return (own + more).sorted { $0.columns.lowerBound < $1.columns.lowerBound }
    }
  }

  private static func mean(_ some: [Separator], in row: Separators) -> Double {
    some.reduce(0) { $0 + row.strength(near: $1) } / Double(max(1, some.count))
  }

  /// Columns first: a large view beside rows of small ones.
  private func inColumns(_ uprights: Separators, _ region: SheetRegion) -> PanelLayout {
    let columns = Self.views(of: uprights.parts)
    let levels = columns.map { self.levels(SheetRegion(columns: $0, rows: region.rows)) }
    var alike = levels.map { $0.like(uprights.found) }
    // What crosses one of several columns is a part of the picture there.
    let isParted = uprights.found.contains { $0.isGutter }
    if !isParted { alike = zip(alike, levels).map { $1.isRegular ? $0 : [] } }
    if alike.count(where: { !$0.isEmpty }) < columns.count - 1 { alike = columns.map { _ in [] } }
    var cells: [SheetRegion] = []
    for (place, column) in columns.enumerated() {
      let inner = levels[place].inner(beside: uprights)
      cells += Self.views(of: levels[place].parts(between: alike[place], inner)).map {
        SheetRegion(columns: column, rows: $0)
      }
    }
    var layout = PanelLayout()
    layout.rows = Self.rows(of: cells)
    return layout.judged(uprights.found + alike.joined(), atMost: 1)
  }

  /// Parts that are large enough to be views; the band of a title is not.
  private static func views(of parts: [Range<Int>]) -> [Range<Int>] {
    let largest = parts.map(\.count).max() ?? 0
    return parts.filter { $0.count * 4 >= largest }
  }

  /// Cells in reading order: a row begins with the uppermost, and has all that begin before its middle.
  private static func rows(of cells: [SheetRegion]) -> [[SheetRegion]] {
    var rest = cells.sorted { $0.rows.lowerBound < $1.rows.lowerBound }
    var rows: [[SheetRegion]] = []
    while let first = rest.first {
      let shortest =
        rest.filter { $0.rows.lowerBound <= first.rows.lowerBound + 4 }
        .map(\.height).min() ?? first.height
      let middle = first.rows.lowerBound + shortest / 2
      rows.append(
        rest.filter { $0.rows.lowerBound < middle }
          .sorted { $0.columns.lowerBound < $1.columns.lowerBound })
      rest.removeAll { $0.rows.lowerBound < middle }
    }
    return rows
  }
}

extension PanelLayout {
  /// The same with what its separators say.
  fileprivate func judged(_ separators: [Separator], atMost: Double) -> PanelLayout {
    var layout = self
    layout.means += separators.map { $0.isGutter ? .gutter : .seam }
    layout.sureness = min(atMost, Self.sureness(of: separators, layout))
    return layout
  }
}

extension Separators {
  /// How strong they are in the mean; 0 without any.
  fileprivate var strength: Double {
    found.isEmpty ? 0 : found.reduce(0) { $0 + $1.strength } / Double(found.count)
  }

  fileprivate var isGutter: Bool { found.contains { $0.isGutter } }

  /// Those that are of the kind of others, which part the same sheet the other way.
  fileprivate func like(_ others: [Separator]) -> [Separator] {
    let isParted = others.contains { $0.isGutter }
    let colors = others.compactMap(\.color)
    let hasLine = found.contains { $0.isGutter && $0.strength > 0.9 }
    return found.filter { separator in
      guard isParted else { return separator.strength >= (isRegular ? 0.62 : 0.72) }
      if !colors.isEmpty {
        // Where a picture has the colour of the band, only one edge of it is seen.
        if !separator.isGutter { return separator.strength >= 0.95 && isBeside(separator, colors) }
        guard let color = separator.color else { return separator.strength >= 0.8 }
        return colors.contains { Self.isLike($0, color) }
      }
      return separator.strength >= (separator.isGutter ? 0.8 : hasLine ? 0.98 : 0.9)
    }
  }

  /// What is left without a band at the sides, where it has the colour of those that were found before.
  fileprivate func inner(beside others: Separators) -> Range<Int> {
    guard let borderColor else { return columns }
    return others.found.compactMap(\.color).contains { Self.isLike($0, borderColor) }
      ? inner : columns
  }
}

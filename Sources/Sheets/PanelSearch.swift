package import Model

/// Finds the views on a turnaround sheet.
///
/// It looks first for bands and seams that cross the sheet, then for subjects side by side in front
/// of a plain backdrop. `docs/split.md` describes the method.
package struct PanelSearch {
  let upright: SheetPixels
  private let turned: SheetPixels

  /// The minimum shorter side of a picture that has room for views, in pixels.
  static let minimumSide = 32

  /// Returns the views of a sheet; with the grid `auto`, a picture that isn't a sheet has none.
  ///
  /// ```swift
  /// let detection = PanelSearch.panels(in: picture, grid: .fixed(rows: 2, columns: 3))
  /// ```
  package static func panels(in picture: AnalysisPicture, grid: PanelGrid) -> PanelDetection {
    guard picture.size.shorterSide >= minimumSide else { return .noPanels(in: picture.original) }
    let search = PanelSearch(picture)
    switch grid {
    case .auto:
      let layout = search.found()
      let isCut = layout.confidence >= PanelDetection.sureConfidence
      if isCut, ChartShape.isChart(search.upright) || PieShape.isChart(search.upright) {
        return .noPanels(in: picture.original)
      }
      return layout.detection(in: picture)
    case .fixed(let rows, let columns):
      return search.fixedLayout(rows: rows, columns: columns).detection(in: picture)
    }
  }

  private init(_ picture: AnalysisPicture) {
    upright = SheetPixels(picture)
    turned = upright.transposed
  }

  func verticalSeparators(in region: SheetRegion) -> Separators {
    Separators(EdgeProfile(upright, region), region.columns)
  }

  func horizontalSeparators(in region: SheetRegion) -> Separators {
    Separators(EdgeProfile(turned, region.transposed), region.rows)
  }

  /// Returns the separators of a region in both directions.
  private func separators(in region: SheetRegion) -> (levels: Separators, uprights: Separators) {
    (horizontalSeparators(in: region), verticalSeparators(in: region))
  }

  /// The picture without a plain band or a frame around it.
  var inner: SheetRegion { Self.inner(of: separators(in: upright.whole)) }

  private static func inner(
    of all: (levels: Separators, uprights: Separators)
  ) -> SheetRegion {
    SheetRegion(columns: all.uprights.inner, rows: all.levels.inner)
  }

  /// Returns the layout with the better evidence: separators, or subjects in front of a backdrop.
  private func found() -> PanelLayout {
    let all = separators(in: upright.whole)
    let inner = Self.inner(of: all)
    // Most pictures have no frame: what was found in them needn't be searched again.
    var partedLayout = partedLayout(
      inner, inner == upright.whole ? all : separators(in: inner))
    // Between two plain areas, seams are the straight sides of one object.
    if partedLayout.cues.contains(.seam),
      partedLayout.rows.joined().contains(where: upright.isPlain)
    {
      partedLayout = .empty
    }
    var subjectLayout = subjectLayout(upright.whole)
    // The backdrop within a frame differs from that of the whole picture.
    if subjectLayout.count < 2, inner != upright.whole { subjectLayout = self.subjectLayout(inner) }
    // Subjects in front of one backdrop aren't separated by seams: straight sides of objects look
    // like seams.
    let isClear =
      partedLayout.confidence >= PanelDetection.sureConfidence && !partedLayout.cues.contains(.seam)
    if isClear, partedLayout.confidence >= subjectLayout.confidence { return partedLayout }
    let isDoubtful = subjectLayout.confidence >= PanelDetection.sureConfidence
    return isDoubtful || subjectLayout.confidence >= partedLayout.confidence
      ? subjectLayout : partedLayout
  }

  /// Returns the layout of subjects in front of one plain backdrop.
  private func subjectLayout(_ region: SheetRegion) -> PanelLayout {
    guard let search = SubjectSearch(upright, region) else { return .empty }
    return PanelLayout(rows: search.rows, cues: [.subjects], confidence: search.confidence)
  }

  // MARK: Bands, lines and seams

  /// Returns the layout that bands, lines and seams divide a region into.
  private func partedLayout(
    _ region: SheetRegion, _ separators: (levels: Separators, uprights: Separators)
  ) -> PanelLayout {
    let (levels, uprights) = separators
    if levels.found.isEmpty, uprights.found.isEmpty { return .empty }
    // Separators that cross the whole sheet in both directions make rows; of a line and a seam,
    // only the line can't be part of a picture.
    let areAlike = levels.isGutter == uprights.isGutter && !levels.found.isEmpty
    let isLevel = levels.strength >= (areAlike ? 0.75 : 1) * uprights.strength
    return isLevel ? inRows(levels, region) : inColumns(uprights, region)
  }

  /// Divides a region into rows, then each row into views.
  private func inRows(_ levels: Separators, _ region: SheetRegion) -> PanelLayout {
    var layout = PanelLayout()
    var separators = levels.found
    var sureness = 1.0
    let rows = Self.views(of: levels.parts)
    let uprights = rows.map {
      self.verticalSeparators(in: SheetRegion(columns: region.columns, rows: $0))
    }
    let matching = matching(uprights, levels, region)
    for (index, rows) in rows.enumerated() {
      let inner = SheetRegion(columns: uprights[index].inner(beside: levels), rows: rows)
      if !matching[index].isEmpty {
        let parts = uprights[index].parts(between: matching[index], inner.columns)
        layout.rows.append(Self.views(of: parts).map { SheetRegion(columns: $0, rows: rows) })
        separators += matching[index]
      } else if let subjects = SubjectSearch(upright, inner), subjects.rows.count == 1,
        subjects.confidence > 0.3
      {
        layout.rows += subjects.rows
        layout.cues += [PanelCue](repeating: .subjects, count: subjects.rows[0].count - 1)
        sureness = min(sureness, 0.5 + subjects.confidence / 2)
      } else {
        layout.rows.append([inner])
      }
    }
    return layout.judged(separators, atMost: sureness)
  }

  /// Returns the separators of each row that are of the same kind as those between rows.
  private func matching(
    _ uprights: [Separators], _ levels: Separators, _ region: SheetRegion
  ) -> [[Separator]] {
    // A separator that crosses all rows is most visible in all of them together.
    let common = self.verticalSeparators(in: region)
    let shared = common.like(levels.found)
    let matching = uprights.map { row in
      let own = row.like(levels.found)
      let seen = shared.filter { row.strength(near: $0) >= 0.5 }
      if own.isEmpty || seen.isEmpty { return own + seen }
      // A band isn't part of a picture: one that only this row has still divides the row.
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
    // A separator of one row may be weaker in the next.
    return matching.enumerated().map { index, own in
      let others = matching.enumerated().filter { $0.offset != index }.flatMap(\.element)
      let more = uprights[index].found.filter { separator in
        !own.contains { $0.touches(separator) } && others.contains { $0.touches(separator) }
      }
      return (own + more).sorted { $0.columns.lowerBound < $1.columns.lowerBound }
    }
  }

  private static func mean(_ separators: [Separator], in row: Separators) -> Double {
    separators.reduce(0) { $0 + row.strength(near: $1) } / Double(max(1, separators.count))
  }

  /// Divides a region into columns, then each column into views: a large view beside rows of small
  /// ones.
  private func inColumns(_ uprights: Separators, _ region: SheetRegion) -> PanelLayout {
    let columns = Self.views(of: uprights.parts)
    let levels = columns.map {
      self.horizontalSeparators(in: SheetRegion(columns: $0, rows: region.rows))
    }
    var matching = levels.map { $0.like(uprights.found) }
    // A horizontal line in only one of several columns belongs to the picture there.
    let isParted = uprights.found.contains { $0.isGutter }
    if !isParted { matching = zip(matching, levels).map { $1.isRegular ? $0 : [] } }
    if matching.count(where: { !$0.isEmpty }) < columns.count - 1 {
      matching = columns.map { _ in [] }
    }
    var cells: [SheetRegion] = []
    for (index, column) in columns.enumerated() {
      let inner = levels[index].inner(beside: uprights)
      cells += Self.views(of: levels[index].parts(between: matching[index], inner)).map {
        SheetRegion(columns: column, rows: $0)
      }
    }
    var layout = PanelLayout()
    layout.rows = Self.rows(of: cells)
    return layout.judged(uprights.found + matching.joined(), atMost: 1)
  }

  /// Returns the parts that are large enough to be views; the band of a title isn't.
  private static func views(of parts: [Range<Int>]) -> [Range<Int>] {
    let largest = parts.map(\.count).max() ?? 0
    return parts.filter { $0.count * 4 >= largest }
  }

  /// Returns cells in reading order: a row starts with the topmost cell and contains all cells that
  /// start above its middle.
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
  /// Returns this layout with the cues and the confidence that its separators give.
  fileprivate func judged(_ separators: [Separator], atMost: Double) -> PanelLayout {
    var layout = self
    layout.cues += separators.map { $0.isGutter ? .gutter : .seam }
    layout.confidence = min(atMost, Self.confidence(of: separators, layout))
    return layout
  }
}

extension Separators {
  /// The mean strength of the separators; 0 when there are none.
  fileprivate var strength: Double {
    found.isEmpty ? 0 : found.reduce(0) { $0 + $1.strength } / Double(found.count)
  }

  fileprivate var isGutter: Bool { found.contains { $0.isGutter } }

  /// Returns the separators of the same kind as `others`, which divide the same sheet in the other
  /// direction.
  fileprivate func like(_ others: [Separator]) -> [Separator] {
    let isParted = others.contains { $0.isGutter }
    let colors = others.compactMap(\.color)
    let hasLine = found.contains { $0.isGutter && $0.strength > 0.9 }
    return found.filter { separator in
      guard isParted else { return separator.strength >= (isRegular ? 0.62 : 0.72) }
      if !colors.isEmpty {
        // Where a picture has the colour of the band, only one edge of the band is visible.
        if !separator.isGutter { return separator.strength >= 0.95 && isBeside(separator, colors) }
        guard let color = separator.color else { return separator.strength >= 0.8 }
        return colors.contains { Self.isSimilar($0, color) }
      }
      return separator.strength >= (separator.isGutter ? 0.8 : hasLine ? 0.98 : 0.9)
    }
  }

  /// Returns the columns without a band at the sides, when that band has the colour of separators
  /// found before.
  fileprivate func inner(beside others: Separators) -> Range<Int> {
    guard let borderColor else { return columns }
    return others.found.compactMap(\.color).contains { Self.isSimilar($0, borderColor) }
      ? inner : columns
  }
}

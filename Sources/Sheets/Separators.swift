/// A vertical separator in a region: a band, a line, or the seam between two pictures.
struct Separator: Hashable {
  /// The columns that belong to neither side; empty where two pictures meet.
  var columns: Range<Int>
  /// The share of the height that shows the separator, from 0 to 1.
  var strength: Double
  /// Whether the separator has a width and a colour of its own.
  var isGutter: Bool
  /// The colour of a band that is wide enough to measure, in 16ths of a level.
  var color: [Int]?

  /// The weight of the evidence; a band is rarely part of a picture.
  fileprivate var weight: Double { strength + (isGutter ? 0.3 : 0) }

  /// Returns whether another separator is in the same place, or up to two pixels beside it.
  func touches(_ other: Separator) -> Bool {
    columns.lowerBound <= other.columns.upperBound + 2
      && other.columns.lowerBound <= columns.upperBound + 2
  }
}

/// The vertical separators of a region, and the band around it.
struct Separators {
  /// The separators, from the left.
  private(set) var found: [Separator] = []
  /// The columns without the band or the frame at either side.
  private(set) var inner: Range<Int>
  /// The colour of the band at the sides, or `nil` without one.
  private(set) var borderColor: [Int]?
  /// Whether the separators divide the columns evenly.
  private(set) var isRegular = false

  private let profile: EdgeProfile
  let columns: Range<Int>

  /// The share of the height from which on a step counts as an edge.
  private static let minimumEdgeStrength = 0.5
  /// The share of the height that a seam must show.
  private static let minimumSeamStrength = 0.62
  /// The minimum sum of the shares that the two edges of an even band show.
  private static let minimumEdgeSum = 0.7
  /// The maximum width of a gutter, as a share of the side.
  private static let maximumGutterShare = 0.14
  /// The maximum width of a border, as a share of the side.
  private static let maximumBorderShare = 0.12
  /// The minimum width of a view, as a share of the side.
  static let minimumViewShare = 0.05

  init(_ profile: EdgeProfile, _ columns: Range<Int>) {
    self.profile = profile
    self.columns = columns
    inner = columns
    let runs = edgeRuns()
    trim(runs)
    collect(runs)
    collectBands()
    found.sort { $0.columns.lowerBound < $1.columns.lowerBound }
    let regular = [regular(found), evenSeams()].compactMap { $0 }.max { $0.count < $1.count }
    if let regular {
      found = regular
      isRegular = true
    } else {
      keepApart()
    }
    removeStrangers()
  }

  /// Removes separators of a second kind.
  ///
  /// A sheet is divided in one way: where there are wide bands, a separator without their colour
  /// belongs to a picture.
  private mutating func removeStrangers() {
    let bands = found.filter { $0.isGutter && $0.columns.count > 3 }.compactMap(\.color)
    let strangers = found.filter { !isBeside($0, bands) }
    // A single band may be a dark stripe of a picture.
    if bands.count >= strangers.count { found.removeAll(where: strangers.contains) }
  }

  /// Returns whether a column at a separator, or right beside it, mostly has one of the colours.
  func isBeside(_ separator: Separator, _ colors: [[Int]]) -> Bool {
    let near = separator.columns.lowerBound - 3..<separator.columns.upperBound + 3
    return near.clamped(to: columns).contains { x in
      colors.contains { Self.isSimilar($0, profile.colors[x - profile.start]) }
    }
  }

  /// Returns whether two colours are nearly equal.
  static func isSimilar(_ color: [Int], _ other: [Int]) -> Bool {
    zip(color, other).allSatisfy { abs($0 - $1) <= 14 * 16 }
  }

  /// Returns the edge strength at a column of the region.
  private func steps(_ x: Int) -> Double { profile.steps[x - profile.start] }
  /// Returns whether a column of the region has one colour.
  private func isEven(_ x: Int) -> Bool { profile.isEven[x - profile.start] }

  /// Returns runs of neighbouring columns with edges over most of the height.
  private func edgeRuns() -> [ClosedRange<Int>] {
    var runs: [ClosedRange<Int>] = []
    for x in columns where steps(x) >= Self.minimumEdgeStrength {
      if let last = runs.last, x - last.upperBound <= 2 {
        runs[runs.count - 1] = last.lowerBound...x
      } else {
        runs.append(x...x)
      }
    }
    // Pictures may have weaker edges by chance right beside the edge itself.
    return runs.map { run in
      let minimumStrength = 0.7 * strength(run)
      let first = run.first { steps($0) >= minimumStrength } ?? run.lowerBound
      return first...(run.last { steps($0) >= minimumStrength } ?? run.upperBound)
    }
  }

  /// Returns the greatest edge strength in a run.
  private func strength(_ run: ClosedRange<Int>) -> Double { run.map(steps).max() ?? 0 }
  /// Returns the greatest edge strength at the ends of the region in a run.
  private func reach(_ run: ClosedRange<Int>) -> Double {
    run.map { profile.endSteps[$0 - profile.start] }.max() ?? 0
  }

  /// Returns whether a run of edges crosses the region: it is visible in nearly all of the height,
  /// or reaches both ends.
  private func isAcross(_ run: ClosedRange<Int>) -> Bool {
    strength(run) >= 0.9 || reach(run) >= 0.5
  }

  /// Returns whether at most one in eight columns of a range is uneven.
  private func isEvenBetween(_ first: Int, _ last: Int) -> Bool {
    guard first <= last else { return true }
    return (first...last).count { !isEven($0) } * 8 <= last - first + 1
  }

  /// Excludes bands of one colour and the lines of a frame from `inner`.
  private mutating func trim(_ runs: [ClosedRange<Int>]) {
    let maximumWidth = max(3, Int(Double(columns.count) * Self.maximumBorderShare))
    var (left, right) = (columns.lowerBound, columns.upperBound)
    for run in runs {
      guard run.upperBound - columns.lowerBound <= maximumWidth, isAcross(run),
        isEvenBetween(left, run.lowerBound - 1)
      else { break }
      if run.lowerBound - left > 2 { borderColor = color(left, run.lowerBound - 1) }
      left = run.upperBound
    }
    for run in runs.reversed() {
      guard columns.upperBound - 1 - run.lowerBound <= maximumWidth, isAcross(run),
        isEvenBetween(run.upperBound + 1, right - 1)
      else { break }
      if right - run.upperBound > 3 { borderColor = color(run.upperBound + 1, right - 1) }
      right = run.lowerBound + 1
    }
    if right - left > columns.count / 2 { inner = left..<right }
  }

  /// Returns the colour in the middle of a range.
  private func color(_ first: Int, _ last: Int) -> [Int] {
    profile.colors[(first + last) / 2 - profile.start]
  }

  /// Collects bands between two edges, and single edges.
  private mutating func collect(_ runs: [ClosedRange<Int>]) {
    let maximumGutterWidth = max(3, Int(Double(columns.count) * Self.maximumGutterShare))
    let runs = runs.filter {
      $0.lowerBound > inner.lowerBound && $0.upperBound < inner.upperBound - 1 && isAcross($0)
    }
    var next = 0
    while next < runs.count {
      let first = next
      while next + 1 < runs.count,
        runs[next + 1].lowerBound - runs[first].upperBound <= maximumGutterWidth,
        isEvenBetween(runs[next].upperBound + 1, runs[next + 1].lowerBound - 1)
      {
        next += 1
      }
      let all = runs[first...next]
      next += 1
      add(all)
    }
  }

  /// Adds the separator that consists of these runs of edges.
  private mutating func add(_ runs: ArraySlice<ClosedRange<Int>>) {
    guard let first = runs.first, let last = runs.last else { return }
    let strengths = runs.map(strength)
    if runs.count > 1 {
      let sum = strengths.reduce(0, +) / Double(runs.count)
      found.append(
        Separator(
          columns: first.lowerBound + 1..<last.upperBound, strength: min(1, sum + 0.1),
          isGutter: true, color: color(first.upperBound + 1, last.lowerBound - 1)))
    } else if let strength = strengths.first, strength >= Self.minimumSeamStrength {
      found.append(Self.single(first, strength, isLine: isLine(first)))
    }
  }

  /// Returns whether a run is a thin line: an even column between two edges.
  private func isLine(_ run: ClosedRange<Int>) -> Bool {
    run.count > 2
      && run.dropFirst().dropLast().contains { x in
        isEven(x) && steps(x) < min(steps(x - 1), steps(x + 1))
      }
  }

  /// Returns a line, or a seam with the column in which both pictures are mixed.
  private static func single(
    _ run: ClosedRange<Int>, _ strength: Double, isLine: Bool
  ) -> Separator {
    let end = min(run.lowerBound + 1, run.upperBound)
    return Separator(
      columns: end..<max(end, run.upperBound), strength: strength, isGutter: isLine)
  }

  /// Collects bands of one colour whose edges are visible only where the adjacent pictures differ
  /// from it.
  private mutating func collectBands() {
    let maximumGutterWidth = max(3, Int(Double(columns.count) * Self.maximumGutterShare))
    var x = inner.lowerBound
    while x < inner.upperBound {
      guard isEven(x) else {
        x += 1
        continue
      }
      let start = x
      while x < inner.upperBound, isEven(x) { x += 1 }
      guard x - start >= 2, x - start <= maximumGutterWidth, start > inner.lowerBound + 2,
        x < inner.upperBound - 2,
        !found.contains(where: {
          $0.columns.lowerBound <= x + 2 && $0.columns.upperBound >= start - 2
        })
      else { continue }
      let (left, right) = (maximumStrength(around: start), maximumStrength(around: x - 1))
      guard left + right >= Self.minimumEdgeSum, min(left, right) >= 0.25 else { continue }
      found.append(
        Separator(
          columns: start..<x, strength: min(1, (left + right) / 2 + 0.2), isGutter: true,
          color: color(start, x - 1)))
    }
  }

  /// Returns the greatest edge strength within two columns of `x`.
  private func maximumStrength(around x: Int) -> Double {
    (max(x - 2, columns.lowerBound)...min(x + 2, columns.upperBound - 1)).map(steps).max() ?? 0
  }

  /// Returns the separators that divide the columns into the most equal parts, or `nil` when none
  /// do.
  ///
  /// All other edges then lie within a view.
  private func regular(_ found: [Separator]) -> [Separator]? {
    guard !found.isEmpty else { return nil }
    let widths = found.map(\.columns.count).sorted()
    let tolerance = Double(max(2, columns.count / 160))
    for gap in Set([widths[widths.count / 2], widths[0], widths[widths.count - 1]]).sorted() {
      for count in (2...10).reversed() where count <= found.count + 1 {
        let candidates = middles(of: count, gap: gap).compactMap { middle in
          found.filter { separator in
            let own = Double(separator.columns.lowerBound + separator.columns.upperBound) / 2
            return abs(own - middle) <= tolerance
          }.max { $0.strength < $1.strength }
        }
        // A band isn't part of a picture, and one in the middle may be one of several uneven ones.
        let others = found.filter { !candidates.contains($0) }
        let weakest = candidates.map(\.strength).min() ?? 0
        let hasRival = others.contains {
          $0.isGutter ? $0.strength > 0.6 : count == 2 && $0.strength > max(0.7, weakest - 0.15)
        }
        let strong = others.count { $0.strength > 0.9 }
        if candidates.count == count - 1, !candidates.isEmpty, !hasRival,
          strong <= candidates.count,
          !Self.areHalved(candidates)
        {
          return candidates
        }
      }
    }
    return nil
  }

  /// Returns whether every second separator is much weaker and thus lies in the middle of a view.
  private static func areHalved(_ candidates: [Separator]) -> Bool {
    guard candidates.count > 2, candidates.count % 2 == 1 else { return false }
    let strengths = candidates.map(\.strength).enumerated()
    let between = strengths.filter { $0.offset % 2 == 0 }.map(\.element)
    let others = strengths.filter { $0.offset % 2 == 1 }.map(\.element)
    return (between.max() ?? 0) + 0.2 < (others.min() ?? 0)
  }

  /// Returns seams that divide the columns into three or more equal parts; a single one may be
  /// weak.
  private func evenSeams() -> [Separator]? {
    guard !found.contains(where: \.isGutter) else { return nil }
    let tolerance = max(2, columns.count / 160)
    for count in (3...10).reversed() {
      let candidates = middles(of: count, gap: 0).compactMap { middle -> Separator? in
        let near = (Int(middle) - tolerance...Int(middle) + tolerance)
          .filter { inner.contains($0) }
        guard let best = near.max(by: { steps($0) < steps($1) }),
          steps(best) >= Self.minimumEvenStrength
        else { return nil }
        let run = near.filter { abs($0 - best) <= 2 && steps($0) >= 0.7 * steps(best) }
        return Self.single((run.first ?? best)...(run.last ?? best), steps(best), isLine: false)
      }
      let sum = candidates.reduce(0) { $0 + $1.strength }
      let isStrong =
        candidates.count == count - 1
        && sum >= Self.minimumMeanEvenStrength * Double(candidates.count)
      let others = found.count { separator in
        separator.strength > 0.9 && !candidates.contains { $0.touches(separator) }
      }
      if isStrong, !candidates.isEmpty, others <= candidates.count, !Self.areHalved(candidates) {
        return candidates
      }
    }
    return nil
  }

  /// The minimum strength of each of several even seams.
  private static let minimumEvenStrength = 0.45
  /// The minimum mean strength of several even seams.
  private static let minimumMeanEvenStrength = 0.72

  /// Returns the positions at which separators of a width would divide the columns evenly; empty
  /// when the views between them would be too narrow.
  private func middles(of count: Int, gap: Int) -> [Double] {
    let pitch = Double(inner.count + gap) / Double(count)
    guard pitch > Double(columns.count) * Self.minimumViewShare else { return [] }
    return (1..<count).map {
      Double(inner.lowerBound) + pitch * Double($0) - Double(gap) / 2
    }
  }

  /// Keeps the strongest of separators that leave no room for a view between them.
  private mutating func keepApart() {
    let minimumWidth = max(4, Int(Double(columns.count) * Self.minimumViewShare))
    var kept: [Separator] = []
    for separator in found {
      if separator.columns.lowerBound - inner.lowerBound < minimumWidth
        || inner.upperBound - separator.columns.upperBound < minimumWidth
      {
        continue
      }
      if let last = kept.last, separator.columns.lowerBound - last.columns.upperBound < minimumWidth
      {
        if separator.weight > last.weight { kept[kept.count - 1] = separator }
      } else {
        kept.append(separator)
      }
    }
    found = kept
    while let narrow = narrowest() {
      found.remove(at: found[narrow].weight < found[narrow + 1].weight ? narrow : narrow + 1)
    }
  }

  /// Returns the index of a separator before a part that is much narrower than the widest: one of
  /// that part's two separators is wrong.
  private func narrowest() -> Int? {
    let widths = parts.map(\.count)
    let widestPart = widths.max() ?? 0
    return found.indices.dropLast().first { widths[$0 + 1] * 4 < widestPart }
  }

  /// Returns the greatest edge strength at another separator, or right beside it.
  func strength(near other: Separator) -> Double {
    let near = (other.columns.lowerBound - 2..<other.columns.upperBound + 3).clamped(to: columns)
    return near.map(steps).max() ?? 0
  }

  /// The ranges between all separators, from the left.
  var parts: [Range<Int>] { parts(between: found, inner) }

  func parts(between candidates: [Separator], _ inner: Range<Int>) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = inner.lowerBound
    for separator in candidates
    where start < separator.columns.lowerBound && separator.columns.upperBound < inner.upperBound {
      parts.append(start..<separator.columns.lowerBound)
      start = separator.columns.upperBound
    }
    return parts + [start..<inner.upperBound]
  }
}

/// Something upright that parts a region: a band, a line, or the seam between two pictures.
struct Separator: Hashable {
  /// The columns that belong to neither side; none where two pictures meet.
  var columns: Range<Int>
  /// How much of the height shows it, 0 to 1.
  var strength: Double
  /// Whether it has a width and a colour of its own.
  var isGutter: Bool
  /// The colour of a band that is wide enough to tell, in 16ths of a level.
  var color: [Int]?

  /// How much speaks for it: a band is rarely a part of a picture.
  fileprivate var weight: Double { strength + (isGutter ? 0.3 : 0) }

  /// Whether another one stands at the same place, or a pixel or two beside it.
  func touches(_ other: Separator) -> Bool {
    columns.lowerBound <= other.columns.upperBound + 2
      && other.columns.lowerBound <= columns.upperBound + 2
  }
}

/// What parts a region from left to right, and the band around it.
struct Separators {
  /// From the left.
  private(set) var found: [Separator] = []
  /// The columns without the band, or the frame, at either side.
  private(set) var inner: Range<Int>
  /// The colour of that band.
  private(set) var borderColor: [Int]?
  /// Whether they divide the columns evenly.
  private(set) var isRegular = false

  private let profile: EdgeProfile
  let columns: Range<Int>

  /// From which share of the height a step counts as an edge; a seam must show more of itself.
  private static let edge = 0.5
  private static let seam = 0.62
  /// The edges of an even band may show less, both together no less than this.
  private static let evenEdges = 0.7
  /// A gutter is no wider than this share of the side, a border may be.
  private static let widest = 0.14
  private static let widestBorder = 0.12
  /// A view is no narrower.
  static let narrowest = 0.05

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
    dropStrangers()
  }

  /// A sheet is parted in one way: where there are wide bands, what has nothing of their colour belongs to a
  /// picture.
  private mutating func dropStrangers() {
    let bands = found.filter { $0.isGutter && $0.columns.count > 3 }.compactMap(\.color)
    let strangers = found.filter { !isBeside($0, bands) }
    // One band alone may be a dark stripe of a picture.
    if bands.count >= strangers.count { found.removeAll(where: strangers.contains) }
  }

  /// Whether a column at a separator, or right beside it, has one of some colours for the most part.
  func isBeside(_ separator: Separator, _ colors: [[Int]]) -> Bool {
    let near = separator.columns.lowerBound - 3..<separator.columns.upperBound + 3
    return near.clamped(to: columns).contains { x in
      colors.contains { Self.isLike($0, profile.colors[x - profile.start]) }
    }
  }

  /// Whether two colours are nearly one.
  static func isLike(_ color: [Int], _ other: [Int]) -> Bool {
    zip(color, other).allSatisfy { abs($0 - $1) <= 14 * 16 }
  }

  private func steps(_ x: Int) -> Double { profile.steps[x - profile.start] }
  private func isEven(_ x: Int) -> Bool { profile.isEven[x - profile.start] }

  /// Neighbouring columns that step over most of the height.
  private func edgeRuns() -> [ClosedRange<Int>] {
    var runs: [ClosedRange<Int>] = []
    for x in columns where steps(x) >= Self.edge {
      if let last = runs.last, x - last.upperBound <= 2 {
        runs[runs.count - 1] = last.lowerBound...x
      } else {
        runs.append(x...x)
      }
    }
    // Beside the edge itself pictures may step as well, by chance.
    return runs.map { run in
      let least = 0.7 * strength(run)
      let first = run.first { steps($0) >= least } ?? run.lowerBound
      return first...(run.last { steps($0) >= least } ?? run.upperBound)
    }
  }

  private func strength(_ run: ClosedRange<Int>) -> Double { run.map(steps).max() ?? 0 }
  private func reach(_ run: ClosedRange<Int>) -> Double {
    run.map { profile.reach[$0 - profile.start] }.max() ?? 0
  }

  /// Whether a run of edges is drawn across: it is seen in nearly all of the height, or reaches both ends.
  private func isAcross(_ run: ClosedRange<Int>) -> Bool {
    strength(run) >= 0.9 || reach(run) >= 0.5
  }

  private func isEvenBetween(_ first: Int, _ last: Int) -> Bool {
    guard first <= last else { return true }
    return (first...last).count { !isEven($0) } * 8 <= last - first + 1
  }

  /// Leaves out bands of one colour at both sides, and the lines of a frame.
  private mutating func trim(_ runs: [ClosedRange<Int>]) {
    let most = max(3, Int(Double(columns.count) * Self.widestBorder))
    var (left, right) = (columns.lowerBound, columns.upperBound)
    for run in runs {
      guard run.upperBound - columns.lowerBound <= most, isAcross(run),
        isEvenBetween(left, run.lowerBound - 1)
      else { break }
      if run.lowerBound - left > 2 { borderColor = color(left, run.lowerBound - 1) }
      left = run.upperBound
    }
    for run in runs.reversed() {
      guard columns.upperBound - 1 - run.lowerBound <= most, isAcross(run),
        isEvenBetween(run.upperBound + 1, right - 1)
      else { break }
      if right - run.upperBound > 3 { borderColor = color(run.upperBound + 1, right - 1) }
      right = run.lowerBound + 1
    }
    if right - left > columns.count / 2 { inner = left..<right }
  }

  private func color(_ first: Int, _ last: Int) -> [Int] {
    profile.colors[(first + last) / 2 - profile.start]
  }

  /// Bands between two edges, and edges alone.
  private mutating func collect(_ runs: [ClosedRange<Int>]) {
    let widest = max(3, Int(Double(columns.count) * Self.widest))
    let runs = runs.filter {
      $0.lowerBound > inner.lowerBound && $0.upperBound < inner.upperBound - 1 && isAcross($0)
    }
    var next = 0
    while next < runs.count {
      let first = next
      while next + 1 < runs.count, runs[next + 1].lowerBound - runs[first].upperBound <= widest,
        isEvenBetween(runs[next].upperBound + 1, runs[next + 1].lowerBound - 1)
      {
        next += 1
      }
      let all = runs[first...next]
      next += 1
      add(all)
    }
  }

  private mutating func add(_ runs: ArraySlice<ClosedRange<Int>>) {
    guard let first = runs.first, let last = runs.last else { return }
    let strengths = runs.map(strength)
    if runs.count > 1 {
      let sum = strengths.reduce(0, +) / Double(runs.count)
      found.append(
        Separator(
          columns: first.lowerBound + 1..<last.upperBound, strength: min(1, sum + 0.1),
          isGutter: true, color: color(first.upperBound + 1, last.lowerBound - 1)))
    } else if let strength = strengths.first, strength >= Self.seam {
      found.append(Self.single(first, strength, isLine: isLine(first)))
    }
  }

  private func isLine(_ run: ClosedRange<Int>) -> Bool {
    run.count > 2
      && run.dropFirst().dropLast().contains { x in
        isEven(x) && steps(x) < min(steps(x - 1), steps(x + 1))
      }
  }

  /// A line, or a seam with the column in which both pictures are mixed.
  private static func single(
    _ run: ClosedRange<Int>, _ strength: Double, isLine: Bool
  ) -> Separator {
    let end = min(run.lowerBound + 1, run.upperBound)
    return Separator(
      columns: end..<max(end, run.upperBound), strength: strength, isGutter: isLine)
  }

  /// Bands of one colour whose edges show only where the pictures beside them differ from it.
  private mutating func collectBands() {
    let widest = max(3, Int(Double(columns.count) * Self.widest))
    var x = inner.lowerBound
    while x < inner.upperBound {
      guard isEven(x) else {
        x += 1
        continue
      }
      let start = x
      while x < inner.upperBound, isEven(x) { x += 1 }
      guard x - start >= 2, x - start <= widest, start > inner.lowerBound + 2,
        x < inner.upperBound - 2,
        !found.contains(where: {
          $0.columns.lowerBound <= x + 2 && $0.columns.upperBound >= start - 2
        })
      else { continue }
      let (left, right) = (most(around: start), most(around: x - 1))
      guard left + right >= Self.evenEdges, min(left, right) >= 0.25 else { continue }
      found.append(
        Separator(
          columns: start..<x, strength: min(1, (left + right) / 2 + 0.2), isGutter: true,
          color: color(start, x - 1)))
    }
  }

  private func most(around x: Int) -> Double {
    (max(x - 2, columns.lowerBound)...min(x + 2, columns.upperBound - 1)).map(steps).max() ?? 0
  }

  /// Those that divide the columns into the most equal parts; nothing where none do. Whatever else steps lies
  /// within a view, then.
  private func regular(_ found: [Separator]) -> [Separator]? {
    guard !found.isEmpty else { return nil }
    let widths = found.map(\.columns.count).sorted()
    let tolerance = Double(max(2, columns.count / 160))
    for gap in Set([widths[widths.count / 2], widths[0], widths[widths.count - 1]]).sorted() {
      for count in (2...10).reversed() where count <= found.count + 1 {
        let some = middles(of: count, gap: gap).compactMap { middle in
          found.filter { separator in
            let own = Double(separator.columns.lowerBound + separator.columns.upperBound) / 2
            return abs(own - middle) <= tolerance
          }.max { $0.strength < $1.strength }
        }
        // A band is no part of a picture, and one in the middle may be one of several uneven ones.
        let others = found.filter { !some.contains($0) }
        let weakest = some.map(\.strength).min() ?? 0
        let hasRival = others.contains {
          $0.isGutter ? $0.strength > 0.6 : count == 2 && $0.strength > max(0.7, weakest - 0.15)
        }
        let strong = others.count { $0.strength > 0.9 }
        if some.count == count - 1, !some.isEmpty, !hasRival, strong <= some.count,
          !Self.areHalved(some)
        {
          return some
        }
      }
    }
    return nil
  }

  /// Whether every second of some is much weaker: it lies in the middle of a view, then.
  private static func areHalved(_ some: [Separator]) -> Bool {
    guard some.count > 2, some.count % 2 == 1 else { return false }
    let strengths = some.map(\.strength).enumerated()
    let between = strengths.filter { $0.offset % 2 == 0 }.map(\.element)
    let others = strengths.filter { $0.offset % 2 == 1 }.map(\.element)
    return (between.max() ?? 0) + 0.2 < (others.min() ?? 0)
  }

  /// Seams that divide the columns into three and more equal parts, of which each may show less alone.
  private func evenSeams() -> [Separator]? {
    guard !found.contains(where: \.isGutter) else { return nil }
    let tolerance = max(2, columns.count / 160)
    for count in (3...10).reversed() {
      let some = middles(of: count, gap: 0).compactMap { middle -> Separator? in
        let near = (Int(middle) - tolerance...Int(middle) + tolerance)
          .filter { inner.contains($0) }
        guard let best = near.max(by: { steps($0) < steps($1) }), steps(best) >= Self.leastOfEven
        else { return nil }
        let run = near.filter { abs($0 - best) <= 2 && steps($0) >= 0.7 * steps(best) }
        return Self.single((run.first ?? best)...(run.last ?? best), steps(best), isLine: false)
      }
      let sum = some.reduce(0) { $0 + $1.strength }
      let isStrong = some.count == count - 1 && sum >= Self.meanOfEven * Double(some.count)
      let others = found.count { separator in
        separator.strength > 0.9 && !some.contains { $0.touches(separator) }
      }
      if isStrong, !some.isEmpty, others <= some.count, !Self.areHalved(some) { return some }
    }
    return nil
  }

  /// What each of them must show of itself, and all in the mean.
  private static let leastOfEven = 0.45
  private static let meanOfEven = 0.72

  /// Where separators of a width would divide the columns evenly; none where too little is between them.
  private func middles(of count: Int, gap: Int) -> [Double] {
    let pitch = Double(inner.count + gap) / Double(count)
    guard pitch > Double(columns.count) * Self.narrowest else { return [] }
    return (1..<count).map {
      Double(inner.lowerBound) + pitch * Double($0) - Double(gap) / 2
    }
  }

  /// Of separators that leave no room for a view between them, the strongest stays.
  private mutating func keepApart() {
    let least = max(4, Int(Double(columns.count) * Self.narrowest))
    var kept: [Separator] = []
    for separator in found {
      if separator.columns.lowerBound - inner.lowerBound < least
        || inner.upperBound - separator.columns.upperBound < least
      {
        continue
      }
      if let last = kept.last, separator.columns.lowerBound - last.columns.upperBound < least {
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

  /// The separator before a part that is much narrower than the widest: one of its sides is none.
  private func narrowest() -> Int? {
    let widths = parts.map(\.count)
    let widest = widths.max() ?? 0
    return found.indices.dropLast().first { widths[$0 + 1] * 4 < widest }
  }

  /// How much of the height steps where another one stands, or right beside it.
  func strength(near other: Separator) -> Double {
    let near = (other.columns.lowerBound - 2..<other.columns.upperBound + 3).clamped(to: columns)
    return near.map(steps).max() ?? 0
  }

  /// What lies between all of them, from the left.
  var parts: [Range<Int>] { parts(between: found, inner) }

  /// What lies between some of them, of a range.
  func parts(between some: [Separator], _ inner: Range<Int>) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = inner.lowerBound
    for separator in some
    where start < separator.columns.lowerBound && separator.columns.upperBound < inner.upperBound {
      parts.append(start..<separator.columns.lowerBound)
      start = separator.columns.upperBound
    }
    return parts + [start..<inner.upperBound]
  }
}

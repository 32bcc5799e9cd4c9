/// One view in front of a plain backdrop, composed of parts.
struct SubjectView {
  /// The bounding box, in pixels of the region.
  var box: SheetRegion
  var area: Int
  /// The labels of the view's parts.
  var labels: Set<Int32>
}

/// Parts in front of a backdrop, combined into views that are arranged in rows.
struct SubjectViews {
  private let parts: SubjectParts
  /// The rows from the top, each with its views from the left.
  private(set) var rows: [[SubjectView]] = []
  /// The number of the view that each pixel belongs to, counted from 1 through all rows; 0 means
  /// none.
  private(set) var owners: [UInt8] = []
  /// The parts that belong to no view: words and colour samples.
  private(set) var others: [SubjectPart] = []
  /// The greatest `Valley.share` at which a part was cut in two, or 0 when none was cut.
  private(set) var cutShare = 0.0
  /// Whether all views were cut out of a single part.
  private(set) var isOneCut = false

  /// The minimum area of a view, as a share of the largest part.
  private static let minimumAreaShare = 0.1
  private static let maximumCount = 60

  /// Combines parts into views.
  ///
  /// - Parameter strangers: The labels of parts that belong to no view.
  init(_ parts: SubjectParts, strangers: Set<Int32>) {
    self.parts = parts
    let candidates = parts.parts.filter { !strangers.contains($0.label) }
    others = parts.parts.filter { strangers.contains($0.label) }
    let largest = candidates.map(\.area).max() ?? 0
    let (main, small) = candidates.partitioned {
      Double($0.area) >= Self.minimumAreaShare * Double(largest)
    }
    // More are a pattern or a collection.
    guard main.count <= Self.maximumCount else { return }
    var views = main.map { SubjectView(box: $0.box, area: $0.area, labels: [$0.label]) }
    Self.join(&views, height: parts.height)
    let satellites = Satellites(Self.rows(of: views))
    rows = satellites.rows
    markOwners()
    let before = rows.joined().count
    cutFused()
    isOneCut = before == 1
    for (row, some) in satellites.satellitesByRow.enumerated() { some.forEach { join($0, row) } }
    markOwners(keepingCuts: true)
    // A part may be attached to a part that is itself attached to a view, so several passes
    // are needed.
    var remaining = small.sorted { $0.area > $1.area }
    for _ in 0..<3 {
      let count = remaining.count
      remaining = attach(remaining)
      markOwners(keepingCuts: true)
      if remaining.count == count { break }
    }
    others += remaining
  }

  /// Adds a satellite to the nearest figure of its row.
  private mutating func join(_ satellite: SubjectView, _ row: Int) {
    let position = rows[row].indices.min { one, other in
      let gaps = [one, other].map { rows[row][$0].box.gap(to: satellite.box) }
      return (gaps[0], one) < (gaps[1], other)
    }
    guard let position else { return }
    rows[row][position].labels.formUnion(satellite.labels)
    rows[row][position].area += satellite.area
    rows[row][position].box = rows[row][position].box.united(with: satellite.box)
  }

  /// Joins views if one is inside the other, and pieces that are stacked directly.
  private static func join(_ views: inout [SubjectView], height: Int) {
    var position = 0
    while position < views.count {
      let other = views.indices.first {
        $0 != position && areOne(views[position], views[$0], height)
      }
      guard let other else {
        position += 1
        continue
      }
      let joined = SubjectView(
        box: views[position].box.united(with: views[other].box),
        area: views[position].area + views[other].area,
        labels: views[position].labels.union(views[other].labels))
      views.remove(at: max(position, other))
      views[min(position, other)] = joined
      position = 0
    }
  }

  /// Returns whether two views overlap, or are stacked, in a way that makes them one.
  private static func areOne(_ first: SubjectView, _ second: SubjectView, _ height: Int) -> Bool {
    let across = first.box.columns.clamped(to: second.box.columns).count
    let down = first.box.rows.clamped(to: second.box.rows).count
    let smaller = min(first.box.width * first.box.height, second.box.width * second.box.height)
    if across * down * 100 > 35 * smaller { return true }
    let gap =
      max(first.box.rows.lowerBound, second.box.rows.lowerBound)
      - min(first.box.rows.upperBound, second.box.rows.upperBound)
    return gap * 100 <= height && across * 10 > 7 * min(first.box.width, second.box.width)
      && min(first.box.height, second.box.height) * 4 < max(first.box.height, second.box.height)
  }

  /// Arranges views in rows: a view belongs to a row when it shares most of its height with the
  /// tallest view there.
  private static func rows(of views: [SubjectView]) -> [[SubjectView]] {
    var rows: [[SubjectView]] = []
    for view in views.sorted(by: { $0.box.height > $1.box.height }) {
      let row = rows.indices.first { index in
        guard let tallest = rows[index].first else { return false }
        let shared = tallest.box.rows.clamped(to: view.box.rows).count
        return 2 * shared > view.box.height
      }
      if let row { rows[row].append(view) } else { rows.append([view]) }
    }
    return rows.map { $0.sorted { $0.box.columns.lowerBound < $1.box.columns.lowerBound } }
      .sorted { middle($0) < middle($1) }
  }

  /// Returns twice the mean vertical centre of a row, for sorting.
  private static func middle(_ row: [SubjectView]) -> Int {
    row.reduce(0) { $0 + $1.box.rows.lowerBound + $1.box.rows.upperBound } / max(1, row.count)
  }

  /// Writes the view numbers into `owners`.
  private mutating func markOwners(keepingCuts: Bool = false) {
    var ofLabel: [Int32: UInt8] = [:]
    var number: UInt8 = 0
    for view in rows.joined() {
      number = number == 255 ? 255 : number + 1
      for label in view.labels { ofLabel[label] = number }
    }
    if owners.isEmpty { owners = [UInt8](repeating: 0, count: parts.labels.count) }
    for position in owners.indices {
      let label = parts.labels[position]
      guard label != 0, let owner = ofLabel[label] else { continue }
      // A part that was cut keeps the owners that the cut assigned.
      if !keepingCuts || !isCut.contains(label) { owners[position] = owner }
    }
  }

  /// The labels of parts that were cut in two.
  private var isCut: Set<Int32> = []
}

extension SubjectViews {
  /// Adds small parts to the view that each is nearest to; returns those that are far from all
  /// views.
  private mutating func attach(_ small: [SubjectPart]) -> [SubjectPart] {
    var remaining: [SubjectPart] = []
    for part in small {
      guard let (owner, distance) = nearest(part), let (row, position) = position(of: owner),
        isNear(part, distance, rows[row][position].box)
      else {
        remaining.append(part)
        continue
      }
      rows[row][position].labels.insert(part.label)
      rows[row][position].area += part.area
      rows[row][position].box = rows[row][position].box.united(with: part.box)
    }
    return remaining
  }

  /// Returns the view nearest to a part and its distance.
  ///
  /// Views are compared by the distance of their boxes, then by what is met first to the left, to
  /// the right, above and below.
  private func nearest(_ part: SubjectPart) -> (owner: UInt8, distance: Int)? {
    var seen: [UInt8: Int] = [:]
    func scan(_ start: Int, _ step: Int, _ count: Int) {
      var position = start
      for distance in 0..<count {
        let owner = owners[position]
        if owner != 0 {
          seen[owner] = min(seen[owner] ?? .max, distance)
          return
        }
        position += step
      }
    }
    let (columns, rows, width) = (part.box.columns, part.box.rows, parts.width)
    for y in rows {
      scan(y * width + columns.lowerBound, -1, columns.lowerBound + 1)
      scan(y * width + columns.upperBound - 1, 1, width - columns.upperBound + 1)
    }
    for x in columns {
      scan(rows.lowerBound * width + x, -width, rows.lowerBound + 1)
      scan((rows.upperBound - 1) * width + x, width, parts.height - rows.upperBound + 1)
    }
    let costs = seen.map { owner, distance -> (cost: Int, owner: UInt8, distance: Int) in
      let box = position(of: owner).map { self.rows[$0.row][$0.position].box }
      return (4 * (box?.distance(to: part.box) ?? 0) + distance, owner, distance)
    }
    return costs.min { ($0.cost, $0.owner) < ($1.cost, $1.owner) }.map { ($0.owner, $0.distance) }
  }

  /// Returns the row of a view and its position there, or `nil` when no view has this number.
  private func position(of owner: UInt8) -> (row: Int, position: Int)? {
    var before = 0
    for (row, views) in rows.enumerated() {
      if Int(owner) - 1 < before + views.count { return (row, Int(owner) - 1 - before) }
      before += views.count
    }
    return nil
  }

  /// Returns whether a part is near enough to belong to a view: parts may float beside a view, but
  /// above or below it they are rather words.
  private func isNear(_ part: SubjectPart, _ distance: Int, _ box: SheetRegion) -> Bool {
    let isUnder = part.box.rows.lowerBound >= box.rows.upperBound
    let isOver = part.box.rows.upperBound <= box.rows.lowerBound
    let share = isUnder ? 3 : isOver ? 8 : 20
    // A shadow below several views belongs to none of them.
    return part.width <= box.width && distance * 100 <= box.height * share
  }

  /// Cuts views in two that are connected only by a narrow bridge, such as a shadow or touching
  /// hands.
  private mutating func cutFused() {
    for row in rows.indices {
      let widths = rows[row].map(\.box.width).sorted()
      var position = 0
      while position < rows[row].count {
        let view = rows[row][position]
        let typicalWidth = widths.count > 2 ? widths[widths.count / 4] : view.box.height
        guard rows[row].count < 12, 10 * view.box.width > 13 * typicalWidth || widths.count <= 2,
          let cut = Valley(owners, parts.width, view, number(row, position))
        else {
          position += 1
          continue
        }
        split(row, position, at: cut)
      }
    }
  }

  /// Returns the number of a view in `owners`.
  private func number(_ row: Int, _ position: Int) -> UInt8 {
    UInt8(clamping: rows[..<row].reduce(0) { $0 + $1.count } + position + 1)
  }

  /// Cuts a view in two at a column.
  private mutating func split(_ row: Int, _ position: Int, at cut: Valley) {
    let view = rows[row][position]
    let own = number(row, position)
    // The numbers of all following views increase by one.
    var (left, right) = (SheetRegion?.none, SheetRegion?.none)
    var areas = (0, 0)
    for index in owners.indices where owners[index] >= own {
      let (y, x) = index.quotientAndRemainder(dividingBy: parts.width)
      if owners[index] > own {
        owners[index] &+= 1
        continue
      }
      let pixel = SheetRegion(columns: x..<x + 1, rows: y..<y + 1)
      if x < cut.column {
        left = left?.united(with: pixel) ?? pixel
        areas.0 += 1
      } else {
        owners[index] = own + 1
        right = right?.united(with: pixel) ?? pixel
        areas.1 += 1
      }
    }
    guard let left, let right else { return }
    isCut.formUnion(view.labels)
    cutShare = max(cutShare, cut.share)
    rows[row][position] = SubjectView(box: left, area: areas.0, labels: view.labels)
    rows[row].insert(
      SubjectView(box: right, area: areas.1, labels: view.labels), at: position + 1)
  }
}

/// A narrow point between two much taller parts of a view.
struct Valley {
  let column: Int
  /// The height at the valley as a share of the lower of the two peaks.
  let share: Double

  /// The maximum share of a bridge that isn't a waist.
  private static let narrow = 0.2
  /// The maximum share of a slit, which has nearly full height on both sides.
  private static let slit = 0.55
  /// The minimum size of the smaller piece, as a share of the other.
  private static let minimumPieceShare = 0.3

  /// Returns whether both sides of a column have nearly full height.
  private static func isSlit(_ counts: [Int], _ position: Int, _ peak: Int) -> Bool {
    let far = max(4, counts.count / 40)
    guard position >= far, position + far < counts.count else { return false }
    return min(counts[position - far], counts[position + far]) * 10 > peak * 7
  }

  /// Finds the deepest valley of a view, or returns `nil` when none is deep enough.
  init?(_ owners: [UInt8], _ width: Int, _ view: SubjectView, _ number: UInt8) {
    let start = view.box.columns.lowerBound
    var counts = [Int](repeating: 0, count: view.box.width)
    for y in view.box.rows {
      for x in view.box.columns where owners[y * width + x] == number { counts[x - start] += 1 }
    }
    let all = counts.reduce(0, +)
    var (before, highest) = (0, 0)
    var after = [Int](repeating: 0, count: counts.count + 1)
    for position in counts.indices.reversed() {
      after[position] = max(after[position + 1], counts[position])
    }
    var best: (column: Int, share: Double)?
    for (position, count) in counts.enumerated() {
      highest = max(highest, count)
      let peak = min(highest, after[position])
      let smaller = min(before, all - before)
      before += count
      guard peak > 0, Double(smaller) >= Self.minimumPieceShare * Double(all - smaller) else {
        continue
      }
      let share = Double(count) / Double(peak)
      let limit = Self.isSlit(counts, position, peak) ? Self.slit : Self.narrow
      if share < min(limit, best?.share ?? 1) { best = (start + position, share) }
    }
    guard let best else { return nil }
    column = best.column
    share = best.share
  }
}

extension SheetRegion {
  /// Returns the distance of two boxes along the axis on which they are farther apart.
  fileprivate func distance(to other: SheetRegion) -> Int {
    max(
      columns.lowerBound - other.columns.upperBound, other.columns.lowerBound - columns.upperBound,
      rows.lowerBound - other.rows.upperBound, other.rows.lowerBound - rows.upperBound, 0)
  }
}

extension Array {
  /// Returns the elements that satisfy a predicate, and the others.
  fileprivate func partitioned(_ belongs: (Element) -> Bool) -> (yes: [Element], no: [Element]) {
    (filter(belongs), filter { !belongs($0) })
  }
}

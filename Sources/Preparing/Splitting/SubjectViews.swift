/// One view before a plain backdrop: the parts that it is of.
struct SubjectView {
  /// In the pixels of its region.
  var box: SheetRegion
  var area: Int
  var labels: Set<Int32>
}

/// Parts before a backdrop, put together to views that stand in rows.
struct SubjectViews {
  private let parts: SubjectParts
  /// From the top, and in each row from the left.
  private(set) var rows: [[SubjectView]] = []
  /// Whose view each pixel of the region is of, counted from 1 through all rows.
  private(set) var owners: [UInt8] = []
  /// Parts that are of no view: words, samples of colours.
  private(set) var others: [SubjectPart] = []
  /// How narrow the widest place was at which one part was cut in two; 0 where none was.
  private(set) var cutShare = 0.0
  /// Whether all of them are cut out of one part.
  private(set) var isOneCut = false

  /// A view is no smaller than this share of the largest part.
  private static let least = 0.1
  private static let most = 60

  init(_ parts: SubjectParts, strangers: Set<Int32>) {
    self.parts = parts
    let candidates = parts.parts.filter { !strangers.contains($0.label) }
    others = parts.parts.filter { strangers.contains($0.label) }
    let largest = candidates.map(\.area).max() ?? 0
    let (main, small) = candidates.parted { Double($0.area) >= Self.least * Double(largest) }
    // So many are a pattern, or a collection.
    guard main.count <= Self.most else { return }
    var views = main.map { SubjectView(box: $0.box, area: $0.area, labels: [$0.label]) }
    Self.join(&views, height: parts.height)
    let satellites = Satellites(Self.rows(of: views))
    rows = satellites.rows
    markOwners()
    let before = rows.joined().count
    cutFused()
    isOneCut = before == 1
    for (row, some) in satellites.ofRows.enumerated() { some.forEach { join($0, row) } }
    markOwners(keepingCuts: true)
    // What hangs on something that hangs on a view comes with it.
    var left = small.sorted { $0.area > $1.area }
    for _ in 0..<3 {
      let count = left.count
      left = attach(left)
      markOwners(keepingCuts: true)
      if left.count == count { break }
    }
    others += left
  }

  /// Hands what stands beside figures to the one that it is nearest to.
  private mutating func join(_ satellite: SubjectView, _ row: Int) {
    let place = rows[row].indices.min { one, other in
      let gaps = [one, other].map { rows[row][$0].box.gap(to: satellite.box) }
      return (gaps[0], one) < (gaps[1], other)
    }
    guard let place else { return }
    rows[row][place].labels.formUnion(satellite.labels)
    rows[row][place].area += satellite.area
    rows[row][place].box = rows[row][place].box.united(with: satellite.box)
  }

  /// What lies one within the other is one view, as are pieces right over each other.
  private static func join(_ views: inout [SubjectView], height: Int) {
    var place = 0
    while place < views.count {
      let other = views.indices.first { $0 != place && areOne(views[place], views[$0], height) }
      guard let other else {
        place += 1
        continue
      }
      let joined = SubjectView(
        box: views[place].box.united(with: views[other].box),
        area: views[place].area + views[other].area,
        labels: views[place].labels.union(views[other].labels))
      views.remove(at: max(place, other))
      views[min(place, other)] = joined
      place = 0
    }
  }

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

  /// Views that share most of their height with one of a row are of that row.
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

  private static func middle(_ row: [SubjectView]) -> Int {
    row.reduce(0) { $0 + $1.box.rows.lowerBound + $1.box.rows.upperBound } / max(1, row.count)
  }

  private mutating func markOwners(keepingCuts: Bool = false) {
    var ofLabel: [Int32: UInt8] = [:]
    var number: UInt8 = 0
    for view in rows.joined() {
      number = number == 255 ? 255 : number + 1
      for label in view.labels { ofLabel[label] = number }
    }
    if owners.isEmpty { owners = [UInt8](repeating: 0, count: parts.labels.count) }
    for place in owners.indices {
      let label = parts.labels[place]
      guard label != 0, let owner = ofLabel[label] else { continue }
      // A part that was cut has the owners that it was given.
      if !keepingCuts || !isCut.contains(label) { owners[place] = owner }
    }
  }

  private var isCut: Set<Int32> = []
}

extension SubjectViews {
  /// Hands small parts to the view that they are nearest to; those that are far from all are left.
  private mutating func attach(_ small: [SubjectPart]) -> [SubjectPart] {
    var left: [SubjectPart] = []
    for part in small {
      guard let (owner, distance) = nearest(part), let (row, place) = place(of: owner),
        isNear(part, distance, rows[row][place].box)
      else {
        left.append(part)
        continue
      }
      rows[row][place].labels.insert(part.label)
      rows[row][place].area += part.area
      rows[row][place].box = rows[row][place].box.united(with: part.box)
    }
    return left
  }

  /// The view that a part is nearest to, by their boxes and then by what is seen first from it to the sides,
  /// up and down; and how far that is.
  private func nearest(_ part: SubjectPart) -> (owner: UInt8, distance: Int)? {
    var seen: [UInt8: Int] = [:]
    func look(_ start: Int, _ step: Int, _ count: Int) {
      var place = start
      for distance in 0..<count {
        let owner = owners[place]
        if owner != 0 {
          seen[owner] = min(seen[owner] ?? .max, distance)
          return
        }
        place += step
      }
    }
    let (columns, rows, width) = (part.box.columns, part.box.rows, parts.width)
    for y in rows {
      look(y * width + columns.lowerBound, -1, columns.lowerBound + 1)
      look(y * width + columns.upperBound - 1, 1, width - columns.upperBound + 1)
    }
    for x in columns {
      look(rows.lowerBound * width + x, -width, rows.lowerBound + 1)
      look((rows.upperBound - 1) * width + x, width, parts.height - rows.upperBound + 1)
    }
    let costs = seen.map { owner, distance -> (cost: Int, owner: UInt8, distance: Int) in
      let box = place(of: owner).map { self.rows[$0.row][$0.place].box }
      return (4 * (box?.distance(to: part.box) ?? 0) + distance, owner, distance)
    }
    return costs.min { ($0.cost, $0.owner) < ($1.cost, $1.owner) }.map { ($0.owner, $0.distance) }
  }

  private func place(of owner: UInt8) -> (row: Int, place: Int)? {
    var before = 0
    for (row, views) in rows.enumerated() {
      if Int(owner) - 1 < before + views.count { return (row, Int(owner) - 1 - before) }
      before += views.count
    }
    return nil
  }

  /// Beside a view things may float; what lies under or over it is rather a word.
  private func isNear(_ part: SubjectPart, _ distance: Int, _ box: SheetRegion) -> Bool {
    let isUnder = part.box.rows.lowerBound >= box.rows.upperBound
    let isOver = part.box.rows.upperBound <= box.rows.lowerBound
    let share = isUnder ? 3 : isOver ? 8 : 20
    // A shadow under several is of none.
    return part.width <= box.width && distance * 100 <= box.height * share
  }

  /// Cuts views in two that hang together by little: by a shadow, or hands that touch.
  private mutating func cutFused() {
    for row in rows.indices {
      let widths = rows[row].map(\.box.width).sorted()
      var place = 0
      while place < rows[row].count {
        let view = rows[row][place]
        let usual = widths.count > 2 ? widths[widths.count / 4] : view.box.height
        guard rows[row].count < 12, 10 * view.box.width > 13 * usual || widths.count <= 2,
          let cut = Valley(owners, parts.width, view, number(row, place))
        else {
          place += 1
          continue
        }
        part(row, place, at: cut)
      }
    }
  }

  private func number(_ row: Int, _ place: Int) -> UInt8 {
    UInt8(clamping: rows[..<row].reduce(0) { $0 + $1.count } + place + 1)
  }

  private mutating func part(_ row: Int, _ place: Int, at cut: Valley) {
    let view = rows[row][place]
    let own = number(row, place)
    // All that follow move on by one.
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
    rows[row][place] = SubjectView(box: left, area: areas.0, labels: view.labels)
    rows[row].insert(
      SubjectView(box: right, area: areas.1, labels: view.labels), at: place + 1)
  }
}

/// A narrow place between two parts of a view that are much taller.
struct Valley {
  let column: Int
  /// How much of the lower of the two peaks it has.
  let share: Double

  /// Narrow enough to be a touch, and no waist.
  private static let narrow = 0.2
  /// The same of a slit, on both sides of which is nearly as much as anywhere.
  private static let slit = 0.55
  /// What is cut off must be no smaller than this share of the rest.
  private static let leastPart = 0.3

  private static func isSlit(_ counts: [Int], _ place: Int, _ peak: Int) -> Bool {
    let far = max(4, counts.count / 40)
    guard place >= far, place + far < counts.count else { return false }
    return min(counts[place - far], counts[place + far]) * 10 > peak * 7
  }

  init?(_ owners: [UInt8], _ width: Int, _ view: SubjectView, _ number: UInt8) {
    let start = view.box.columns.lowerBound
    var counts = [Int](repeating: 0, count: view.box.width)
    for y in view.box.rows {
      for x in view.box.columns where owners[y * width + x] == number { counts[x - start] += 1 }
    }
    let all = counts.reduce(0, +)
    var (before, highest) = (0, 0)
    var after = [Int](repeating: 0, count: counts.count + 1)
    for place in counts.indices.reversed() { after[place] = max(after[place + 1], counts[place]) }
    var best: (column: Int, share: Double)?
    for (place, count) in counts.enumerated() {
      highest = max(highest, count)
      let peak = min(highest, after[place])
      let smaller = min(before, all - before)
      before += count
      guard peak > 0, Double(smaller) >= Self.leastPart * Double(all - smaller) else { continue }
      let share = Double(count) / Double(peak)
      let limit = Self.isSlit(counts, place, peak) ? Self.slit : Self.narrow
      if share < min(limit, best?.share ?? 1) { best = (start + place, share) }
    }
    guard let best else { return nil }
    column = best.column
    share = best.share
  }
}

extension SheetRegion {
  /// How far apart two boxes are, in the direction in which they are farther.
  fileprivate func distance(to other: SheetRegion) -> Int {
    max(
      columns.lowerBound - other.columns.upperBound, other.columns.lowerBound - columns.upperBound,
      rows.lowerBound - other.rows.upperBound, other.rows.lowerBound - rows.upperBound, 0)
  }
}

extension Array {
  /// Those that are something, and the others.
  fileprivate func parted(_ belongs: (Element) -> Bool) -> (yes: [Element], no: [Element]) {
    (filter(belongs), filter { !belongs($0) })
  }
}

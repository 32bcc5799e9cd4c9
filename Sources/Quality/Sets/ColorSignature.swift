internal import CQuality
internal import Model

/// The colours that a picture shows, as shares of the cells of a coarse table.
///
/// A signature is quickly compared with thousands of others, and is the same on every
/// processor.
struct ColorSignature: Sendable {
  /// The colours as they are.
  private let colors: [Cell]
  /// The colours relative to the light on a plain backdrop, in coarser cells; `nil` when there
  /// is no such backdrop.
  private let relative: [Cell]?

  /// Whether the subject is before a plain backdrop, so that its own colours are known.
  var isOfSubject: Bool { relative != nil }

  /// A cell of the table that has some share of the colours.
  private struct Cell: Sendable {
    let index: UInt16
    /// The share in 65,535ths.
    let share: UInt16
  }

  /// Creates a signature, or returns `nil` when too little is visible or all of it is burnt
  /// out.
  init?(_ lighting: Lighting) {
    let swatches = Swatch.all(in: lighting.swatches)
    let subject = swatches.filter { !$0.isBackdrop && !$0.isBurnt }
    let own = Table(steps: .fine).cells(of: subject, from: .zero)
    guard !own.isEmpty else { return nil }
    colors = own
    let backdrop = swatches.filter(\.isBackdrop)
    relative =
      backdrop.count < Self.minimumBackdrop
      ? nil : Table(steps: .coarse).cells(of: subject, from: Self.light(of: backdrop))
  }

  /// The number of backdrop swatches below which they say nothing about the light.
  private static let minimumBackdrop = 8

  /// Returns the median colour of a backdrop, or white when most of it is burnt out.
  private static func light(of backdrop: [Swatch]) -> Swatch.Color {
    let known = backdrop.filter { !$0.isBurnt }
    guard 2 * known.count > backdrop.count else { return .zero }
    func middle(_ part: (Swatch.Color) -> Double) -> Double {
      let sorted = known.map { part($0.color) }.sorted()
      return sorted[sorted.count / 2]
    }
    return Swatch.Color(level: middle(\.level), warmth: middle(\.warmth), tint: middle(\.tint))
  }

  /// Returns how much of the colours two pictures share, in thousandths.
  ///
  /// In front of plain backdrops, another light is allowed for. Pictures without them are
  /// compared as a whole, which agrees more easily and therefore counts less.
  func likeness(to other: ColorSignature) -> Int {
    let same = Self.common(colors, other.colors)
    guard let mine = relative, let theirs = other.relative else {
      return same * Self.weightOfScenes / 100
    }
    return max(same, Self.common(mine, theirs) * Self.weightOfRelative / 100)
  }

  /// The weights in hundredths. They were chosen together with the threshold of `Grouping`, on
  /// the half of the photographs that is used for tuning.
  private static let weightOfScenes = 85
  private static let weightOfRelative = 95

  /// Returns the share that two lists of cells have in common, in thousandths. Both are sorted
  /// by index.
  private static func common(_ one: [Cell], _ other: [Cell]) -> Int {
    var (sum, first, second) = (0, 0, 0)
    while first < one.count, second < other.count {
      let (mine, theirs) = (one[first], other[second])
      if mine.index == theirs.index {
        sum += Int(min(mine.share, theirs.share))
        first += 1
        second += 1
      } else if mine.index < theirs.index {
        first += 1
      } else {
        second += 1
      }
    }
    return sum * 1000 / Int(UInt16.max)
  }

  /// A table of colours by brightness, red over blue, and red and blue over green, each in
  /// stops.
  private struct Table {
    /// The width of a cell in stops.
    struct Steps {
      let level: Double
      let warmth: Double
      let tint: Double

      static let fine = Steps(level: 1, warmth: 0.5, tint: 0.35)
      static let coarse = Steps(level: 1.5, warmth: 0.7, tint: 0.5)
    }

    let steps: Steps
    private static let counts = (level: 12, warmth: 24, tint: 16)
    private static let lowest = Swatch.Color(level: -7.5, warmth: -5, tint: -2.4)

    /// Returns the cells that have a share, sorted by index. Each colour is divided among the
    /// eight cells around it.
    func cells(of swatches: [Swatch], from light: Swatch.Color) -> [Cell] {
      let (levels, warmths, tints) = Self.counts
      var sums = [Double](repeating: 0, count: levels * warmths * tints)
      for swatch in swatches {
        let level = Position(
          swatch.color.level - light.level - Self.lowest.level, steps.level, levels)
        let warmth = Position(
          swatch.color.warmth - light.warmth - Self.lowest.warmth, steps.warmth, warmths)
        let tint = Position(swatch.color.tint - light.tint - Self.lowest.tint, steps.tint, tints)
        for corner in 0..<8 {
          let (a, b, c) = (corner & 1, corner >> 1 & 1, corner >> 2)
          let index = ((level.cell + a) * warmths + warmth.cell + b) * tints + tint.cell + c
          sums[index] += level.share(a) * warmth.share(b) * tint.share(c)
        }
      }
      let total = sums.reduce(0, +)
      guard total > 0 else { return [] }
      return sums.enumerated().compactMap { index, sum in
        let share = UInt16((sum / total * Double(UInt16.max)).rounded())
        return share == 0 ? nil : Cell(index: UInt16(index), share: share)
      }
    }
  }

  /// A position between two neighbouring cells along one axis.
  private struct Position {
    let cell: Int
    private let rest: Double

    init(_ distance: Double, _ step: Double, _ count: Int) {
      let position = min(max(0, distance / step), Double(count - 1) - 0.001)
      cell = Int(position)
      rest = position - Double(cell)
    }

    /// Returns the share of the lower cell for 0, and of the upper cell for 1.
    func share(_ side: Int) -> Double { side == 0 ? 1 - rest : rest }
  }
}

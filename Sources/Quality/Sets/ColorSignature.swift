internal import CQuality
internal import Model

/// The colours of what a picture shows, as shares of cells of a coarse table: quick to compare with thousands of
/// others, and the same on every processor.
struct ColorSignature: Sendable {
  /// As they are.
  private let colors: [Cell]
  /// As they are in the light of a plain backdrop, in coarser cells; `nil` where there is no such backdrop.
  private let relative: [Cell]?

  private struct Cell: Sendable {
    let place: UInt16
    let share: UInt16
  }

  /// `nil` where too little is seen, or all of it is burnt.
  init?(_ lighting: Lighting) {
    let swatches = Swatch.all(in: lighting.swatches)
    let subject = swatches.filter { !$0.isOfBackdrop && !$0.isBurnt }
    let own = Table(steps: .fine).cells(of: subject, from: .zero)
    guard !own.isEmpty else { return nil }
    colors = own
    let backdrop = swatches.filter(\.isOfBackdrop)
    relative =
      backdrop.count < Self.minimumBackdrop
      ? nil : Table(steps: .coarse).cells(of: subject, from: Self.light(of: backdrop))
  }

  /// Fewer squares of a backdrop say nothing about the light.
  private static let minimumBackdrop = 8

  /// The middle of a backdrop's colours; a burnt one is white.
  private static func light(of backdrop: [Swatch]) -> Swatch.Color {
    let known = backdrop.filter { !$0.isBurnt }
    guard 2 * known.count > backdrop.count else { return .zero }
    func middle(_ part: (Swatch.Color) -> Double) -> Double {
      let sorted = known.map { part($0.color) }.sorted()
      return sorted[sorted.count / 2]
    }
    return Swatch.Color(
      level: middle(\.level), warmth: middle(\.warmth), tint: middle(\.tint))
  }

  /// How much of the colours two pictures share, in thousandths. Before plain backdrops other light is allowed for;
  /// of pictures without them all is compared, which agrees more easily and therefore counts less.
  func likeness(to other: ColorSignature) -> Int {
    let same = Self.common(colors, other.colors)
    guard let mine = relative, let theirs = other.relative else {
      return same * Self.weightOfScenes / 100
    }
    return max(same, Self.common(mine, theirs) * Self.weightOfRelative / 100)
  }

  /// In hundredths; chosen with the threshold of `Grouping`, on the half of the photographs that is tuned.
  private static let weightOfScenes = 85
  private static let weightOfRelative = 95

  private static func common(_ one: [Cell], _ other: [Cell]) -> Int {
    var (sum, first, second) = (0, 0, 0)
    while first < one.count, second < other.count {
      let (mine, theirs) = (one[first], other[second])
      if mine.place == theirs.place {
        sum += Int(min(mine.share, theirs.share))
        first += 1
        second += 1
      } else if mine.place < theirs.place {
        first += 1
      } else {
        second += 1
      }
    }
    return sum * 1000 / Int(UInt16.max)
  }

  /// A table of colours: brightness, red over blue, and red and blue over green, in stops.
  private struct Table {
    /// How many stops a cell is wide.
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

    /// Shares of the cells that have any, by place. Each colour is divided among the cells around it.
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
          let place = ((level.cell + a) * warmths + warmth.cell + b) * tints + tint.cell + c
          sums[place] += level.share(a) * warmth.share(b) * tint.share(c)
        }
      }
      let total = sums.reduce(0, +)
      guard total > 0 else { return [] }
      return sums.enumerated().compactMap { place, sum in
        let share = UInt16((sum / total * Double(UInt16.max)).rounded())
        return share == 0 ? nil : Cell(place: UInt16(place), share: share)
      }
    }
  }

  /// A place between two cells of a row of them.
  private struct Position {
    let cell: Int
    private let rest: Double

    init(_ distance: Double, _ step: Double, _ count: Int) {
      let place = min(max(0, distance / step), Double(count - 1) - 0.001)
      cell = Int(place)
      rest = place - Double(cell)
    }

    func share(_ side: Int) -> Double { side == 0 ? 1 - rest : rest }
  }
}

/// One square of a picture, as `Lighting` keeps it (palettes.h).
private struct Swatch {
  let color: Color
  let isBurnt: Bool
  let isOfBackdrop: Bool

  /// In stops: of light, of red over blue, and of red and blue over green.
  struct Color {
    let level: Double
    let warmth: Double
    let tint: Double

    static let zero = Color(level: 0, warmth: 0, tint: 0)
  }

  static func all(in bytes: [UInt8]) -> [Swatch] {
    let size = Int(CASTBOOK_SWATCH_BYTES)
    return (0..<bytes.count / size).map { Swatch(bytes[($0 * size)..<(($0 + 1) * size)]) }
  }

  private init(_ bytes: ArraySlice<UInt8>) {
    let first = bytes.startIndex
    let level = Double(bytes[first]) / 20 - 11
    let warmth = Double(bytes[first + 1]) / 20 - 6.4
    let tint = Double(bytes[first + 2]) / 40 - 3.2
    color = Color(level: level, warmth: warmth, tint: tint)
    isBurnt = bytes[first + 2] == 255
    isOfBackdrop = bytes[first + 3] & UInt8(CASTBOOK_SWATCH_OF_BACKDROP) != 0
  }
}

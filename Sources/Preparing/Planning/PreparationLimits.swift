package import Checking
package import Model
internal import Targets

/// What several targets take together: a picture within these limits passes all of them.
package struct PreparationLimits: Hashable, Sendable {
  /// The formats that all of them take; nothing where none says.
  package var formats: Set<MediaFormat>?
  package var mostBytes: Int?
  /// Pixels of the shorter and of the longer side, and in all.
  package var leastSide = 1
  package var mostSide: Int?
  package var leastArea = 1
  package var mostArea: Int?
  package var narrowest: Edge?
  package var widest: Edge?

  /// A ratio of the sides that is just taken, or just not taken any more.
  package struct Edge: Hashable, Sendable {
    package let ratio: Ratio
    package let isOpen: Bool

    package init(_ ratio: Ratio, isOpen: Bool) {
      self.ratio = ratio
      self.isOpen = isOpen
    }
  }

  package init() {}

  /// Those of targets, each for the slot that a picture goes into. A target without one adds nothing.
  package init(_ targets: [CheckTarget]) { self.init(targets) { $0.slot(for: .picture) } }

  /// The same without limits that no source states.
  init(stated targets: [CheckTarget]) {
    self.init(targets, inferred: false) { $0.slot(for: .picture) }
  }

  /// Those of the slots that files of a format go into; without `inferred`, only limits that a source states. Formats
  /// count in any case.
  init(_ targets: [CheckTarget], for format: MediaFormat, inferred: Bool = true) {
    self.init(targets, inferred: inferred) { $0.slot(for: format) }
  }

  private init(_ targets: [CheckTarget], inferred: Bool = true, slot: (CheckTarget) -> Slot?) {
    for target in targets {
      if let slot = slot(target), let rules = target.rules(for: slot)?.rules {
        take(rules, inferred: inferred)
      }
    }
  }

  private mutating func take(_ rules: SlotRules, inferred: Bool) {
    if let taken = rules.formats?.value { formats = Set(taken).intersection(formats ?? Set(taken)) }
    if let limit = rules.bytes?.value(inferred: inferred) {
      // Below the smaller reading of "MB": nobody refuses that.
      let most = limit.inclusive == false ? limit.decimal - 1 : limit.decimal
      mostBytes = min(mostBytes ?? most, most)
    }
    let side = rules.side?.value(inferred: inferred)
    for range in [side, rules.shorterSide?.value(inferred: inferred)].compactMap(\.self) {
      leastSide = max(leastSide, range.least ?? 1)
    }
    if let most = side?.most { mostSide = min(mostSide ?? most, most) }
    if let area = rules.area?.value(inferred: inferred) {
      leastArea = max(leastArea, area.least ?? 1)
      if let most = area.most { mostArea = min(mostArea ?? most, most) }
    }
    guard let aspect = rules.aspect?.value(inferred: inferred) else { return }
    let isOpen = aspect.inclusive == false
    if let ratio = aspect.minimum {
      narrowest = Self.stricter(narrowest, Edge(ratio, isOpen: isOpen)) {
        $0.ratio.isGreater(than: $1.ratio)
      }
    }
    if let ratio = aspect.maximum {
      widest = Self.stricter(widest, Edge(ratio, isOpen: isOpen)) {
        $1.ratio.isGreater(than: $0.ratio)
      }
    }
  }

  private static func stricter(
    _ edge: Edge?, _ other: Edge, _ isStricter: (Edge, Edge) -> Bool
  ) -> Edge {
    guard let edge else { return other }
    if isStricter(edge, other) { return edge }
    if isStricter(other, edge) { return other }
    return edge.isOpen ? edge : other
  }

  /// Whether the sides are neither too far apart one way nor the other.
  package func isTooWide(_ size: PixelSize) -> Bool {
    guard let widest else { return false }
    let (width, height) = (
      size.width * widest.ratio.denominator, size.height * widest.ratio.numerator
    )
    return widest.isOpen ? width >= height : width > height
  }

  package func isTooNarrow(_ size: PixelSize) -> Bool {
    guard let narrowest else { return false }
    let (width, height) = (
      size.width * narrowest.ratio.denominator, size.height * narrowest.ratio.numerator
    )
    return narrowest.isOpen ? width <= height : width < height
  }

  package func isTooLarge(_ size: PixelSize) -> Bool {
    size.longerSide > mostSide ?? .max || size.pixelCount > mostArea ?? .max
  }

  package func isTooSmall(_ size: PixelSize) -> Bool {
    size.shorterSide < leastSide || size.pixelCount < leastArea
  }

  /// Whether a format is taken.
  package func take(_ format: MediaFormat) -> Bool { formats?.contains(format) ?? true }
}

extension SlotRules.Range {
  fileprivate var least: Int? { minimum.map { inclusive == false ? $0 + 1 : $0 } }
  fileprivate var most: Int? { maximum.map { inclusive == false ? $0 - 1 : $0 } }
}

package import Checking
package import Model
internal import Targets

/// The limits that several targets have in common: all of them accept a picture within these
/// limits.
package struct PreparationLimits: Hashable, Sendable {
  /// The formats that all targets accept, or `nil` when none of them states any.
  package var formats: Set<MediaFormat>?
  package var maximumBytes: Int?
  /// The minimum shorter side, in pixels.
  package var minimumSide = 1
  /// The maximum longer side, in pixels.
  package var maximumSide: Int?
  package var minimumArea = 1
  package var maximumArea: Int?
  /// The lowest accepted ratio of width to height.
  package var minimumAspect: AspectBound?
  /// The highest accepted ratio of width to height.
  package var maximumAspect: AspectBound?

  /// A bound of the aspect ratio.
  package struct AspectBound: Hashable, Sendable {
    package let ratio: Ratio
    /// Whether the ratio itself is already refused.
    package let isOpen: Bool
  }

  package init() {}

  /// Collects the limits of the slots that a picture goes into; a target without such a slot adds
  /// none.
  package init(_ targets: [CheckTarget]) { self.init(targets) { $0.slot(for: .picture) } }

  /// Collects only the limits that a source states, for the slots that a picture goes into.
  init(stated targets: [CheckTarget]) {
    self.init(targets, inferred: false) { $0.slot(for: .picture) }
  }

  /// Collects the limits of the slots that files of a format go into.
  ///
  /// When `inferred` is `false`, only limits that a source states are collected; accepted formats
  /// are collected in any case.
  init(_ targets: [CheckTarget], for format: MediaFormat, inferred: Bool = true) {
    self.init(targets, inferred: inferred) { $0.slot(for: format) }
  }

  private init(_ targets: [CheckTarget], inferred: Bool = true, slot: (CheckTarget) -> Slot?) {
    for target in targets {
      if let slot = slot(target), let rules = target.rules(for: slot)?.rules {
        tighten(rules, inferred: inferred)
      }
    }
  }

  /// Narrows the limits to those of one slot.
  private mutating func tighten(_ rules: SlotRules, inferred: Bool) {
    if let accepted = rules.formats?.value {
      formats = Set(accepted).intersection(formats ?? Set(accepted))
    }
    if let limit = rules.bytes?.value(inferred: inferred) {
      // "MB" may mean 1,000,000 or 1,048,576 bytes; every service accepts the smaller reading.
      let maximum = limit.inclusive == false ? limit.decimal - 1 : limit.decimal
      maximumBytes = min(maximumBytes ?? maximum, maximum)
    }
    let side = rules.side?.value(inferred: inferred)
    for range in [side, rules.shorterSide?.value(inferred: inferred)].compactMap(\.self) {
      minimumSide = max(minimumSide, range.smallest ?? 1)
    }
    if let maximum = side?.greatest { maximumSide = min(maximumSide ?? maximum, maximum) }
    if let area = rules.area?.value(inferred: inferred) {
      minimumArea = max(minimumArea, area.smallest ?? 1)
      if let maximum = area.greatest { maximumArea = min(maximumArea ?? maximum, maximum) }
    }
    guard let aspect = rules.aspect?.value(inferred: inferred) else { return }
    let isOpen = aspect.inclusive == false
    if let ratio = aspect.minimum {
      minimumAspect = Self.stricter(minimumAspect, AspectBound(ratio: ratio, isOpen: isOpen)) {
        $0.ratio.isGreater(than: $1.ratio)
      }
    }
    if let ratio = aspect.maximum {
      maximumAspect = Self.stricter(maximumAspect, AspectBound(ratio: ratio, isOpen: isOpen)) {
        $1.ratio.isGreater(than: $0.ratio)
      }
    }
  }

  /// Returns the stricter of two bounds; of two equal ratios, the open one is stricter.
  private static func stricter(
    _ edge: AspectBound?, _ other: AspectBound, _ isStricter: (AspectBound, AspectBound) -> Bool
  ) -> AspectBound {
    guard let edge else { return other }
    if isStricter(edge, other) { return edge }
    if isStricter(other, edge) { return other }
    return edge.isOpen ? edge : other
  }

  /// Returns whether the aspect ratio exceeds `widest`.
  package func isTooWide(_ size: PixelSize) -> Bool {
    guard let maximumAspect else { return false }
    let (width, height) = (
      size.width * maximumAspect.ratio.denominator, size.height * maximumAspect.ratio.numerator
    )
    return maximumAspect.isOpen ? width >= height : width > height
  }

  /// Returns whether the aspect ratio is below `narrowest`.
  package func isTooNarrow(_ size: PixelSize) -> Bool {
    guard let minimumAspect else { return false }
    let (width, height) = (
      size.width * minimumAspect.ratio.denominator, size.height * minimumAspect.ratio.numerator
    )
    return minimumAspect.isOpen ? width <= height : width < height
  }

  /// Returns whether the longer side or the area exceeds its maximum.
  package func isTooLarge(_ size: PixelSize) -> Bool {
    size.longerSide > maximumSide ?? .max || size.pixelCount > maximumArea ?? .max
  }

  /// Returns whether the shorter side or the area is below its minimum.
  package func isTooSmall(_ size: PixelSize) -> Bool {
    size.shorterSide < minimumSide || size.pixelCount < minimumArea
  }

  package func accepts(_ format: MediaFormat) -> Bool { formats?.contains(format) ?? true }
}

extension SlotRules.Range {
  /// The smallest value within the range.
  fileprivate var smallest: Int? { minimum.map { inclusive == false ? $0 + 1 : $0 } }
  /// The greatest value within the range.
  fileprivate var greatest: Int? { maximum.map { inclusive == false ? $0 - 1 : $0 } }
}

extension Fact {
  /// Returns the value, or `nil` when `inferred` is `false` and no source states the value.
  func value(inferred: Bool) -> Value? { inferred || confidence == .stated ? value : nil }
}

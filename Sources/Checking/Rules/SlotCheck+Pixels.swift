internal import Model
internal import Targets

extension SlotCheck {
  /// Returns the outcomes of the rules on the size of a picture, or of a clip's frames, in
  /// upright orientation.
  func pixelOutcomes(_ size: PixelSize) -> [Outcome] {
    [
      side(.minimum, rules.side, "shorter side", size.shorterSide),
      side(.minimum, rules.shorterSide, "shorter side", size.shorterSide),
      side(.maximum, rules.side, "longer side", size.longerSide),
      area(.minimum, size.pixelCount), area(.maximum, size.pixelCount),
      aspect(.minimum, size), aspect(.maximum, size),
    ].compactMap(\.self)
  }

  /// Returns the rule on pictures of the slot's medium that are too small, or too large.
  private func rule(_ end: Bound.End) -> RuleID {
    let isClip = slot.medium == .clip
    return switch end {
    case .minimum: isClip ? .clipTooSmall : .imageTooSmall
    case .maximum: isClip ? .clipTooLarge : .imageTooLarge
    }
  }

  /// Returns the outcome for a limit on one side, or `nil` when there is none.
  private func side(
    _ end: Bound.End, _ fact: Fact<SlotRules.Range>?, _ name: String, _ pixels: Int
  ) -> Outcome? {
    guard let fact, let limit = fact.value[end] else { return nil }
    let bound = Bound(end, inclusive: fact.value.inclusive)
    return outcome(
      rule(end), fact, subject: name, measured: String(pixels), limit: String(limit), unit: "px",
      allowed: bound.allowed("\(limit) px"),
      broken: bound.holds(pixels, limit)
        ? nil
        : (
          bound.message("\(name) \(pixels) px", "\(limit) px"),
          end == .minimum
            ? "use a larger original; enlarging adds no detail" : "scale it down to \(limit) px"
        ))
  }

  /// Returns the outcome for a limit on the number of pixels, or `nil` when there is none.
  private func area(_ end: Bound.End, _ pixels: Int) -> Outcome? {
    guard let fact = rules.area, let limit = fact.value[end] else { return nil }
    let bound = Bound(end, inclusive: fact.value.inclusive)
    return outcome(
      rule(end), fact, subject: "pixels in total", measured: String(pixels), limit: String(limit),
      unit: "px", allowed: bound.allowed("\(Quantity.grouped(limit)) px"),
      broken: bound.holds(pixels, limit)
        ? nil
        : (
          bound.message(Quantity.pixels(pixels), Quantity.pixels(limit)),
          end == .minimum ? "use a larger original; enlarging adds no detail" : "scale it down"
        ))
  }

  /// Returns the outcome for one end of the range of ratios of width to height.
  private func aspect(_ end: Bound.End, _ size: PixelSize) -> Outcome? {
    guard let fact = rules.aspect, size.width > 0, size.height > 0,
      let limit = end == .minimum ? fact.value.minimum : fact.value.maximum
    else { return nil }
    let bound = Bound(end, inclusive: fact.value.inclusive)
    // Compares width/height with n/d without a division.
    let (width, height) = (size.width * limit.denominator, size.height * limit.numerator)
    // The largest side that still holds; one less when the bound itself doesn't.
    let inside = bound.isOpen ? 1 : 0
    let rule: RuleID = end == .minimum ? .imageTooNarrow : .imageTooWide
    return outcome(
      slot.medium == .clip ? .clipAspect : rule, fact, subject: "width to height",
      measured: measured(size, against: limit), limit: limit.decimal, unit: nil,
      allowed: bound.allowed(limit.decimal),
      broken: bound.holds(width, height)
        ? nil
        : (
          bound.message(
            "width to height \(measured(size, against: limit))", "\(limit.decimal) (\(limit))"),
          end == .minimum
            ? "crop its height to \((width - inside) / limit.numerator) px or less"
            : "crop its width to \((height - inside) / limit.denominator) px or less"
        ))
  }

  /// Returns the ratio with three decimals, and with more where it would otherwise look equal
  /// to the limit.
  private func measured(_ size: PixelSize, against limit: Ratio) -> String {
    func text(_ digits: Int) -> String {
      Decimal.text(size.width, over: size.height, digits: digits)
    }
    let isExact = size.width * limit.denominator == size.height * limit.numerator
    if isExact { return text(3) }
    let shown = limit.decimal
    return (3...6).lazy.map(text).first { $0 != shown } ?? text(6)
  }
}

extension SlotRules.Range {
  subscript(end: Bound.End) -> Int? { end == .minimum ? minimum : maximum }
}

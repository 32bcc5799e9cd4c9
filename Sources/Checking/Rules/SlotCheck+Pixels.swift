internal import Model
internal import Targets

extension SlotCheck {
  /// The rule on pictures that are too small for the slot's medium.
  private var tooSmall: RuleID { slot.medium == .clip ? .clipTooSmall : .imageTooSmall }
  /// The rule on pictures that are too large for the slot's medium.
  private var tooLarge: RuleID { slot.medium == .clip ? .clipTooLarge : .imageTooLarge }

  /// Returns the outcomes of the rules on the size of a picture, or of a clip's frames, in
  /// upright orientation.
  func pixelOutcomes(_ size: PixelSize) -> [Outcome] {
    sides(size) + area(size) + aspect(size)
  }

  /// Returns the outcomes for the shorter and the longer side.
  private func sides(_ size: PixelSize) -> [Outcome] {
    let minimums = [rules.side, rules.shorterSide].compactMap { fact in
      side(
        tooSmall, fact, .minimum, fact?.value.minimum, ("shorter side", size.shorterSide),
        "minimum"
      ) { _ in "use a larger original; enlarging adds no detail" }
    }
    let maximum = side(
      tooLarge, rules.side, .maximum, rules.side?.value.maximum,
      ("longer side", size.longerSide), "maximum"
    ) { "scale it down to \($0) px" }
    return minimums + [maximum].compactMap(\.self)
  }

  /// Returns the outcome for a limit on one side, or `nil` when there is none.
  private func side(
    _ rule: RuleID, _ fact: Fact<SlotRules.Range>?, _ end: Bound.End, _ limit: Int?,
    _ side: (name: String, pixels: Int), _ verb: String, fix: (Int) -> String
  ) -> Outcome? {
    guard let fact, let limit else { return nil }
    let bound = Bound(end: end, isOpen: fact.value.inclusive == false)
    return outcome(
      rule, fact, subject: side.name, measured: String(side.pixels), limit: String(limit),
      unit: "px", allowed: bound.allowed("\(limit) px"),
      broken: bound.holds(side.pixels, limit)
        ? nil
        : (
          "\(side.name) \(side.pixels) px, \(bound.missed("below", "above")) the \(limit) px \(verb)",
          fix(limit)
        ))
  }

  /// Returns the outcomes for the number of pixels.
  private func area(_ size: PixelSize) -> [Outcome] {
    guard let fact = rules.area else { return [] }
    return [
      area(
        tooSmall, fact, .minimum, fact.value.minimum, size, "minimum",
        fix: "use a larger original; enlarging adds no detail"),
      area(tooLarge, fact, .maximum, fact.value.maximum, size, "maximum", fix: "scale it down"),
    ].compactMap(\.self)
  }

  /// Returns the outcome for a limit on the number of pixels, or `nil` when there is none.
  private func area(
    _ rule: RuleID, _ fact: Fact<SlotRules.Range>, _ end: Bound.End, _ limit: Int?,
    _ size: PixelSize, _ verb: String, fix: String
  ) -> Outcome? {
    guard let limit else { return nil }
    let bound = Bound(end: end, isOpen: fact.value.inclusive == false)
    return outcome(
      rule, fact, subject: "pixels in total", measured: String(size.pixelCount),
      limit: String(limit), unit: "px", allowed: bound.allowed("\(Quantity.grouped(limit)) px"),
      broken: bound.holds(size.pixelCount, limit)
        ? nil
        : (
          "\(Quantity.pixels(size.pixelCount)), \(bound.missed("below", "above")) the "
            + "\(Quantity.pixels(limit)) \(verb)", fix
        ))
  }

  /// Returns the outcomes for the range of ratios of width to height.
  private func aspect(_ size: PixelSize) -> [Outcome] {
    guard let fact = rules.aspect, size.width > 0, size.height > 0 else { return [] }
    let isOpen = fact.value.inclusive == false
    let narrow = fact.value.minimum.flatMap { limit in
      // The largest height that still holds; one less when the bound itself doesn't.
      let height = (size.width * limit.denominator - (isOpen ? 1 : 0)) / limit.numerator
      return aspect(
        slot.medium == .clip ? .clipAspect : .imageTooNarrow, fact,
        Bound(end: .minimum, isOpen: isOpen), limit, size,
        fix: "crop its height to \(height) px or less")
    }
    let wide = fact.value.maximum.flatMap { limit in
      let width = (size.height * limit.numerator - (isOpen ? 1 : 0)) / limit.denominator
      return aspect(
        slot.medium == .clip ? .clipAspect : .imageTooWide, fact,
        Bound(end: .maximum, isOpen: isOpen),
        limit, size,
        fix: "crop its width to \(width) px or less")
    }
    return [narrow, wide].compactMap(\.self)
  }

  /// Returns the outcome for one end of the range of ratios.
  private func aspect(
    _ rule: RuleID, _ fact: Fact<SlotRules.AspectRange>, _ bound: Bound, _ limit: Ratio,
    _ size: PixelSize, fix: @autoclosure () -> String
  ) -> Outcome? {
    // Compares width/height with n/d without a division.
    let holds = bound.holds(size.width * limit.denominator, size.height * limit.numerator)
    let broken: (String, String)? =
      if holds {
        nil
      } else {
        (
          "width to height \(measured(size, against: limit)), \(bound.missed("below", "above")) the "
            + "\(limit.decimal) (\(limit)) \(bound.end == .minimum ? "minimum" : "maximum")", fix()
        )
      }
    return outcome(
      rule, fact, subject: "width to height", measured: measured(size, against: limit),
      limit: limit.decimal, unit: nil, allowed: bound.allowed(limit.decimal), broken: broken)
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

internal import Model
internal import Targets

extension SlotCheck {
  /// The rules on a picture's size, upright.
  func pixelOutcomes(_ size: PixelSize) -> [Outcome] {
    sides(size) + area(size) + aspect(size)
  }

  private func sides(_ size: PixelSize) -> [Outcome] {
    let least = [rules.side, rules.shorterSide].compactMap { fact in
      side(
        .imageTooSmall, fact, .least, fact?.value.minimum, ("shorter side", size.shorterSide),
        "asked for"
      ) { _ in "use a larger original, enlarging adds no detail" }
    }
    let most = side(
      .imageTooLarge, rules.side, .most, rules.side?.value.maximum,
      ("longer side", size.longerSide), "taken"
    ) { "scale it down to \($0) px" }
    return least + [most].compactMap(\.self)
  }

  private func side(
    _ rule: RuleID, _ fact: Fact<SlotRules.Range>?, _ end: Bound.End, _ limit: Int?,
    _ side: (name: String, pixels: Int), _ verb: String, fix: (Int) -> String
  ) -> Outcome? {
    guard let fact, let limit else { return nil }
    let bound = Bound(end: end, isOpen: fact.value.inclusive == false)
    let missed = bound.missed("under", "over")
    return outcome(
      rule, fact, subject: side.name, measured: String(side.pixels), limit: String(limit),
      unit: "px", allowed: bound.allowed("\(limit) px"),
      broken: bound.holds(side.pixels, limit)
        ? nil : ("\(side.name) \(side.pixels) px, \(missed) the \(limit) px \(verb)", fix(limit)))
  }

  private func area(_ size: PixelSize) -> [Outcome] {
    guard let fact = rules.area else { return [] }
    return [
      area(
        .imageTooSmall, fact, .least, fact.value.minimum, size, "asked for",
        fix: "use a larger original, enlarging adds no detail"),
      area(.imageTooLarge, fact, .most, fact.value.maximum, size, "taken", fix: "scale it down"),
    ].compactMap(\.self)
  }

  private func area(
    _ rule: RuleID, _ fact: Fact<SlotRules.Range>, _ end: Bound.End, _ limit: Int?,
    _ size: PixelSize, _ verb: String, fix: String
  ) -> Outcome? {
    guard let limit else { return nil }
    let bound = Bound(end: end, isOpen: fact.value.inclusive == false)
    let pixels = Quantity.pixels(size.pixelCount)
    let missed = bound.missed("under", "over")
    return outcome(
      rule, fact, subject: "pixels in all", measured: String(size.pixelCount),
      limit: String(limit), unit: "px", allowed: bound.allowed("\(Quantity.grouped(limit)) px"),
      broken: bound.holds(size.pixelCount, limit)
        ? nil : ("\(pixels), \(missed) the \(Quantity.pixels(limit)) \(verb)", fix))
  }

  private func aspect(_ size: PixelSize) -> [Outcome] {
    guard let fact = rules.aspect, size.width > 0, size.height > 0 else { return [] }
    let isOpen = fact.value.inclusive == false
    let narrow = fact.value.minimum.map { limit in
      // The largest height that still holds; one less where the bound itself doesn't.
      let height = (size.width * limit.denominator - (isOpen ? 1 : 0)) / limit.numerator
      return aspect(
        .imageTooNarrow, fact, Bound(end: .least, isOpen: isOpen), limit, size,
        fix: "crop its height to \(height) px or less")
    }
    let wide = fact.value.maximum.map { limit in
      let width = (size.height * limit.numerator - (isOpen ? 1 : 0)) / limit.denominator
      return aspect(
        .imageTooWide, fact, Bound(end: .most, isOpen: isOpen), limit, size,
        fix: "crop its width to \(width) px or less")
    }
    return [narrow, wide].compactMap(\.self)
  }

  private func aspect(
    _ rule: RuleID, _ fact: Fact<SlotRules.AspectRange>, _ bound: Bound, _ limit: Ratio,
    _ size: PixelSize, fix: String
  ) -> Outcome {
    // width/height against n/d, without dividing.
    let holds = bound.holds(size.width * limit.denominator, size.height * limit.numerator)
    let measured = measured(size, against: limit)
    let missed = bound.missed("narrower", "wider")
    return outcome(
      rule, fact, subject: "width to height", measured: measured, limit: limit.decimal, unit: nil,
      allowed: bound.allowed(limit.decimal),
      broken: holds
        ? nil : ("width to height \(measured), \(missed) than \(limit.decimal) (\(limit))", fix))
  }

  /// The ratio with three decimals, and with more where it would look like the limit beside it.
  private func measured(_ size: PixelSize, against limit: Ratio) -> String {
    let texts = (3...6).map { Decimal.text(size.width, over: size.height, digits: $0) }
    let isExact = size.width * limit.denominator == size.height * limit.numerator
    return isExact ? texts[0] : texts.first { $0 != limit.decimal } ?? texts[3]
  }
}

internal import Model
internal import Targets

/// Holds one file against the rules of one slot.
struct SlotCheck {
  let file: FileFacts
  let slot: Slot
  let target: TargetID
  let effective: EffectiveSlot

  private var rules: SlotRules { effective.rules }

  /// Every rule of the slot that can be applied to the file.
  var outcomes: [Outcome] {
    [format].compactMap(\.self) + bytes + (file.image.map(pictureOutcomes) ?? [])
  }

  private func pictureOutcomes(_ image: ImageFacts) -> [Outcome] {
    let size = image.size
    return sides(size) + area(size) + aspect(size)
  }

  /// How a provider's limit and what was found become a finding: an error only where the limit is
  /// stated; otherwise a warning that says what it rests on.
  private func outcome<Value>(
    _ rule: RuleID, _ fact: Fact<Value>, subject: String, measured: String, limit: String,
    unit: String?, allowed: String, shown: String? = nil,
    broken: (message: String, fix: String)?, severity: Severity = .error
  ) -> Outcome {
    let shown = shown ?? [measured, unit].compactMap(\.self).joined(separator: " ")
    var finding: Finding?
    if let broken {
      let reason =
        switch fact.confidence {
        case .stated: ""
        case .inferred: " (inferred)"
        case .unverified: " (unverified)"
        }
      var found = Finding(
        rule, fact.confidence == .stated ? severity : min(severity, .warning),
        message: broken.message + reason, fix: broken.fix, measured: measured, limit: limit,
        unit: unit)
      found.target = target
      found.slot = slot
      found.basis = fact.confidence
      finding = found
    }
    return Outcome(
      rule: rule, subject: subject, measured: shown, limit: allowed, finding: finding,
      provenance: Provenance(fact, of: effective.profile))
  }

  // MARK: Format and size of the file

  private var format: Outcome? {
    guard let fact = rules.formats, let format = file.format else { return nil }
    let taken = Quantity.list(fact.value)
    let isTaken = fact.value.contains(format)
    let rule: RuleID =
      switch slot.medium {
      case .clip: .clipFormatNotAccepted
      case .sound: .soundFormatNotAccepted
      default: .imageFormatNotAccepted
      }
    let first = fact.value.first?.name ?? "another format"
    return outcome(
      rule, fact, subject: "format", measured: format.rawValue,
      limit: fact.value.map(\.rawValue).joined(separator: ", "), unit: nil, allowed: taken,
      shown: format.name,
      broken: isTaken
        ? nil : ("\(format.name) is not taken here (\(taken))", "export it as \(first)"))
  }

  private var bytes: [Outcome] {
    guard let fact = rules.bytes, let count = file.byteCount, count > 0 else { return [] }
    let (rule, nearRule): (RuleID, RuleID) =
      switch slot.medium {
      case .clip: (.clipTooHeavy, .clipNearSizeLimit)
      case .sound: (.soundTooHeavy, .soundNearSizeLimit)
      default: (.imageTooHeavy, .imageNearSizeLimit)
      }
    let limit = fact.value
    let isOver = limit.inclusive == false ? count >= limit.binary : count > limit.binary
    let isNear = limit.inclusive == false ? count >= limit.decimal : count > limit.decimal
    let heavy = outcome(
      rule, fact, subject: "file size", measured: String(count), limit: String(limit.binary),
      unit: "bytes", allowed: "\(limit.stated) at most", shown: "\(Quantity.grouped(count)) bytes",
      broken: isOver
        ? (
          "\(Quantity.bytes(count)), over the \(limit.stated) limit",
          slot.medium == .picture
            ? "save it as JPEG at a lower quality, or scale it down"
            : "export it at a lower bit rate, or cut it shorter"
        ) : nil)
    guard isNear, !isOver else { return [heavy] }
    let near = outcome(
      nearRule, fact, subject: "file size, by the smaller reading of the unit",
      measured: String(count), limit: String(limit.decimal), unit: "bytes",
      allowed: "\(Quantity.grouped(limit.decimal)) bytes at most",
      shown: "\(Quantity.grouped(count)) bytes",
      broken: (
        "\(Quantity.grouped(count)) bytes, on the edge of the \(limit.stated) limit",
        "save it a little smaller: nobody says whether a MB is 1,000,000 or 1,048,576 bytes"
      ), severity: .warning)
    return [heavy, near]
  }

  // MARK: Pixels

  private func sides(_ size: PixelSize) -> [Outcome] {
    [rules.side, rules.shorterSide].compactMap(\.self).flatMap { shorterSide(size, $0) }
      + (rules.side.map { longerSide(size, $0) } ?? [])
  }

  private func shorterSide(_ size: PixelSize, _ fact: Fact<SlotRules.Range>) -> [Outcome] {
    var outcomes: [Outcome] = []
    if let minimum = fact.value.minimum {
      let side = size.shorterSide
      let isOpen = fact.value.inclusive == false
      let holds = isOpen ? side > minimum : side >= minimum
      outcomes.append(
        outcome(
          .imageTooSmall, fact, subject: "shorter side", measured: String(side),
          limit: String(minimum), unit: "px",
          allowed: fact.value.inclusive == false ? "over \(minimum) px" : "\(minimum) px or more",
          broken: holds
            ? nil
            : (
              "shorter side \(side) px, \(isOpen ? "not over" : "under") the \(minimum) px asked for",
              "use a larger original, enlarging adds no detail"
            )))
    }
    return outcomes
  }

  private func longerSide(_ size: PixelSize, _ fact: Fact<SlotRules.Range>) -> [Outcome] {
    var outcomes: [Outcome] = []
    if let maximum = fact.value.maximum {
      let side = size.longerSide
      let isOpen = fact.value.inclusive == false
      let holds = isOpen ? side < maximum : side <= maximum
      outcomes.append(
        outcome(
          .imageTooLarge, fact, subject: "longer side", measured: String(side),
          limit: String(maximum), unit: "px",
          allowed: fact.value.inclusive == false ? "under \(maximum) px" : "\(maximum) px at most",
          broken: holds
            ? nil
            : (
              "longer side \(side) px, \(isOpen ? "not under" : "over") the \(maximum) px taken",
              "scale it down to \(maximum) px"
            )))
    }
    return outcomes
  }

  private func area(_ size: PixelSize) -> [Outcome] {
    guard let fact = rules.area, let maximum = fact.value.maximum else { return [] }
    let isOpen = fact.value.inclusive == false
    let isOver = isOpen ? size.pixelCount >= maximum : size.pixelCount > maximum
    return [
      outcome(
        .imageTooLarge, fact, subject: "pixels in all", measured: String(size.pixelCount),
        limit: String(maximum), unit: "px", allowed: "\(Quantity.grouped(maximum)) px at most",
        broken: isOver
          ? (
            "\(Quantity.pixels(size.pixelCount)), over the \(Quantity.pixels(maximum)) taken",
            "scale it down"
          ) : nil)
    ]
  }

  private func aspect(_ size: PixelSize) -> [Outcome] {
    guard let fact = rules.aspect, size.width > 0, size.height > 0 else { return [] }
    let open = fact.value.inclusive == false
    var outcomes: [Outcome] = []
    if let minimum = fact.value.minimum {
      // width/height ≥ n/d, without dividing.
      let (left, right) = (size.width * minimum.denominator, size.height * minimum.numerator)
      let holds = open ? left > right : left >= right
      let measured = measured(size, against: minimum)
      outcomes.append(
        outcome(
          .imageTooNarrow, fact, subject: "width to height", measured: measured,
          limit: minimum.decimal, unit: nil, allowed: "\(minimum.decimal) or more",
          broken: holds
            ? nil
            : (
              "width to height \(measured), \(open ? "not wider" : "narrower") than \(minimum.decimal) (\(minimum))",
              narrowRemedy(size, minimum)
            )))
    }
    if let maximum = fact.value.maximum {
      let (left, right) = (size.width * maximum.denominator, size.height * maximum.numerator)
      let holds = open ? left < right : left <= right
      let measured = measured(size, against: maximum)
      outcomes.append(
        outcome(
          .imageTooWide, fact, subject: "width to height", measured: measured,
          limit: maximum.decimal, unit: nil, allowed: "\(maximum.decimal) at most",
          broken: holds
            ? nil
            : (
              "width to height \(measured), \(open ? "not narrower" : "wider") than \(maximum.decimal) (\(maximum))",
              wideRemedy(size, maximum)
            )))
    }
    return outcomes
  }

  /// The ratio with three decimals, and with more where it would look like the limit beside it.
  private func measured(_ size: PixelSize, against limit: Ratio) -> String {
    let texts = (3...6).map { Decimal.text(size.width, over: size.height, digits: $0) }
    let isExact = size.width * limit.denominator == size.height * limit.numerator
    return isExact ? texts[0] : texts.first { $0 != limit.decimal } ?? texts[3]
  }

  /// "crop the height to 2250 px or less": the most that a picture of this width may have.
  private func narrowRemedy(_ size: PixelSize, _ minimum: Ratio) -> String {
    "crop its height to \(size.width * minimum.denominator / minimum.numerator) px or less"
  }

  private func wideRemedy(_ size: PixelSize, _ maximum: Ratio) -> String {
    "crop its width to \(size.height * maximum.numerator / maximum.denominator) px or less"
  }
}

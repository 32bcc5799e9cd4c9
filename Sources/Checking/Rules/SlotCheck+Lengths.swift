internal import Model
internal import Targets

/// A length that is compared exactly, without rounding.
private struct Length {
  /// The length of a sound in samples, or of a clip in milliseconds.
  let count: Int
  /// The number of units of `count` in a second.
  let perSecond: Int
  /// The uncertainty of the length, in milliseconds.
  let toleranceMilliseconds: Int

  /// Returns the length in seconds with as many decimals as distinguish it from a bound.
  func text(beside bound: Int) -> String {
    let isExact = count * 1000 == bound * perSecond
    let rounded = Decimal.text(count, over: perSecond, digits: 3)
    let limit = Decimal.text(bound, over: 1000, digits: 3)
    if isExact || rounded != limit { return rounded }
    return Decimal.text(count, over: perSecond, digits: 6)
  }
}

extension SlotCheck {
  /// The uncertainty of lossy sounds in milliseconds: their encoders pad the start and the end.
  private static let lossyTolerance = 60

  /// The length of the sound or the clip, or `nil` when it is unknown.
  private var length: Length? {
    if slot.medium == .sound {
      guard let sound = file.sound, sound.rate > 0, sound.sampleCount > 0 else { return nil }
      return Length(
        count: sound.sampleCount, perSecond: sound.rate,
        toleranceMilliseconds: sound.isLossy ? Self.lossyTolerance : 0)
    }
    guard slot.medium == .clip, let film = file.film else { return nil }
    return Length(count: film.milliseconds, perSecond: 1000, toleranceMilliseconds: 0)
  }

  /// The length of the sound or the clip in whole milliseconds, or `nil` when it is unknown.
  var milliseconds: Int? { length.map { $0.count * 1000 / $0.perSecond } }

  /// The outcomes of the rules on the length of a sound or a clip.
  var lengthOutcomes: [Outcome] {
    // Where only the total of all files is limited, a single file is limited by it too.
    guard let fact = rules.seconds ?? rules.totalSeconds, let length else { return [] }
    // Where a setting decides, only the largest limit of all settings is certain to be
    // exceeded.
    let bySetting = fact.value.perSetting.sorted { $0.value < $1.value }
    let largest = bySetting.last?.key
    return [
      self.length(length, fact, .minimum, fact.value.minimumMilliseconds),
      self.length(length, fact, .maximum, fact.value.maximumMilliseconds),
    ].compactMap(\.self)
      + bySetting.compactMap { setting, limit in
        self.length(
          length, fact, .maximum, limit, when: setting == largest ? nil : setting.description)
      }
  }

  /// Returns the outcome for one end of the range of lengths; `setting` names the setting for
  /// which the limit applies.
  ///
  /// A length within its uncertainty of the limit is a warning, whether the limit holds or not.
  private func length(
    _ length: Length, _ fact: Fact<SlotRules.SecondsRange>, _ end: Bound.End, _ limit: Int?,
    when setting: String? = nil
  ) -> Outcome? {
    guard let limit else { return nil }
    let bound = Bound(end, inclusive: fact.value.inclusive)
    let isSound = slot.medium == .sound
    let rule: RuleID =
      switch end {
      case .minimum: isSound ? .soundTooShort : .clipTooShort
      case .maximum: isSound ? .soundTooLong : .clipTooLong
      }
    let distance = length.count * 1000 - limit * length.perSecond
    let tolerance = length.toleranceMilliseconds * length.perSecond
    let isNear = tolerance > 0 && abs(distance) <= tolerance
    let measured = length.text(beside: limit)
    let wanted = Quantity.seconds(milliseconds: limit)
    let near = (
      "about \(measured) s, close to \(wanted); this encoding gives the length only to within 0.06 s",
      end == .minimum ? "make it slightly longer" : "make it slightly shorter"
    )
    let message = bound.message(
      "\(measured) s", wanted, below: "shorter than", above: "longer than")
    let outside =
      bound.holds(distance, 0)
      ? nil : (message + (setting.map { " with \($0)" } ?? ""), fix(end, isSound))
    let subject = setting.map { "length with \($0)" } ?? "length"
    return outcome(
      isNear ? .soundBorderline : rule, fact,
      subject: isNear ? "length, as far as it is known" : subject, measured: measured,
      limit: Decimal.text(limit, over: 1000, digits: 3), unit: "s", allowed: bound.allowed(wanted),
      broken: isNear ? near : outside, severity: isNear || setting != nil ? .warning : .error)
  }

  /// Returns what to do about a length beyond one end of the range.
  private func fix(_ end: Bound.End, _ isSound: Bool) -> String {
    switch end {
    case .minimum: isSound ? "record more" : "use a longer take"
    case .maximum:
      isSound
        ? "`castbook voice FILE --cut -o voice.wav` cuts out the best part"
        : "cut it shorter, in a pause of the action"
    }
  }

  // MARK: Frames

  /// The outcomes of the rules on the number of frames per second.
  var frameOutcomes: [Outcome] {
    guard let fact = rules.framesPerSecond, let rate = file.film?.framesPerSecond else { return [] }
    let measured = Decimal.text(Int((rate * 1000).rounded()), over: 1000, digits: 3)
    return [Bound.End.minimum, .maximum].compactMap { end in
      guard let limit = fact.value[end] else { return nil }
      let bound = Bound(end, inclusive: fact.value.inclusive)
      // 24 and 60 also mean 23.976 and 59.94.
      let holds = end == .minimum ? rate >= Double(limit) * 0.998 : rate <= Double(limit) * 1.002
      return outcome(
        .clipFrameRate, fact, subject: "frames per second", measured: measured,
        limit: String(limit), unit: "fps", allowed: bound.allowed("\(limit) fps"),
        broken: holds
          ? nil
          : (
            bound.message("\(measured) fps", "\(limit) fps"),
            "export it at \(limit) fps" + (end == .minimum ? " or more" : "")
          ))
    }
  }

  /// The outcomes of the rules on accepted ratios and on the named resolution.
  var shapeOutcomes: [Outcome] {
    guard let size = file.film?.size else { return [] }
    return [ratio(size), resolution(size)].compactMap(\.self)
  }

  /// Returns the outcome of the rule on accepted ratios of width to height.
  private func ratio(_ size: PixelSize) -> Outcome? {
    guard let fact = rules.aspects, !fact.value.isEmpty else { return nil }
    // Sides are whole and often even numbers, so a pixel or two don't make another ratio.
    let holds = fact.value.contains { ratio in
      let exact = (size.height * ratio.numerator + ratio.denominator / 2) / ratio.denominator
      return abs(exact - size.width) <= 2
    }
    let list = fact.value.map { "\($0)" }.joined(separator: " or ")
    let measured = Decimal.text(size.width, over: max(1, size.height), digits: 3)
    return outcome(
      .clipAspect, fact, subject: "width to height", measured: measured, limit: list, unit: nil,
      allowed: list,
      broken: holds
        ? nil
        : (
          "width to height \(measured) (\(size) px); only \(list) is accepted",
          "crop it to \(list)"
        ))
  }

  /// Returns the outcome of the rule on a named resolution, such as 1080p.
  private func resolution(_ size: PixelSize) -> Outcome? {
    guard let fact = rules.resolution, fact.value.hasSuffix("p"),
      let lines = Int(fact.value.dropLast())
    else { return nil }
    let shorter = size.shorterSide
    let isSmaller = shorter < lines
    let broken: (String, String)? =
      shorter == lines
      ? nil
      : isSmaller
        ? ("\(size) px, below the required \(fact.value)", "film or export it in \(fact.value)")
        : (
          "\(size) px; \(fact.value) is required, and no source says if more is accepted",
          "export it in \(fact.value)"
        )
    return outcome(
      isSmaller ? .clipTooSmall : .clipTooLarge, fact, subject: "resolution", measured: "\(size)",
      limit: fact.value, unit: nil, allowed: fact.value, broken: broken,
      severity: isSmaller ? .error : .warning)
  }

  /// The outcomes of all rules on the pictures of a clip.
  var filmOutcomes: [Outcome] {
    (file.film.map { pixelOutcomes($0.size) } ?? []) + shapeOutcomes + frameOutcomes
  }

  // MARK: Rules elsewhere

  /// Returns a warning when the stricter rules of another target would refuse the file, or an
  /// empty array.
  ///
  /// Rules in `outcomes` that already failed are not repeated.
  func strictOutcomes(_ official: EffectiveSlot, besides outcomes: [Outcome]) -> [Outcome] {
    let strict = SlotCheck(
      file: file, slot: slot, target: target, effective: official, keepsPassed: false)
    let own = Set(outcomes.compactMap { $0.finding?.rule })
    let errors = strict.outcomes.compactMap(\.finding).filter {
      $0.severity == .error && !own.contains($0.rule)
    }
    guard let first = errors.first else { return [] }
    let isSound = slot.medium == .sound
    // A voice that is too short for this target was already reported.
    if isSound, !errors.contains(where: { $0.rule == .soundTooShort }) { return [] }
    var finding = Finding(
      isSound ? .soundShortForAPI : .clipNotForOfficial, .warning,
      message: "\(official.profile.id) would not accept it: "
        + errors.map(\.message).joined(separator: "; "),
      fix: isSound ? "use a sample of 5–8 s, which every service accepts" : first.fix,
      measured: first.measured, limit: first.limit, unit: first.unit
    ).on(target, slot)
    finding.basis = first.basis
    return [
      Outcome(
        rule: finding.rule, subject: "limits of \(official.profile.id)", measured: first.measured,
        limit: first.limit, finding: finding, provenance: nil)
    ]
  }
}

internal import Model
internal import Targets

/// Checks one file against the rules of one slot.
struct SlotCheck {
  let file: FileFacts
  /// The slot whose rules apply.
  let slot: Slot
  /// The target, for the findings.
  let target: TargetID
  /// The rules of the slot, and the profile that they come from.
  let effective: EffectiveSlot
  /// Whether outcomes of rules that hold are returned too.
  let keepsPassed: Bool

  var rules: SlotRules { effective.rules }

  /// The outcomes of every rule of the slot that can be applied to the file.
  var outcomes: [Outcome] {
    [format].compactMap(\.self) + bytes + (file.image.map { pixelOutcomes($0.size) } ?? [])
      + lengthOutcomes + (slot.medium == .clip ? filmOutcomes : [])
  }

  /// Returns the outcome of a provider's limit, or `nil` for a rule that holds when those are
  /// not wanted.
  ///
  /// A broken limit is an error only where the source states it; otherwise it is a warning that
  /// says what it is based on. The texts are closures, so none is made for an outcome that
  /// is dropped.
  func outcome<Value>(
    _ rule: RuleID, _ fact: Fact<Value>, subject: String, measured: @autoclosure () -> String,
    limit: @autoclosure () -> String, unit: String?, allowed: @autoclosure () -> String,
    shown: @autoclosure () -> String? = nil, broken: (message: String, fix: String)?,
    severity: Severity = .error
  ) -> Outcome? {
    guard keepsPassed || broken != nil else { return nil }
    let measured = measured()
    let shown = shown() ?? [measured, unit].compactMap(\.self).joined(separator: " ")
    let finding = broken.map { broken in
      Finding(
        rule, severity, of: target, slot, fact.confidence, message: broken.message,
        fix: broken.fix, measured: measured, limit: limit(), unit: unit)
    }
    return Outcome(
      rule: rule, subject: subject, measured: shown, limit: allowed(), finding: finding,
      provenance: Provenance(fact, of: effective.profile))
  }

  // MARK: Format and size of the file

  /// The outcome of the rule on accepted formats.
  private var format: Outcome? {
    guard let fact = rules.formats, let format = file.format else { return nil }
    let isAccepted = fact.value.contains(format)
    let rule: RuleID =
      switch slot.medium {
      case .clip: .clipFormatNotAccepted
      case .sound: .soundFormatNotAccepted
      default: .imageFormatNotAccepted
      }
    return outcome(
      rule, fact, subject: "format", measured: format.rawValue,
      limit: fact.value.map(\.rawValue).joined(separator: ", "), unit: nil,
      allowed: Quantity.list(fact.value), shown: format.name,
      broken: isAccepted
        ? nil
        : (
          "\(format.name) is not accepted (\(Quantity.list(fact.value)) only)",
          "export it as \(fact.value.first?.name ?? "another format")"
        ))
  }

  /// The outcomes of the rule on the size of the file.
  ///
  /// A size between a decimal and a binary megabyte limit is a warning, because few sources say
  /// which one they mean.
  private var bytes: [Outcome] {
    guard let fact = rules.bytes, let count = file.byteCount, count > 0 else { return [] }
    let (rule, nearRule): (RuleID, RuleID) =
      switch slot.medium {
      case .clip: (.clipTooHeavy, .clipNearSizeLimit)
      case .sound: (.soundTooHeavy, .soundNearSizeLimit)
      default: (.imageTooHeavy, .imageNearSizeLimit)
      }
    let limit = fact.value
    let bound = Bound(.maximum, inclusive: limit.inclusive)
    let isOver = !bound.holds(count, limit.binary)
    let isNear = !bound.holds(count, limit.decimal)
    let heavy = outcome(
      rule, fact, subject: "file size", measured: String(count), limit: String(limit.binary),
      unit: "bytes", allowed: bound.allowed(limit.words),
      shown: "\(Quantity.grouped(count)) bytes",
      broken: isOver
        ? (
          "\(Quantity.bytes(count)), over the \(limit.words) limit",
          slot.medium == .picture
            ? "save it as JPEG at a lower quality, or scale it down"
            : "export it at a lower bit rate, or cut it shorter"
        ) : nil)
    guard isNear, !isOver else { return [heavy].compactMap(\.self) }
    let near = outcome(
      nearRule, fact, subject: "file size, if a MB is 1,000,000 bytes",
      measured: String(count), limit: String(limit.decimal), unit: "bytes",
      allowed: bound.allowed("\(Quantity.grouped(limit.decimal)) bytes"),
      shown: "\(Quantity.grouped(count)) bytes",
      broken: (
        "\(Quantity.grouped(count)) bytes, close to the \(limit.words) limit",
        "save it slightly smaller; no source says if a MB is 1,000,000 or 1,048,576 bytes"
      ), severity: .warning)
    return [heavy, near].compactMap(\.self)
  }
}

package import Model
internal import Targets

extension CheckTarget {
  /// The size and length of one file, which count towards limits for all files of a slot
  /// together.
  package struct Contribution: Sendable {
    /// The size of the file in bytes.
    package let byteCount: Int
    /// The length of a sound or a clip, or `nil` for other files.
    package let milliseconds: Int?

    package init(byteCount: Int, milliseconds: Int?) {
      self.byteCount = byteCount
      self.milliseconds = milliseconds
    }
  }

  /// Returns the limits that several files of one slot exceed together.
  package func totalFindings(_ files: [Contribution], in slot: Slot) -> [Finding] {
    guard let rules = rules(for: slot)?.rules, !files.isEmpty else { return [] }
    let lengths = files.compactMap(\.milliseconds)
    return [
      rules.totalBytes.flatMap { bytes(files.reduce(0) { $0 + $1.byteCount }, $0, slot) },
      // A single file was already checked against this limit.
      lengths.count > 1
        ? rules.totalSeconds.flatMap { length(lengths.reduce(0, +), $0, slot) } : nil,
    ].compactMap(\.self)
  }

  /// Returns a finding when all files together are too large.
  private func bytes(_ sum: Int, _ fact: Fact<SlotRules.ByteLimit>, _ slot: Slot) -> Finding? {
    let limit = fact.value
    let bound = Bound(.maximum, inclusive: limit.inclusive)
    guard !bound.holds(sum, limit.binary) else { return nil }
    let rule: RuleID =
      switch slot.medium {
      case .sound: .soundTooHeavy
      case .clip: .clipTooHeavy
      default: .imageTooHeavy
      }
    return Finding(
      rule, of: profile.id, slot, fact.confidence,
      message: "\(Quantity.bytes(sum)) in total for slot \(slot.rawValue), "
        + "\(bound.missed("under", "over")) the \(limit.words) limit",
      fix: "remove one, or make them smaller", measured: String(sum), limit: String(limit.binary),
      unit: "bytes")
  }

  /// Returns a finding when all files together are too long.
  private func length(_ sum: Int, _ fact: Fact<SlotRules.SecondsRange>, _ slot: Slot) -> Finding? {
    let bound = Bound(.maximum, inclusive: fact.value.inclusive)
    guard let maximum = fact.value.maximumMilliseconds, !bound.holds(sum, maximum) else {
      return nil
    }
    return Finding(
      slot.medium == .sound ? .soundTooLong : .clipTooLong, of: profile.id, slot, fact.confidence,
      message: "\(Quantity.seconds(milliseconds: sum)) in total for slot \(slot.rawValue), "
        + "\(bound.missed("shorter", "longer")) than the \(Quantity.seconds(milliseconds: maximum)) limit",
      fix: "remove one, or cut them shorter", measured: Decimal.text(sum, over: 1000, digits: 3),
      limit: Decimal.text(maximum, over: 1000, digits: 3), unit: "s")
  }
}

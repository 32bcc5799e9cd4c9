internal import Model
internal import Targets

extension SlotCheck {
  /// The notes on a file that is far above what other hosts accept, where no source states a limit
  /// of the target itself.
  func notesOnOthers(_ others: LimitsElsewhere) -> [Outcome] {
    guard !effective.unknownLimits.isEmpty else { return [] }
    let values = largeValues.filter { effective.unknownLimits.contains($0.limit) }
    guard !values.isEmpty else { return [] }
    return others.largest(for: slot.medium).compactMap { other in
      let value = values.first { $0.limit == other.limit }?.value
      return value.flatMap { $0 > other.maximum ? note(on: other, $0) : nil }
    }
  }

  /// The values of the file that some host may not accept. Smaller ones need no look at others.
  private var largeValues: [(limit: UsualLimit, value: Int)] {
    let side = file.image.map { max($0.size.width, $0.size.height) }
    let values: [(UsualLimit, Int?, least: Int)] = [
      (.fileSize, file.byteCount, 5_000_000), (.sides, side, 2_000),
      (.length, milliseconds, 5_000),
    ]
    return values.compactMap { limit, value, least in
      value.flatMap { $0 > least ? (limit, $0) : nil }
    }
  }

  private func note(on other: LargestLimit, _ value: Int) -> Outcome {
    let (found, maximum) = (Self.words(other.limit, value), Self.words(other.limit, other.maximum))
    let isLength = other.limit == .length
    func number(_ value: Int) -> String {
      isLength ? Decimal.text(value, over: 1000, digits: 3) : String(value)
    }
    let finding = Finding(
      .targetAboveOthers, .note,
      message: "\(found), and no limit of \(target) is known; other hosts accept at most "
        + "\(maximum) (\(other.target))",
      fix: "send a smaller one, or try this one alone first", measured: number(value),
      limit: number(other.maximum),
      unit: isLength ? "s" : other.limit == .fileSize ? "bytes" : "px"
    ).on(target, slot)
    return Outcome(
      rule: .targetAboveOthers, subject: "\(other.limit.rawValue) at other hosts", measured: found,
      limit: maximum, finding: finding, provenance: nil)
  }

  /// Returns a value with its unit.
  private static func words(_ limit: UsualLimit, _ value: Int) -> String {
    switch limit {
    case .fileSize: Quantity.bytes(value)
    case .length: Quantity.seconds(milliseconds: value)
    case .sides, .shape: "\(value) px"
    }
  }
}

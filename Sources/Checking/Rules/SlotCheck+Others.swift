internal import Model
internal import Targets

extension SlotCheck {
  /// The notes on a file that is far above what other hosts accept, where no source states a limit
  /// of the target itself.
  func notesOnOthers(_ others: LimitsElsewhere) -> [Outcome] {
    let unknown = Set(rules.unknownLimits).intersection(largeValues.map(\.limit))
    guard !unknown.isEmpty else { return [] }
    return others.largest(for: slot.medium).compactMap { other in
      guard unknown.contains(other.limit),
        let found = largeValues.first(where: { $0.limit == other.limit }),
        found.value > other.maximum
      else { return nil }
      return note(on: other, found.value)
    }
  }

  /// The values of the file that some host may not accept. Smaller ones need no look at others.
  private var largeValues: [(limit: UsualLimit, value: Int)] {
    let size = file.image?.size
    let length =
      file.film?.milliseconds
      ?? file.sound.flatMap { sound in
        sound.rate > 0 ? sound.sampleCount * 1000 / sound.rate : nil
      }
    let values: [(UsualLimit, Int?, least: Int)] = [
      (.fileSize, file.byteCount, 5_000_000),
      (.sides, size.map { max($0.width, $0.height) }, 2_000),
      (.length, length, 5_000),
    ]
    return values.compactMap { limit, value, least in
      value.flatMap { $0 > least ? (limit, $0) : nil }
    }
  }

  private func note(on other: LargestLimit, _ value: Int) -> Outcome {
    let (found, maximum, unit) = words(other, value)
    let finding = Finding(
      .targetAboveOthers, .note,
      message: "\(found), and no limit of \(target) is known; other hosts accept at most "
        + "\(maximum) (\(other.target))",
      fix: "send a smaller one, or try this one alone first", measured: String(value),
      limit: String(other.maximum), unit: unit
    ).on(target, slot)
    return Outcome(
      rule: .targetAboveOthers, subject: "\(other.limit.rawValue) at other hosts", measured: found,
      limit: maximum, finding: finding, provenance: nil)
  }

  private func words(_ other: LargestLimit, _ value: Int) -> (String, String, unit: String) {
    switch other.limit {
    case .fileSize: (Quantity.bytes(value), Quantity.bytes(other.maximum), "bytes")
    case .length:
      (Quantity.seconds(milliseconds: value), Quantity.seconds(milliseconds: other.maximum), "ms")
    default: ("\(value) px", "\(other.maximum) px", "px")
    }
  }
}

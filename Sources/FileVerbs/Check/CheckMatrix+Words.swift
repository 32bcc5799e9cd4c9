extension CheckMatrix.Cell {
  /// The symbol of the cell: `✓`, `!`, `?`, `✗` or `–`.
  public var symbol: String {
    switch self {
    case .passes: "✓"
    case .passesWithWarning: "!"
    case .unknown: "?"
    case .fails: "✗"
    case .noSlot, .notChecked: "–"
    }
  }

  /// A few words on why the target refuses the file, such as "too small"; `nil` unless the cell is
  /// `fails`.
  public var reason: String? { if case .fails(let rule) = self { rule.shortName } else { nil } }

  /// The symbol, followed by the reason if there is one: "✗ too small".
  public var words: String { reason.map { "\(symbol) \($0)" } ?? symbol }
}

extension CheckMatrix.Total {
  /// The share of files that pass: "6 of 7"; "unknown" if no limit is known for any of them.
  public var words: String {
    checked > 0 && unknown == checked
      ? "unknown" : "\(Quantity.grouped(passing)) of \(Quantity.grouped(checked))"
  }
}

extension CheckMatrix {
  /// The summary line below a matrix: how many files pass everywhere, how many nowhere, and which
  /// targets accept the most. For a single file, it is the number of targets that accept it.
  public var verdict: String {
    if rows.count == 1 {
      let cells = kinds[0].cells.filter { $0 != .notChecked }
      let unknown = cells.count { $0 == .unknown }
      return "passes at \(cells.count { $0.passes }) of \(Quantity.count(cells.count, "target"))"
        + (unknown == 0 ? "" : ", unknown at \(unknown)")
    }
    let everywhere =
      "passes everywhere: \(Quantity.grouped(passingEverywhere)) of \(Quantity.grouped(rows.count))"
      + (passingEverywhere > 0 && hasUnknown ? " where limits are known" : "")
    let best = best
    let names = best.map { labels[$0] }
    let list = Quantity.list(names, atMost: names.count <= 3 ? 3 : 2)
    let words = best.first.map { "; best: \(list) (\(total(of: $0).words))" } ?? ""
    return "\(everywhere); nowhere: \(Quantity.grouped(passingNowhere))\(words)"
  }

  /// The legend of the symbol `?`, which is not self-explanatory; `nil` if no shown cell has it.
  public var explanation: String? {
    hasUnknown ? "? this target's limits for such a file are unknown" : nil
  }

  /// Returns the labels of a group of targets. If files go into different slots at different
  /// targets, the labels are grouped by slot: "element: a, b; start: c".
  public func list(_ group: [Int]) -> String {
    guard slotsDiffer else { return group.map { labels[$0] }.joined(separator: ", ") }
    return group.groupedInOrder(by: slots).map { slots, targets in
      let slots = slots.map(\.rawValue).joined(separator: " and ")
      return (slots.isEmpty ? "" : "\(slots): ")
        + targets.map { labels[$0] }.joined(separator: ", ")
    }.joined(separator: "; ")
  }

  /// Returns why some columns refuse the files of a row: "too small (1, 3), format (2)". Column
  /// numbers start at 1; they are left out if all refusing columns give the same reason.
  ///
  /// - Parameters:
  ///   - kind: The index in `kinds` of the row's cells.
  ///   - groups: The columns, each a group of targets with equal outcomes.
  public func reasons(in kind: Int, for groups: [[Int]]) -> String {
    let refusing = groups.enumerated().compactMap { number, group in
      group.first.flatMap { kinds[kind].cells[$0].reason }.map { (column: number + 1, reason: $0) }
    }
    let reasons = refusing.groupedInOrder(by: \.reason)
    if reasons.count == 1 { return reasons[0].key }
    return reasons.map { reason, columns in
      "\(reason) (\(Self.runs(columns.map(\.column))))"
    }.joined(separator: ", ")
  }

  /// Returns ascending numbers with consecutive ones joined: "1–3, 5".
  static func runs(_ numbers: [Int]) -> String {
    numbers.consecutiveRanges.map { run in
      switch run.count {
      case 1: "\(run.lowerBound)"
      case 2: "\(run.lowerBound), \(run.upperBound)"
      default: "\(run.lowerBound)–\(run.upperBound)"
      }
    }.joined(separator: ", ")
  }

  /// Returns what a target refuses among the files that at least one other target accepts.
  public func refusals(of target: Int) -> String {
    refusals { kind in
      kind.cells.contains(where: \.passes) ? kind.cells[target].reason : nil
    }
  }

  /// The files that no target accepts, each with the first reason that is given for it.
  public var refusedEverywhere: String {
    refusals { kind in
      kind.cells.contains { $0.passes || $0 == .unknown }
        ? nil : kind.cells.compactMap(\.reason).first ?? "no slot"
    }
  }

  /// Returns each refused file with its reason if there are at most `maximumNamed`. Otherwise
  /// returns the reasons with their numbers of files, the most frequent first.
  private func refusals(_ reason: (Kind) -> String?) -> String {
    let reasons = kinds.map(reason)
    let refused = rows.filter { reasons[$0.kind] != nil }
    if refused.count <= Self.maximumNamed {
      return refused.map { "\($0.path.text) (\(reasons[$0.kind] ?? ""))" }.joined(separator: ", ")
    }
    let refusedKinds = zip(kinds, reasons).compactMap { kind, reason in
      reason.map { (reason: $0, count: kind.count) }
    }
    let counts = refusedKinds.groupedInOrder(by: \.reason).map { reason, kinds in
      (reason: reason, count: kinds.reduce(0) { $0 + $1.count })
    }
    return counts.enumerated()
      .sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }
      .map { "\($0.element.reason) \(Quantity.grouped($0.element.count))" }
      .joined(separator: ", ")
  }

  /// The maximum number of files that are named; more are counted by reason.
  private static let maximumNamed = 3
}

extension [Int] {
  /// The ranges of consecutive numbers among ascending ones: 1...3 and 5...5 for 1, 2, 3, 5.
  package var consecutiveRanges: [ClosedRange<Int>] {
    reduce(into: []) { ranges, number in
      if let last = ranges.last, last.upperBound + 1 == number {
        ranges[ranges.count - 1] = last.lowerBound...number
      } else {
        ranges.append(number...number)
      }
    }
  }
}

extension CheckMatrix.Cell {
  /// The sign of a cell.
  public var sign: String {
    switch self {
    case .passes: "✓"
    case .passesWithWarning: "!"
    case .notKnown: "?"
    case .fails: "✗"
    case .noSlot, .notAsked: "–"
    }
  }

  /// Why the file may not go there, in a few words.
  public var reason: String? {
    if case .fails(let rule) = self { rule.shortWords } else { nil }
  }

  /// "✗ too small".
  public var words: String { reason.map { "\(sign) \($0)" } ?? sign }
}

extension CheckMatrix.Total {
  /// "6 of 7".
  public var words: String { "\(Quantity.grouped(passing)) of \(Quantity.grouped(asked))" }
}

extension CheckMatrix {
  /// The last line: what passes everywhere, what nowhere, and which target takes the most.
  public var verdict: String {
    if rows.count == 1 {
      let cells = kinds[0].cells.filter { $0 != .notAsked }
      let unknown = cells.count { $0 == .notKnown }
      return "passes at \(cells.count { $0.passes }) of \(Quantity.count(cells.count, "target"))"
        + (unknown == 0 ? "" : ", unknown at \(unknown)")
    }
    let everywhere =
      "passes everywhere: \(Quantity.grouped(passingEverywhere)) of \(Quantity.grouped(rows.count))"
      + (passingEverywhere > 0 && hasNotKnown ? " where limits are known" : "")
    let best = best
    let names = best.map { labels[$0] }
    let list =
      names.count <= 3
      ? names.joined(separator: ", ")
      : names.prefix(2).joined(separator: ", ") + " and \(names.count - 2) more"
    let words = best.first.map { "; best: \(list) (\(total(of: $0).words))" } ?? ""
    return "\(everywhere); nowhere: \(Quantity.grouped(passingNowhere))\(words)"
  }

  /// What the signs mean that not everybody will guess, where there are any.
  public var explanation: String? {
    hasNotKnown ? "? this target's limits for such a file are unknown" : nil
  }

  /// The targets of a group, by what files were held against where that is not the same everywhere:
  /// "element: a, b; start: c".
  public func list(_ group: [Int]) -> String {
    guard slotsDiffer else { return group.map { labels[$0] }.joined(separator: ", ") }
    return group.groupedInOrder(by: slots).map { slots, targets in
      let slots = slots.map(\.rawValue).joined(separator: " and ")
      return (slots.isEmpty ? "" : "\(slots): ")
        + targets.map { labels[$0] }.joined(separator: ", ")
    }.joined(separator: "; ")
  }

  /// Why the files of some row are refused by some of the columns: "too small (1, 3), format (2)";
  /// the columns are left out where one reason holds for all that refuse.
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

  /// "1–3, 5": numbers in order, with those in a row drawn together.
  static func runs(_ numbers: [Int]) -> String {
    var runs: [ClosedRange<Int>] = []
    for number in numbers {
      if let last = runs.last, last.upperBound + 1 == number {
        runs[runs.count - 1] = last.lowerBound...number
      } else {
        runs.append(number...number)
      }
    }
    return runs.map { run in
      switch run.count {
      case 1: "\(run.lowerBound)"
      case 2: "\(run.lowerBound), \(run.upperBound)"
      default: "\(run.lowerBound)–\(run.upperBound)"
      }
    }.joined(separator: ", ")
  }

  /// What a target refuses of the files that others take.
  public func refusals(of target: Int) -> String {
    refusals { kind in
      kind.cells.contains(where: \.passes) ? kind.cells[target].reason : nil
    }
  }

  /// What no target takes, by the first reason that is given for it.
  public var refusedEverywhere: String {
    refusals { kind in
      kind.cells.contains { $0.passes || $0 == .notKnown }
        ? nil : kind.cells.compactMap(\.reason).first ?? "no slot"
    }
  }

  /// The files with the reasons where they are few, else the reasons with their numbers, most first.
  private func refusals(_ reason: (Kind) -> String?) -> String {
    let reasons = kinds.map(reason)
    let refused = rows.filter { reasons[$0.kind] != nil }
    if refused.count <= Self.mostNamed {
      return refused.map { "\($0.path.text) (\(reasons[$0.kind] ?? ""))" }.joined(separator: ", ")
    }
    let told = zip(kinds, reasons).compactMap { kind, reason in
      reason.map { (reason: $0, count: kind.count) }
    }
    let counts = told.groupedInOrder(by: \.reason).map { reason, kinds in
      (reason: reason, count: kinds.reduce(0) { $0 + $1.count })
    }
    return counts.enumerated()
      .sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }
      .map { "\($0.element.reason) \(Quantity.grouped($0.element.count))" }
      .joined(separator: ", ")
  }

  /// More files than these are counted by reason, not named.
  private static let mostNamed = 3
}

import Model

/// The shapes for which the program writes no body, as `refused.json` lists them.
struct RefusedShapes {
  /// The rules, and what the schema says of the unfinished body, by target and shape.
  private(set) var rows: [String: [String: String]] = [:]
  /// The shapes of each target, in the order in which they are tried.
  private var order: [String: [String]] = [:]

  /// Lists refusals with what the schema says of the same body, so that one without a reason in the
  /// source is noticed. A shape that every endpoint refuses for the same reason is listed once, and
  /// one that adds no information to a simpler one is omitted.
  init(_ outcomes: [RequestSurvey.Outcome]) {
    for (target, all) in Dictionary(grouping: outcomes, by: \.place.target.rawValue) {
      let tried = Dictionary(grouping: all, by: \.shape).mapValues(\.count)
      let refused = Self.simplest(all.filter { !$0.refusals.isEmpty })
      let alike = Dictionary(grouping: refused, by: \.shape)
      for outcome in refused {
        let others = alike[outcome.shape] ?? []
        let isEverywhere =
          others.count == tried[outcome.shape] && Set(others.map(Self.verdict)).count == 1
        let endpoint = outcome.place.testDescription.dropFirst(target.count + 1)
        let name =
          isEverywhere || endpoint.isEmpty ? outcome.shape : "\(outcome.shape) (\(endpoint))"
        if rows[target, default: [:]].updateValue(Self.verdict(outcome), forKey: name) == nil {
          order[target, default: []].append(name)
        }
      }
    }
  }

  /// Omits shapes that add no information: those that are refused before the required things were
  /// added, or with fewer of the same things, by the same rules.
  private static func simplest(_ refused: [RequestSurvey.Outcome]) -> [RequestSurvey.Outcome] {
    func key(_ outcome: RequestSurvey.Outcome, _ name: String) -> [String] {
      [outcome.place.testDescription, name] + outcome.refusals
    }
    let known = Set(refused.map { key($0, $0.shape) })
    let minimum = Dictionary(
      refused.compactMap { outcome in
        outcome.series.map { (key(outcome, $0.name), $0.count) }
      }, uniquingKeysWith: min)
    return refused.filter { outcome in
      if let series = outcome.series, let count = minimum[key(outcome, series.name)] {
        return series.count == count
      }
      guard outcome.shape.hasSuffix(RequestShape.whole) else { return true }
      return !known.contains(
        key(outcome, String(outcome.shape.dropLast(RequestShape.whole.count))))
    }
  }

  private static func verdict(_ outcome: RequestSurvey.Outcome) -> String {
    let rules = outcome.refusals.joined(separator: ", ")
    guard outcome.definition != nil, outcome.problem == nil, !outcome.isLeftOut else {
      return rules
    }
    return "\(rules); the schema takes it"
  }

  // MARK: As a file

  init(_ file: [UInt8]) throws {
    for target in try JSONParser.parse(file).members ?? [] {
      for verdict in target.value.members ?? [] {
        for shape in (verdict.value.array ?? []).compactMap(\.string) {
          rows[target.key, default: [:]][shape] = verdict.key
        }
      }
    }
  }

  /// JSON with several shapes per line, by target and verdict.
  var text: String {
    let targets = rows.keys.sorted().map { target in
      let shapes = order[target] ?? []
      let verdicts = Set((rows[target] ?? [:]).values).sorted().map { verdict in
        let alike = shapes.filter { rows[target]?[$0] == verdict }
        return "    \(Self.quoted(verdict)): [\n\(Self.lines(of: alike))\n    ]"
      }
      return "  \(Self.quoted(target)): {\n\(verdicts.joined(separator: ",\n"))\n  }"
    }
    return "{\n\(targets.joined(separator: ",\n"))\n}\n"
  }

  private static func quoted(_ text: String) -> String { JSONValue.string(text).compactText }

  private static func lines(of shapes: [String]) -> String {
    var lines: [String] = []
    for shape in shapes.map(quoted) {
      if let last = lines.last, last.count + shape.count < 104 {
        lines[lines.count - 1] = "\(last), \(shape)"
      } else {
        lines.append("      \(shape)")
      }
    }
    return lines.joined(separator: ",\n")
  }
}

internal import Checking

/// The JSON of what is measured of several pictures together: the `set` of `score/1`
/// (`docs/json.md`).
public enum ScoreSetJSON {
  /// Returns the scores of a set, the pairs of similar pictures, and the chosen pictures.
  ///
  /// - Parameters:
  ///   - scores: The scores of the set.
  ///   - members: The pictures, which the scores refer to by index.
  ///   - findings: The findings on the set.
  ///   - advice: The advice on what to photograph next.
  ///   - pick: The chosen pictures; `nil` if none were requested.
  public static func set(
    _ scores: SetScores, of members: [SetMember], findings: [Finding], advice: String? = nil,
    pick: Pick? = nil
  ) -> JSONValue {
    let names = members.map { JSONValue.string($0.name) }
    let measured: JSONValue = [
      "status": .string(Status(findings).rawValue), "scores": self.scores(scores),
      "spread": scores.lighting.map(spread),
      "pairs": .array(scores.pairs.map { pair($0, names) }),
      "odd": .array(scores.lighting?.outliers.map { names[$0.member] } ?? []),
      "missing": scores.coverage.isKnown
        ? .array(scores.coverage.missing.map { .string($0.rawValue) }) : nil,
    ]
    let rest: JSONValue = [
      "advice": advice.map { .string($0) }, "findings": CheckJSON.findings(findings),
    ]
    return .object(
      (measured.members ?? []) + (pick.map { chosen($0, members) } ?? []) + (rest.members ?? []))
  }

  /// Returns the scores of the set; those that could not be measured are absent.
  private static func scores(_ scores: SetScores) -> JSONValue {
    let lighting = scores.lighting
    return [
      "lighting": lighting.map { .decimal($0.score) },
      "lighting_color": lighting.map { .decimal($0.color.score) },
      "lighting_exposure": lighting.map { .decimal($0.exposure.score) },
      "lighting_direction": lighting.map { .decimal($0.direction.score) },
      "variety": scores.variety.map(JSONValue.decimal),
    ]
  }

  /// Returns the spread of each aspect of the lighting.
  private static func spread(_ lighting: SetLighting) -> JSONValue {
    .object(
      LightAspect.allCases.map {
        JSONValue.Member("lighting_\($0.rawValue)", .decimal(lighting[$0].spread))
      })
  }

  /// Returns two pictures that are similar or equal.
  private static func pair(_ pair: SetPair, _ names: [JSONValue]) -> JSONValue {
    [
      "a": names[pair.first], "b": names[pair.second], "kind": .string(pair.kind.rawValue),
      "distance": .integer(pair.distance), "agreement": pair.agreement.map(JSONValue.decimal),
      "copy": pair.kind == .near && !pair.isCopy ? false : nil,
    ]
  }

  /// Returns the chosen files that need to be prepared first, each with the reason; `nil` if there
  /// are none.
  private static func toPrepare(
    _ pick: Pick, _ members: [SetMember], _ words: PickWords
  ) -> JSONValue? {
    let remarks = pick.chosen.compactMap { taken in
      words.remark(taken.member).map {
        JSONValue.Member(members[taken.member].name, .string($0))
      }
    }
    return remarks.isEmpty ? nil : .object(remarks)
  }

  /// Returns the members with the chosen pictures and the reasons.
  private static func chosen(_ pick: Pick, _ members: [SetMember]) -> [JSONValue.Member] {
    let words = PickWords(members)
    let reasons =
      pick.chosen.map { ($0.member, words.reason($0.reason)) }
      + pick.skipped.map { ($0.member, words.reason($0.reason)) }
    // A file that was named twice gets the reason of its first occurrence.
    var named: Swift.Set<String> = []
    let first = reasons.filter { named.insert(members[$0.0].name).inserted }
    let chosen: JSONValue = [
      "wanted": .integer(pick.wanted),
      "selected": .array(pick.chosen.map { .string(members[$0.member].name) }),
      "toPrepare": toPrepare(pick, members, words),
      "shortfall": PickWords.shortfall(pick).map { .string($0) },
      "reasons": .object(
        first.map { JSONValue.Member(members[$0.0].name, .string($0.1)) }),
    ]
    return chosen.members ?? []
  }
}

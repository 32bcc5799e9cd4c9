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
    let names = members.map(\.name)
    let measured: JSONValue = [
      "status": Status(findings), "scores": self.scores(scores),
      "spread": scores.lighting.map(spread), "pairs": scores.pairs.objects { pair($0, names) },
      "odd": scores.lighting?.outliers.map { names[$0.member] } ?? [],
      "missing": scores.coverage.isKnown
        ? scores.coverage.missing : nil,
    ]
    return measured.adding(pick.map { chosen($0, members) })
      .adding(["advice": advice, "findings": findings])
  }

  /// Returns the scores of the set; those that could not be measured are absent.
  private static func scores(_ scores: SetScores) -> JSONValue {
    let lighting = scores.lighting
    return [
      "lighting": lighting?.score, "lighting_color": lighting?.color.score,
      "lighting_exposure": lighting?.exposure.score,
      "lighting_direction": lighting?.direction.score, "variety": scores.variety,
    ]
  }

  /// Returns the spread of each aspect of the lighting.
  private static func spread(_ lighting: SetLighting) -> JSONValue {
    .object(
      LightAspect.allCases.map {
        JSONValue.Member("lighting_\($0.rawValue)", lighting[$0].spread)
      })
  }

  /// Returns two pictures that are similar or equal.
  private static func pair(_ pair: SetPair, _ names: [String]) -> JSONValue {
    [
      "a": names[pair.first], "b": names[pair.second], "kind": pair.kind,
      "distance": pair.distance, "agreement": pair.agreement,
      "copy": pair.kind == .near && !pair.isCopy ? false : nil,
    ]
  }

  /// Returns the chosen files that need to be prepared first, each with the reason; `nil` if there
  /// are none.
  private static func toPrepare(
    _ pick: Pick, _ members: [SetMember], _ words: PickWords
  ) -> JSONValue? {
    let remarks = pick.chosen.compactMap { choice in
      words.remark(choice.member).map {
        JSONValue.Member(members[choice.member].name, $0)
      }
    }
    return remarks.nonEmpty.map { .object($0) }
  }

  /// Returns the members with the chosen pictures and the reasons.
  private static func chosen(_ pick: Pick, _ members: [SetMember]) -> JSONValue {
    let words = PickWords(members)
    let reasons =
      pick.chosen.map { ($0.member, words.reason($0.reason)) }
      + pick.skipped.map { ($0.member, words.reason($0.reason)) }
    // A file that was named twice gets the reason of its first occurrence.
    var named: Swift.Set<String> = []
    let first = reasons.filter { named.insert(members[$0.0].name).inserted }
    return [
      "wanted": pick.wanted, "selected": pick.chosen.map { members[$0.member].name },
      "toPrepare": toPrepare(pick, members, words), "shortfall": PickWords.shortfall(pick),
      "reasons": .object(first.map { JSONValue.Member(members[$0.0].name, $0.1) }),
    ]
  }
}

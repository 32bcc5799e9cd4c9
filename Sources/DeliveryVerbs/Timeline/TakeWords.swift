/// What a timeline says about takes, for people and for programs.
struct TakeWords {
  /// The elements that were sent for the take that a shot shows.
  let elements: [TimelinePlan.Element]

  /// Returns the marker of a shot: the elements with their revisions, then the target, what it
  /// cost, the seed, whether anyone has looked at it, and the note; for a gap, why it is one.
  func marker(_ shown: ShotTake?, _ findings: [Finding]) -> RoughCut.Marker {
    guard let shown else {
      let reason = findings.first { $0.rule == .timelineGap }?.message ?? ""
      return RoughCut.Marker("gap", comment: reason)
    }
    let names = elements.map(\.text).joined(separator: " ")
    let (take, export) = (shown.take, shown.export)
    let parts = [
      export.target,
      take.cost?.text ?? export.cost.map { "\($0.text) expected" },
      take.seed.map { "seed \($0)" }, take.result == .new ? "not looked at yet" : nil,
      take.note.nonEmpty,
    ]
    return RoughCut.Marker(
      names.isEmpty ? export.target : names,
      comment: parts.compactMap(\.self).joined(separator: " · "))
  }

  /// Returns the metadata of a shot. The takes of a gap, which has no media, are listed here.
  func metadata(_ shown: ShotTake?, path: FilePath, others: [ShotTake]) -> JSONValue {
    let shot: JSONValue = ["shot": path.text]
    return shot.adding(shown.map(Self.metadata)).adding([
      "elements": elements.nonEmpty?.map(\.json), "takes": others.nonEmpty?.objects(Self.metadata),
    ])
  }

  /// Returns the metadata of a take.
  static func metadata(_ shown: ShotTake) -> JSONValue {
    UsageJSON.take(shown.take).adding(["target": shown.export.target])
  }

  /// Returns the rating of a take with its note, for people.
  static func note(_ take: Take) -> String {
    take.result.rawValue + (take.note.isEmpty ? "" : ": \(take.note)")
  }
}

extension TimelinePlan.Element: JSONConvertible {
  public var json: JSONValue {
    ["handle": handle, "revision": number, "sha256": revision]
  }
}

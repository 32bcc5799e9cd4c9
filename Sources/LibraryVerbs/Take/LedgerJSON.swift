/// The JSON of `exports` and `take add` (`docs/json.md`).
public enum LedgerJSON {
  /// Returns `exports/1`: the exported bundles and the costs.
  public static func ledger(_ ledger: Ledger) -> JSONValue {
    [
      "castbook": "exports/1", "exports": ledger.entries.map(entry),
      "priced": ledger.expectedCosts.map(CostJSON.cost),
      "spent": ledger.paidCosts.map(CostJSON.cost), "cut": ledger.isTruncated.orNil,
    ]
  }

  /// Returns one bundle of `exports/1`.
  public static func entry(_ entry: Ledger.Entry) -> JSONValue {
    let export = entry.export
    return [
      "bundle": export.bundle, "target": export.target,
      "shot": export.shot.path, "project": export.project, "times": entry.times,
      "elements": export.elements.map(\.handle), "cost": export.cost.map(CostJSON.cost),
      "takes": entry.takes.map { take(in: entry, $0) },
    ]
  }

  /// Returns `takes/1`: takes with their shots and comments.
  public static func takes(_ list: TakeList) -> JSONValue {
    [
      "castbook": "takes/1", "takes": list.takes.map(listed),
      "counts": TakeTally(list.takes.map(\.take)).json, "cut": list.isTruncated.orNil,
    ]
  }

  /// Returns one take of `takes/1`.
  public static func listed(_ listed: TakeList.Listed) -> JSONValue {
    take(in: listed.entry, listed.take).adding([
      "shot": listed.entry.export.shot.path, "target": listed.entry.export.target,
      "project": listed.entry.export.project,
    ])
  }

  /// Returns a take of a bundle with the comments on it.
  private static func take(in entry: Ledger.Entry, _ take: Take) -> JSONValue {
    UsageJSON.take(take).adding([
      "comments": entry.comments(on: take).nonEmpty?.map(\.json)
    ])
  }

  /// Returns `take-comment/1`: a comment that was recorded or withdrawn.
  public static func comment(_ noted: NotedComment, isWithdrawn: Bool = false) -> JSONValue {
    .object([
      "castbook": "take-comment/1", "bundle": noted.comment.export, "sha256": noted.comment.blob,
    ]).adding(noted.json).adding(["withdrawn": isWithdrawn.orNil])
  }

  /// Returns `take/1`: a take that was noted, with what it shows of its products and places.
  public static func noted(
    _ take: Take, isNew: Bool, _ comparison: TakeComparison = TakeComparison()
  ) -> JSONValue {
    .object(["castbook": "take/1"]).adding(UsageJSON.take(take)).adding(["new": isNew])
      .adding(value(of: comparison))
  }

  /// Returns what a take shows of its products and places, as the members of a larger object.
  package static func value(of comparison: TakeComparison) -> JSONValue {
    [
      "subjects": comparison.subjects.isEmpty ? nil : comparison.subjects.objects(value),
      "notCompared": comparison.failure?.message,
    ]
  }

  private static func value(of subject: TakenSubject) -> JSONValue {
    [
      "handle": subject.handle, "shown": subject.isShown, "summary": subject.summary,
      "moments": subject.moments.objects { moment in
        ["milliseconds": moment.milliseconds, "likeness": moment.likeness]
      }, "finding": subject.finding,
    ]
  }
}

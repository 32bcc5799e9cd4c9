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
      "takes": entry.takes.map(UsageJSON.take),
    ]
  }

  /// Returns `take/1`: a take that was noted, with what it shows of its products and places.
  public static func noted(
    _ take: Take, isNew: Bool, subjects: [TakenSubject] = []
  ) -> JSONValue {
    .object(["castbook": "take/1"]).adding(UsageJSON.take(take)).adding([
      "new": isNew,
      "subjects": subjects.isEmpty
        ? nil
        : subjects.objects { subject in
          [
            "handle": subject.handle, "shown": subject.isShown,
            "moments": subject.moments.objects { moment in
              ["milliseconds": moment.milliseconds, "likeness": moment.likeness]
            }, "finding": subject.finding,
          ]
        },
    ])
  }
}

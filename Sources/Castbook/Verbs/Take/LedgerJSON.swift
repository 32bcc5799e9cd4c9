/// The JSON of `exports` and `take add` (`docs/json.md`).
public enum LedgerJSON {
  /// Returns `exports/1`: the exported bundles and the costs.
  public static func ledger(_ ledger: Ledger) -> JSONValue {
    [
      "castbook": "exports/1", "exports": .array(ledger.entries.map(entry)),
      "priced": .array(ledger.expectedCosts.map { ExportJSON.cost($0) }),
      "spent": .array(ledger.paidCosts.map { ExportJSON.cost($0) }),
      "cut": ledger.isTruncated ? true : nil,
    ]
  }

  /// Returns one bundle of `exports/1`.
  public static func entry(_ entry: Ledger.Entry) -> JSONValue {
    let export = entry.export
    return [
      "bundle": .string(export.bundle.hex), "target": .string(export.target),
      "shot": .string(export.shot.path), "project": export.project.map { .string($0.text) },
      "times": .array(entry.times.map { .string($0.description) }),
      "elements": .array(export.elements.map { .string($0.handle.name) }),
      "cost": export.cost.map { ExportJSON.cost($0) },
      "takes": .array(entry.takes.map(UsageJSON.take)),
    ]
  }

  /// Returns `take/1`: a take that was noted.
  public static func noted(_ take: Take, isNew: Bool) -> JSONValue {
    let members = UsageJSON.take(take).members ?? []
    return .object(
      [JSONValue.Member("castbook", "take/1")] + members + [.init("new", .boolean(isNew))])
  }
}

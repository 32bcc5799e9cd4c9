/// The JSON of where a take comes from, which `take add` and `take watch` print (`docs/json.md`).
public enum TakeOriginJSON {
  /// Returns `take/1` with the origin of the take.
  public static func noted(
    _ take: Take, isNew: Bool, _ comparison: TakeComparison, _ origin: TakeOrigin
  ) -> JSONValue {
    LedgerJSON.noted(take, isNew: isNew, comparison).adding(["origin": value(of: origin)])
  }

  /// Returns `take-watch/1`: the takes that were recorded, and the files that were not.
  public static func watched(
    _ takes: [(path: FilePath, take: JSONValue)],
    unsure: [(path: FilePath, origin: TakeOrigin)],
    failed: [(path: FilePath, message: String)], knownCount: Int
  ) -> JSONValue {
    [
      "castbook": "take-watch/1",
      "takes": takes.objects { .object(["path": $0.path.text]).adding($0.take) },
      "unsure": unsure.objects { path, origin in
        ["path": path.text, "candidates": origin.candidates.objects(candidate)]
      },
      "failed": failed.objects { ["path": $0.path.text, "message": $0.message] },
      "knownCount": knownCount,
    ]
  }

  private static func candidate(_ export: ExportRecord) -> JSONValue {
    [
      "bundle": export.bundle, "target": export.target, "shot": export.shot.path, "at": export.at,
    ]
  }

  private static func value(of origin: TakeOrigin) -> JSONValue? {
    guard origin.evidence != nil || !origin.references.isEmpty else { return nil }
    return [
      "by": origin.evidence, "bundle": origin.bundle,
      "references": origin.references.objects { reference in
        [
          "path": reference.path, "sha256": reference.blob, "handle": reference.handle,
          "role": reference.role,
        ]
      },
    ]
  }
}

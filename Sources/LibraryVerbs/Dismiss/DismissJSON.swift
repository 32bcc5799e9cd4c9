/// The JSON of `dismiss` (`docs/json.md`).
public enum DismissJSON {
  /// Returns `dismiss/2`: the findings that were dismissed or restored.
  public static func outcome(_ outcome: DismissOutcome) -> JSONValue {
    ["castbook": "dismiss/2", "handle": outcome.handle, "files": outcome.items.map(item)]
  }

  /// Returns one finding on one file, with the other elements that share the file.
  private static func item(_ item: DismissOutcome.Item) -> JSONValue {
    [
      "number": item.number, "path": item.reference.file,
      "sha256": item.reference.blob, "rule": item.rule,
      "dismissed": item.reason != nil, "reason": item.reason,
      "changed": item.isChanged, "found": item.finding != nil, "alsoIn": item.sharedWith,
    ]
  }
}

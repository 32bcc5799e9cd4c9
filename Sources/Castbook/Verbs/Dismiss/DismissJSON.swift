/// The JSON of `dismiss` (`docs/json.md`).
public enum DismissJSON {
  /// Returns `dismiss/2`: the findings that were dismissed or restored.
  public static func outcome(_ outcome: DismissOutcome) -> JSONValue {
    [
      "castbook": "dismiss/2", "handle": .string(outcome.handle.name),
      "files": .array(outcome.items.map(item)),
    ]
  }

  /// Returns one finding on one file, with the other elements that share the file.
  private static func item(_ item: DismissOutcome.Item) -> JSONValue {
    [
      "number": .integer(item.number), "path": .string(item.reference.file),
      "sha256": .string(item.reference.blob.hex), "rule": .string(item.rule.rawValue),
      "dismissed": .boolean(item.reason != nil), "reason": item.reason.map { .string($0) },
      "changed": .boolean(item.isChanged), "found": .boolean(item.finding != nil),
      "alsoIn": .array(item.sharedWith.map { .string($0.name) }),
    ]
  }
}

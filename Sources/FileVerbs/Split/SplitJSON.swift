/// The JSON of `split` (`docs/json.md`). The same document is stored beside the views as a proof of
/// how they were cut.
public enum SplitJSON {
  /// The name and version of the format.
  public static let schema = "split/1"

  /// The file name of the proof.
  static let proofName = "split.json"

  /// Returns the whole document: the options, and every sheet with its views.
  public static func document(_ splitting: Split, _ outcome: Split.Outcome) -> JSONValue {
    [
      "castbook": schema, "targets": CheckJSON.targets(splitting.targets),
      "grid": splitting.grid.description, "kind": splitting.kind,
      "sheets": zip(outcome.sheets, outcome.written).map(sheet),
    ]
  }

  /// Adds to a proof the sheets of an earlier one whose views all still exist and that the new
  /// proof doesn't mention.
  static func joined(
    _ proof: JSONValue, with earlier: JSONValue, isThere: (String) -> Bool
  ) -> JSONValue {
    let own = proof["sheets"]?.array ?? []
    let known = Set(own.compactMap { $0["sha256"]?.string })
    let others = (earlier["sheets"]?.array ?? []).filter { sheet in
      let names = (sheet["views"]?.array ?? []).compactMap { $0["output"]?["path"]?.string }
      return sheet["sha256"]?.string.map { !known.contains($0) } ?? false
        && !names.isEmpty && names.allSatisfy(isThere)
    }
    return proof.replacing(["sheets": others + own])
  }

  /// Returns a sheet with its views, or with the reasons why it wasn't cut.
  private static func sheet(_ sheet: CutSheet, _ written: [PreparedFolder.Written]) -> JSONValue {
    let facts = sheet.sheet.facts
    let sureness = (sheet.confidence * 10_000).rounded() / 10_000
    return [
      "path": facts.path, "sha256": facts.digest, "width": facts.image?.size.width,
      "height": facts.image?.size.height, "means": sheet.cues, "sureness": sureness,
      "views": sheet.views.enumerated().objects { index, one in
        view(one, written.indices.contains(index) ? written[index].name : nil)
      },
      "reasons": sheet.refusals.nonEmpty,
    ]
  }

  /// Returns a view; `name` is that of the written file, `nil` if it wasn't written.
  private static func view(_ view: CutView, _ name: String?) -> JSONValue {
    [
      "number": view.number, "role": view.role,
      "roleAssumed": (view.role != .unsorted).orNil, "box": view.box, "steps": view.copy.steps,
      "output": .object([
        "path": name ?? view.name.text, "sha256": view.facts.digest, "bytes": view.facts.byteCount,
      ]),
      "state": PrepareJSON.state(view.copy.after, view.copy.findings, view.copy.scores),
    ]
  }
}

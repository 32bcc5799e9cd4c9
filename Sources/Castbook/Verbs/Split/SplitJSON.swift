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
      "castbook": .string(schema), "targets": CheckJSON.targets(splitting.targets),
      "grid": .string(splitting.grid.description),
      "kind": splitting.kind.map { .string($0.rawValue) },
      "sheets": .array(zip(outcome.sheets, outcome.written).map(sheet)),
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
    return .object(
      (proof.members ?? []).map { member in
        member.key == "sheets" ? JSONValue.Member("sheets", .array(others + own)) : member
      })
  }

  /// Returns a sheet with its views, or with the reasons why it wasn't cut.
  private static func sheet(_ sheet: CutSheet, _ written: [PreparedFolder.Written]) -> JSONValue {
    let facts = sheet.sheet.facts
    return [
      "path": .string(facts.path.text),
      "path_hex": facts.path.isText ? nil : .string(Hex.text(of: facts.path.bytes)),
      "sha256": facts.digest.map { .string($0.hex) },
      "width": facts.image.map { .integer($0.size.width) },
      "height": facts.image.map { .integer($0.size.height) },
      "means": .array(sheet.cues.map { .string($0) }),
      "sureness": .decimal((sheet.confidence * 10_000).rounded() / 10_000),
      "views": .array(
        sheet.views.enumerated().map { index, one in
          view(one, written.indices.contains(index) ? written[index].name : nil)
        }),
      "reasons": sheet.refusals.isEmpty ? nil : CheckJSON.findings(sheet.refusals),
    ]
  }

  /// Returns a view; `name` is that of the written file, `nil` if it wasn't written.
  private static func view(_ view: CutView, _ name: String?) -> JSONValue {
    [
      "number": .integer(view.number), "role": .string(view.role.rawValue),
      "box": ScoreJSON.box(view.box),
      "steps": .array(view.copy.steps.map(\.json)),
      "output": .object([
        "path": .string(name ?? view.name.text),
        "sha256": view.facts.digest.map { .string($0.hex) },
        "bytes": view.facts.byteCount.map { .integer($0) },
      ]),
      "state": PrepareJSON.state(view.copy.after, view.copy.findings, view.copy.scores),
    ]
  }
}

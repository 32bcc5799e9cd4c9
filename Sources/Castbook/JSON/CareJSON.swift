/// The JSON of what keeps a library safe (`docs/json.md`).
public enum CareJSON {
  /// `doctor/1`.
  public static func report(_ report: LibraryReport, of library: ElementLibrary) -> JSONValue {
    [
      "castbook": "doctor/1", "library": .string(library.folder.text),
      "status": .string(report.status.rawValue), "findings": .array(report.items.map(item)),
      "summary": [
        "elements": .integer(report.elementCount), "records": .integer(report.recordCount),
        "files": .integer(report.fileCount), "bytes": .integer(report.byteCount),
        "errors": .integer(report.count(.error)), "warnings": .integer(report.count(.warning)),
        "notes": .integer(report.count(.note)), "repaired": .integer(report.repairedCount),
      ],
    ]
  }

  private static func item(_ item: LibraryReport.Item) -> JSONValue {
    let elements = item.elements.map { element -> JSONValue in
      ["handle": .string(element.handle.name), "file": element.file.map { .string($0) }]
    }
    return [
      "rule": .string(item.finding.rule.rawValue),
      "severity": .string(item.finding.severity.rawValue), "path": item.path.map { .string($0) },
      "elements": elements.isEmpty ? nil : .array(elements),
      "message": .string(item.finding.message), "fix": item.finding.fix.map { .string($0) },
      "repaired": item.isRepaired ? true : nil,
    ]
  }

  /// `doctor/1`, after only the index was made anew.
  public static func rebuilt(_ recordCount: Int, of library: ElementLibrary) -> JSONValue {
    [
      "castbook": "doctor/1", "library": .string(library.folder.text), "status": "pass",
      "findings": [], "rebuilt": true, "summary": ["records": .integer(recordCount)],
    ]
  }

  /// `gc/1`.
  public static func collected(_ garbage: CollectedGarbage) -> JSONValue {
    [
      "castbook": "gc/1", "dryRun": garbage.isDry ? true : nil,
      "graceDays": .integer(garbage.graceDays), "unnamed": pile(garbage.unnamed),
      "leftovers": pile(garbage.leftovers), "waiting": pile(garbage.waiting),
      "paths": .array(garbage.paths.map { .string($0.text) }),
      "segments": [
        "merged": .integer(garbage.segmentCount), "into": .integer(garbage.mergedCount),
      ], "bytes": .integer(garbage.byteCount),
    ]
  }

  private static func pile(_ pile: CollectedGarbage.Pile) -> JSONValue {
    ["files": .integer(pile.count), "bytes": .integer(pile.byteCount)]
  }
}

/// The JSON of `pack` and `import` (`docs/json.md`).
public enum PackJSON {
  /// `pack-written/1`.
  public static func packed(_ outcome: PackOutcome) -> JSONValue {
    [
      "castbook": "pack-written/1", "path": .string(outcome.path.text),
      "wasThere": outcome.wasThere ? true : nil, "files": .integer(outcome.fileCount),
      "bytes": .integer(outcome.byteCount),
      "elements": .array(
        outcome.elements.map { element in
          [
            "handle": .string(element.handle), "element": .string(element.element.text),
            "kind": .string(element.kind), "latest": .string(element.latest.hex),
            "need": element.isNeed ? true : nil,
          ]
        }),
      "notices": ProjectJSON.texts(outcome.notices),
    ]
  }

  /// `import/1`.
  public static func imported(_ outcome: ImportOutcome) -> JSONValue {
    [
      "castbook": "import/1", "dryRun": outcome.isPreview ? true : nil,
      "newFiles": .integer(outcome.newFiles), "newBytes": .integer(outcome.newBytes),
      "leftRegistrations": .integer(outcome.leftRegistrations),
      "elements": .array(
        outcome.elements.map { element in
          [
            "handle": .string(element.handle.name), "kind": .string(element.kind.rawValue),
            "change": .string(element.change.rawValue), "revision": .integer(element.sequence),
            "packedAs": element.packedAs.map { .string($0) },
            "sides": element.sides.isEmpty
              ? nil
              : .array(
                element.sides.map { side in
                  .object(
                    ForkJSON.members(side.letter, side.revision)
                      + [JSONValue.Member("arriving", .boolean(side.isArriving))])
                }),
          ]
        }),
    ]
  }
}

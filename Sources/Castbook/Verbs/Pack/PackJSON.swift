/// The JSON of `pack` and `import` (`docs/json.md`).
public enum PackJSON {
  /// Returns `pack-written/2`: the pack that was written.
  public static func packed(_ outcome: PackOutcome) -> JSONValue {
    [
      "castbook": "pack-written/2", "path": .string(outcome.path.text),
      "wasThere": outcome.alreadyExisted ? true : nil, "fileCount": .integer(outcome.fileCount),
      "bytes": .integer(outcome.byteCount),
      "elements": .array(
        outcome.elements.map { element in
          [
            "handle": .string(element.handle), "element": .string(element.element.text),
            "kind": .string(element.kind), "sha256": .string(element.latest.hex),
            "need": element.isDependency ? true : nil,
          ]
        }),
      "notices": ProjectJSON.texts(outcome.notices),
    ]
  }

  /// Returns `import/2`: the elements that were imported, or would be.
  public static func imported(_ outcome: ImportOutcome) -> JSONValue {
    [
      "castbook": "import/2", "dryRun": outcome.isPreview ? true : nil,
      "newFileCount": .integer(outcome.newFileCount), "newBytes": .integer(outcome.newByteCount),
      "leftRegistrationCount": .integer(outcome.skippedRegistrationCount),
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

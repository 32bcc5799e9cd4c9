/// The JSON of `pack` and `import` (`docs/json.md`).
public enum PackJSON {
  /// Returns `pack-written/2`: the pack that was written.
  public static func packed(_ outcome: PackOutcome) -> JSONValue {
    [
      "castbook": "pack-written/2", "path": outcome.path.text,
      "wasThere": outcome.alreadyExisted.orNil, "fileCount": outcome.fileCount,
      "bytes": outcome.byteCount,
      "elements": outcome.elements.objects { element in
        [
          "handle": element.handle, "element": element.element,
          "kind": element.kind, "sha256": element.latest, "need": element.isDependency.orNil,
        ]
      },
      "notices": outcome.notices.nonEmpty,
    ]
  }

  /// Returns `import/2`: the elements that were imported, or would be.
  public static func imported(_ outcome: ImportOutcome) -> JSONValue {
    [
      "castbook": "import/2", "dryRun": outcome.isPreview.orNil,
      "newFileCount": outcome.newFileCount, "newBytes": outcome.newByteCount,
      "leftRegistrationCount": outcome.skippedRegistrationCount,
      "elements": outcome.elements.objects { element in
        [
          "handle": element.handle, "kind": element.kind,
          "change": element.change, "revision": element.sequence, "packedAs": element.packedAs,
          "sides": element.sides.nonEmpty?.objects { side in
            ForkJSON.side(side.letter, side.revision).adding(["arriving": side.isArriving])
          },
        ]
      },
    ]
  }
}

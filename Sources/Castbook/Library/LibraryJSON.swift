/// The JSON of `init` (`docs/json.md`).
public enum LibraryJSON {
  /// Returns `init/1`: a library that was created, with the elements of the starter catalogue.
  public static func made(_ library: ElementLibrary, _ starter: ImportOutcome?) -> JSONValue {
    [
      "castbook": "init/1", "library": .string(library.folder.text), "id": .string(library.id.text),
      "elements": starter.map { outcome in
        .array(outcome.elements.map { .string($0.handle.name) })
      },
    ]
  }
}

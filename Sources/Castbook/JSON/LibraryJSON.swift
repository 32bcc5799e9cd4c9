/// The JSON of libraries themselves.
public enum LibraryJSON {
  /// `init/1`.
  public static func made(_ library: ElementLibrary, _ starter: ImportOutcome?) -> JSONValue {
    [
      "castbook": "init/1", "library": .string(library.folder.text), "id": .string(library.id.text),
      "elements": starter.map { outcome in
        .array(outcome.elements.map { .string($0.handle.name) })
      },
    ]
  }
}

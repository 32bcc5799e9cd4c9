/// The JSON of `init` (`docs/json.md`).
public enum LibraryJSON {
  /// Returns `init/1`: a library that was created, with the elements of the starter catalogue.
  public static func made(_ library: ElementLibrary, _ starter: ImportOutcome?) -> JSONValue {
    [
      "castbook": "init/1", "library": library.folder.text, "id": library.id,
      "elements": starter?.elements.map(\.handle),
    ]
  }
}

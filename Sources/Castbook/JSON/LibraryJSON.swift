/// The JSON of libraries themselves.
public enum LibraryJSON {
  /// `init/1`.
  public static func made(_ library: ElementLibrary) -> JSONValue {
    [
      "castbook": "init/1", "library": .string(library.folder.text), "id": .string(library.id.text),
    ]
  }
}

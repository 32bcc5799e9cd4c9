internal import Media

/// The program `castbook-gallery`. It is separate because its libraries would slow the start of every command.
public enum GalleryProgram {
  /// The port of the gallery unless the user chooses one. It stays the same because bookmarks and drafts of shot
  /// files belong to the address.
  public static let defaultPort = 22780

  /// The path of the program, beside the one that runs; `nil` if it is missing.
  public static var location: FilePath? { DecoderProgram.location(of: "castbook-gallery") }
}

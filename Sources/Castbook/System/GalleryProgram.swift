internal import Media

/// The program that is the gallery: apart, since its libraries would cost the start of every other command.
public enum GalleryProgram {
  /// Where the gallery is found when nobody says: bookmarks and drafts of shot files go with the address.
  public static let usualPort = 22780

  /// Where it lies, beside the program that runs; nothing where it is missing.
  public static var location: FilePath? { DecoderProgram.location(of: "castbook-gallery") }
}

internal import Media

/// The program that is the gallery: apart, since its libraries would cost the start of every other command.
public enum GalleryProgram {
  /// Where it lies, beside the program that runs; nothing where it is missing.
  public static var location: FilePath? { DecoderProgram.location(of: "castbook-gallery") }
}

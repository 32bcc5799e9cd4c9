internal import Model
internal import PNG

/// Checks the ICC profile in a picture's file.
enum EmbeddedProfile {
  /// Returns why the profile of a file can't be used, in words for the user, such as `it is cut
  /// off`.
  ///
  /// The result is `nil` for a valid profile, and for a file without a profile or with one that
  /// readers ignore.
  ///
  /// - Parameters:
  ///   - image: The facts about the picture, for checking whether the profile is meant for it.
  ///   - decoded: The profile that a decoder returned, or `nil` if there is none.
  static func fault(
    of bytes: [UInt8], _ format: MediaFormat, _ image: ImageFacts, decoded: [UInt8]?
  ) -> String? {
    switch profile(of: bytes, format, decoded) {
    case .none: nil
    case .unreadable(let reason): reason
    case .bytes(let profile):
      ICCProfile.fault(in: ByteView(profile))
        ?? mismatch(ICCProfile(ByteView(profile)), format, image)
    }
  }

  /// A profile as it was found in a file.
  private enum Reading {
    case bytes([UInt8])
    /// It can't be read, for this reason.
    case unreadable(String)
  }

  /// Returns the bytes of the profile, or the reason why they can't be read.
  ///
  /// The result is `nil` if the file has no profile.
  private static func profile(
    of bytes: [UInt8], _ format: MediaFormat, _ decoded: [UInt8]?
  ) -> Reading? {
    switch format {
    case .jpeg:
      let header = JPEGHeader(ByteView(bytes))
      guard header.hasProfile else { return nil }
      return header.profileBytes.map { .bytes($0) }
        ?? .unreadable("part of it is missing")
    case .png:
      guard let file = try? PNGFile(bytes), file.chunks.first("iCCP") != nil else { return nil }
      // A colour code overrides the profile, so readers ignore the profile.
      if file.chunks.first("cICP") != nil { return nil }
      return file.inflatedProfile.map { .bytes($0) }
        ?? .unreadable("it can't be decompressed")
    case .webp: return WebPFile(bytes).profile.map { .bytes($0) }
    case .tiff: return TIFFHeader.profile(of: ByteView(bytes)).map { .bytes($0) }
    case .bmp: return BMPHeader(ByteView(bytes))?.embeddedProfile.map { .bytes($0) }
    case .heic, .avif: return decoded.map { .bytes($0) }
    default: return nil
    }
  }

  /// Returns why a valid profile does not fit the picture, or `nil` if it does.
  private static func mismatch(
    _ profile: ICCProfile?, _ format: MediaFormat, _ image: ImageFacts
  ) -> String? {
    // A TIFF can contain values of any kind.
    guard let profile, format != .tiff else { return nil }
    let isInks = format == .jpeg && image.channels >= 4
    switch profile.space {
    case "CMYK" where !isInks: return "it is for CMYK, but the picture is RGB"
    case "GRAY" where image.channels > 2: return "it is for grey, but the picture has colours"
    case "RGB " where isInks: return "it is for RGB, but the picture is CMYK"
    default: return nil
    }
  }
}

internal import Model
internal import PNG

/// The ICC profile in a picture's file, and why it can't be used where it can't.
enum EmbeddedProfile {
  case none
  case sound
  /// What is wrong with it, in words for people: "it is cut off".
  case broken(String)

  /// Looks into the profile of a file; `decoded` is what a decoder handed over.
  init(of bytes: [UInt8], _ format: MediaFormat, _ image: ImageFacts, decoded: [UInt8]?) {
    switch Self.profile(of: bytes, format, decoded) {
    case .none: self = .none
    case .failure(let fault): self = .broken(fault.what)
    case .success(let profile):
      let fault =
        ICCProfile.fault(in: ByteView(profile))
        ?? Self.mismatch(ICCProfile(ByteView(profile)), format, image)
      self = fault.map { .broken($0) } ?? .sound
    }
  }

  private struct Fault: Error {
    let what: String
  }

  private static func profile(
    of bytes: [UInt8], _ format: MediaFormat, _ decoded: [UInt8]?
  ) -> Result<[UInt8], Fault>? {
    switch format {
    case .jpeg:
      let header = JPEGHeader(ByteView(bytes))
      guard header.hasProfile else { return nil }
      return header.profileBytes.map { .success($0) }
        ?? .failure(Fault(what: "part of it is missing"))
    case .png:
      guard let file = try? PNGFile(bytes), file.chunks.first("iCCP") != nil else { return nil }
      // What a code states ranks above it, and nobody reads it.
      if file.chunks.first("cICP") != nil { return nil }
      return file.inflatedProfile.map { .success($0) }
        ?? .failure(Fault(what: "it can't be decompressed"))
    case .webp: return WebPFile(bytes).profile.map { .success($0) }
    case .tiff: return TIFFHeader.profile(of: ByteView(bytes)).map { .success($0) }
    case .bmp: return BMPHeader(ByteView(bytes))?.embeddedProfile.map { .success($0) }
    case .heic, .avif: return decoded.map { .success($0) }
    default: return nil
    }
  }

  /// Why a sound profile says nothing about this picture.
  private static func mismatch(
    _ profile: ICCProfile?, _ format: MediaFormat, _ image: ImageFacts
  ) -> String? {
    // A TIFF may hold values of any kind.
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

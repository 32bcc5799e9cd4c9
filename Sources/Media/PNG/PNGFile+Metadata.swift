internal import Model
internal import PNG

extension PNGFile {
  /// What stands beside the pixels about showing them: turning and colors.
  func readMetadata(into facts: inout ImageFacts) {
    let sound = chunks.chunks.filter { $0.isAncillary && $0.checksumAgrees }
    // Of EXIF and XMP a file may have one each; more of them would only be work.
    if let exif = sound.first(where: { $0.type == "eXIf" }).flatMap(view).flatMap(EXIF.init) {
      facts.take(exif)
    }
    facts.color = color(otherwise: facts.color)
  }

  /// The colours meant: the chunk that ranks highest decides.
  private func color(otherwise fallback: ColorSpace) -> ColorSpace {
    if let data = chunks.first("cICP").flatMap(view), let primaries = data[0], let curve = data[1] {
      return ColorSpace(primaries: Int(primaries), transfer: Int(curve))
    }
    if let profile = embeddedProfile { return profile.colorSpace }
    if chunks.first("sRGB") != nil { return .sRGB }
    return statedColors?.colorSpace ?? fallback
  }

  /// The colors that `gAMA` and `cHRM` state by numbers.
  private var statedColors: PNGColors? {
    PNGColors(
      gamma: chunks.first("gAMA").flatMap(view)?.u32(0),
      chromaticities: header.colorType.isGrey ? nil : chunks.first("cHRM").flatMap(view))
  }

  /// The profile in `iCCP`: a name, a zero, a method, then a zlib stream, which is opened only so far
  /// as a profile may reasonably go.
  var inflatedProfile: [UInt8]? {
    guard let data = chunks.first("iCCP").flatMap(view),
      let nameEnd = data.position(of: [0], before: 81)
    else { return nil }
    return Inflater.inflate(data.from(nameEnd + 2).copied, upTo: 4 << 20)
  }

  private var embeddedProfile: ICCProfile? {
    inflatedProfile.flatMap { ICCProfile(ByteView($0)) }
  }

  /// The profile that its colors are of, made of the numbers in `cHRM` and `gAMA` where those stand alone;
  /// nothing where a code ranks above it.
  var profile: [UInt8]? {
    let code = chunks.first("cICP").flatMap(view)
    guard code?[0] == nil || code?[1] == nil else { return nil }
    if let inflatedProfile, ICCProfile(ByteView(inflatedProfile)) != nil { return inflatedProfile }
    return chunks.first("sRGB") == nil ? statedColors?.profile : nil
  }
}

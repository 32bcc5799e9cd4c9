internal import Model
internal import PNG

extension PNGFile {
  /// Reads what the metadata say about showing the pixels: orientation and colours.
  func readMetadata(into facts: inout ImageFacts) {
    let sound = chunks.chunks.filter { $0.isAncillary && $0.checksumAgrees }
    // A file may have only one EXIF chunk, so further ones are not read.
    if let exif = sound.first(where: { $0.type == "eXIf" }).flatMap(view).flatMap(EXIF.init) {
      facts.merge(exif)
    }
    facts.color = color(otherwise: facts.color)
  }

  /// The colour space of the chunk with the highest rank.
  private func color(otherwise fallback: ColorSpace) -> ColorSpace {
    if let data = chunks.first("cICP").flatMap(view), let primaries = data[0], let curve = data[1] {
      return ColorSpace(primaries: Int(primaries), transfer: Int(curve))
    }
    if let profile = embeddedProfile { return profile.colorSpace }
    if chunks.first("sRGB") != nil { return .sRGB }
    return statedColors?.colorSpace ?? fallback
  }

  /// The colours that `gAMA` and `cHRM` state as numbers.
  private var statedColors: PNGColors? {
    PNGColors(
      gamma: chunks.first("gAMA").flatMap(view)?.u32(0),
      chromaticities: header.colorType.isGrey ? nil : chunks.first("cHRM").flatMap(view))
  }

  /// The ICC profile in `iCCP`, or `nil` if there is none or it exceeds 4 MB.
  ///
  /// The chunk has a name, a zero, a method and a zlib stream.
  var inflatedProfile: [UInt8]? {
    guard let data = chunks.first("iCCP").flatMap(view),
      let nameEnd = data.position(of: [0], before: 81)
    else { return nil }
    return Inflater.inflate(data.from(nameEnd + 2).copied, upTo: 4 << 20)
  }

  private var embeddedProfile: ICCProfile? { inflatedProfile.flatMap { ICCProfile(ByteView($0)) } }

  /// The ICC profile that applies, or `nil` if `cICP` or `sRGB` ranks above it.
  ///
  /// It is made from the numbers in `cHRM` and `gAMA` if the file has only those.
  var profile: [UInt8]? {
    let code = chunks.first("cICP").flatMap(view)
    guard code?[0] == nil || code?[1] == nil else { return nil }
    if let inflatedProfile, ICCProfile(ByteView(inflatedProfile)) != nil { return inflatedProfile }
    return chunks.first("sRGB") == nil ? statedColors?.profile : nil
  }
}

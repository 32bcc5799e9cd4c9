internal import Model

extension PNGFile {
  /// What stands beside the pixels: turning, colours, and what is private.
  func readMetadata(into facts: inout ImageFacts) {
    let sound = chunks.chunks.filter { $0.isAncillary && $0.checksumAgrees }
    // Of EXIF and XMP a file may have one each; more of them would only be work.
    if let exif = sound.first(where: { $0.type == "eXIf" }).flatMap(view).flatMap(EXIF.init) {
      facts.take(exif)
    }
    var hasXMP = false
    for chunk in sound where ["tEXt", "zTXt", "iTXt"].contains(chunk.type) {
      guard let data = view(chunk) else { continue }
      let keyword = data.latinText(0, limit: 79)
      if Self.promptKeywords.contains(keyword.lowercased()) {
        facts.privateMetadata.insert(.prompt)
      } else if keyword == "Author" {
        facts.privateMetadata.insert(.owner)
      } else if chunk.type == "iTXt", keyword == "XML:com.adobe.xmp", !hasXMP {
        hasXMP = true
        if let packet = Self.packet(in: data.from(keyword.utf8.count + 1)) { facts.takeXMP(packet) }
      }
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
    let gamma = chunks.first("gAMA").flatMap(view)?.u32(0)
    let primaries = chunks.first("cHRM").flatMap(view)
    if let primaries, !Self.areSRGB(primaries) { return .named("primaries of its own") }
    if let gamma, !(44_000...47_000).contains(gamma) {
      return gamma > 0
        ? .named("gamma \(Decimal.text(100_000, over: gamma, digits: 2))") : fallback
    }
    return gamma == nil && primaries == nil ? fallback : .sRGB
  }

  /// The profile in `iCCP`: a name, a zero, a method, then a zlib stream, which is opened only so far
  /// as a profile may reasonably go.
  private var inflatedProfile: [UInt8]? {
    guard let data = chunks.first("iCCP").flatMap(view),
      let nameEnd = data.position(of: [0], before: 81)
    else { return nil }
    return Inflater.inflate(data.from(nameEnd + 2).copied, upTo: 4 << 20)
  }

  private var embeddedProfile: ICCProfile? {
    inflatedProfile.flatMap { ICCProfile(ByteView($0)) }
  }

  /// The profile that its colours are of; nothing where numbers rank above it.
  var profile: [UInt8]? {
    let code = chunks.first("cICP").flatMap(view)
    return code?[0] != nil && code?[1] != nil ? nil : inflatedProfile
  }

  /// White and primaries of sRGB in 100,000ths, as `cHRM` stores them.
  private static func areSRGB(_ data: ByteView) -> Bool {
    [31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000].enumerated()
      .allSatisfy { index, expected in abs((data.u32(index * 4) ?? 0) - expected) <= 1000 }
  }

  /// The keywords under which generators of pictures leave the prompt.
  private static let promptKeywords: Set<String> = [
    "parameters", "prompt", "workflow", "dream", "sd-metadata", "invokeai_metadata",
    "generation_data",
  ]

  /// The XMP in an `iTXt` behind its keyword, opened only so far as it is looked at.
  private static func packet(in text: ByteView) -> ByteView? {
    guard text[0] == 1 else { return text }
    // Compressed: two flags, language and translated keyword, each closed by a zero.
    let language = text.from(2).position(of: [0]).map { $0 + 3 } ?? text.count
    let start = text.from(language).position(of: [0]).map { language + $0 + 1 } ?? text.count
    return Inflater.inflate(text.from(start).copied, upTo: 1 << 20).map { ByteView($0) }
  }
}

internal import Model
internal import PNG

extension MetadataSurvey {
  /// Surveys the chunks of a PNG, damaged or not, and what follows its end.
  mutating func readPNG(_ bytes: [UInt8]) {
    let chunks = PNGChunks(bytes)
    let file = ByteView(bytes)
    for chunk in chunks.chunks {
      guard let data = file.part(chunk.data.lowerBound, chunk.data.count) else { continue }
      readChunk(chunk.type, data)
    }
    let end = chunks.end ?? chunks.chunks.last.map { $0.data.upperBound + 4 } ?? file.count
    trailingBytes = max(0, file.count - end)
  }

  private mutating func readChunk(_ type: String, _ data: ByteView) {
    switch type {
    case "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "fdAT": break
    case "eXIf": DirectorySurvey.run(Self.withoutEXIFHeader(data), isFile: false, into: &self)
    case "tEXt", "zTXt", "iTXt": readText(type, data)
    case "caBX": add(.credentials)
    case "tIME": add(.date)
    case "iCCP": readProfile(ByteView(profile(in: data) ?? []))
    case let type where Self.technicalLimits[type] != nil:
      if data.count > Self.technicalLimits[type] ?? 0 { addOther(unlessZero: data) }
    default: addUnknown(data)
    }
  }

  /// The largest size of chunks that say how to show the picture.
  private static let technicalLimits = [
    "sRGB": 1, "gAMA": 4, "cHRM": 32, "cICP": 4, "sBIT": 4, "bKGD": 6, "pHYs": 9, "hIST": 512,
    "acTL": 8, "fcTL": 26, "mDCV": 24, "cLLI": 8, "mDCv": 24, "cLLi": 8, "oFFs": 9, "sTER": 1,
    "vpAg": 9, "orNT": 1, "iDOT": 64, "gIFg": 4, "CgBI": 4, "caNv": 16, "sCAL": 64,
  ]

  /// Returns an EXIF block without JPEG's introduction, which some writers copy with it.
  static func withoutEXIFHeader(_ block: ByteView) -> ByteView {
    block.begins(with: "Exif\0") ? block.from(6) : block
  }

  /// Returns the inflated profile of an `iCCP` chunk, or `nil` if it is damaged.
  private mutating func profile(in data: ByteView) -> [UInt8]? {
    guard let end = data.position(of: [0], before: 81) else { return nil }
    return inflate(data.from(end + 2))
  }

  // MARK: Texts

  /// Surveys a text chunk.
  private mutating func readText(_ type: String, _ data: ByteView) {
    let keyword = data.latinText(0, limit: 80)
    let rest = data.from(keyword.unicodeScalars.count + 1)
    guard let text = text(type, rest) else {
      // A text that is too long or damaged could contain anything.
      addOther(data.count)
      return
    }
    read(keyword, ByteView(text))
  }

  /// Returns the text after a keyword, inflated if necessary, or `nil` if that fails. A chunk that
  /// ends before its text counts as text.
  private mutating func text(_ type: String, _ data: ByteView) -> [UInt8]? {
    guard let text = PNGText(type, data) else { return data.copied }
    return text.isCompressed ? inflate(text.bytes) : text.bytes.copied
  }

  private mutating func read(_ keyword: String, _ text: ByteView) {
    let name = keyword.lowercased()
    if name == "xml:com.adobe.xmp" { return XMPSurvey.run(text, into: &self) }
    if name.hasPrefix("raw profile type ") { return readRawProfile(name, text) }
    if Self.promptKeywords.contains(name) {
      guard !text.isEmpty else { return }
      add(.prompt)
      let bytes = text.prefix(Self.textLimit).copied
      if spend(bytes.count) { noteGenerator(MetadataText(Array(name.utf8) + [0x20] + bytes)) }
      return
    }
    switch name {
    case "author", "artist": addAuthor(.creator, text)
    case "copyright": addAuthor(.rights, text)
    case "software", "creation tool": addHarmless(text.prefix(1 << 16).copied)
    case "creation time", "date:create", "date:modify", "date:timestamp", "png:time":
      addText(text, as: .date)
    case "make", "model": addText(text, as: .camera)
    case let name where name.hasPrefix("icc:") || name.hasPrefix("png:"):
      addHarmless(text.prefix(1 << 16).copied, limit: 256)
    case let name where name.hasPrefix("exif:gps"): addText(text, as: .location)
    case let name where name.hasPrefix("thumb::"): addText(text, as: .comment)
    default: addText(text, as: .comment)
    }
    // A keyword can be chosen freely, and may contain anything.
    if keyword.unicodeScalars.count >= 80 { addOther(keyword.utf8.count) }
  }

  /// The keywords under which image generators store the prompt.
  private static let promptKeywords: Set<String> = [
    "parameters", "prompt", "workflow", "dream", "sd-metadata", "invokeai_metadata",
    "invokeai_graph", "invokeai_workflow", "generation_data", "sui_image_params",
    "fooocus_scheme", "negative_prompt", "extra_metadata", "smproj", "prompt_graph",
  ]

  /// Surveys metadata that ImageMagick stores as text.
  ///
  /// It has a line with the kind, a line with the length, and hexadecimal digits.
  private mutating func readRawProfile(_ name: String, _ text: ByteView) {
    guard spend(text.count), let bytes = Self.digits(text) else {
      addOther(text.count)
      return
    }
    let data = ByteView(bytes)
    switch name.dropFirst("raw profile type ".count) {
    case "exif": DirectorySurvey.run(Self.withoutEXIFHeader(data), isFile: false, into: &self)
    case "app1" where data.begins(with: "Exif\0"):
      DirectorySurvey.run(data.from(6), isFile: false, into: &self)
    case "app1", "xmp":
      let start = data.position(of: Array("<".utf8), before: 256) ?? 0
      XMPSurvey.run(data.from(start), into: &self)
    case "iptc" where data[0] == 0x1C: IPTCSurvey.run(data, into: &self)
    case "iptc", "8bim": ResourceSurvey.run(data, into: &self)
    case "icc", "icm": readProfile(data)
    default: addOther(data.count)
    }
  }

  /// Returns the bytes of the hexadecimal digits after the first two lines, or `nil`.
  private static func digits(_ text: ByteView) -> [UInt8]? {
    let lines = text.copied.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
    let digits = lines.dropFirst(2).joined().filter { $0 > 0x20 }
    guard digits.count % 2 == 0, !digits.isEmpty else { return nil }
    return Hex.bytes(of: String(decoding: digits, as: UTF8.self).lowercased())
  }
}

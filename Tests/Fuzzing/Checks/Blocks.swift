import Model

@testable import DeliveryVerbs
@testable import Media
@testable import PNG

/// Blocks inside pictures.
enum Blocks {
  static func exif(_ bytes: [UInt8]) throws {
    guard let exif = EXIF(ByteView(bytes)) else { return }
    if let note = exif.invalidOrientation { try Words.look(at: note) }
    var facts = ImageFacts(codedSize: PixelSize(width: 2, height: 3), depth: 8, channels: 3)
    facts.merge(exif)
    try Files.look(at: facts, of: bytes.count)
    try must(facts.color == .sRGB || exif.colorSpace != 1, "sRGB became \(facts.color)")
    // The introduction that some writers put in front changes nothing.
    let introduced = EXIF(ByteView(Array("Exif\0\0".utf8) + bytes))
    try must(introduced?.orientation == exif.orientation, "it reads otherwise behind Exif")
  }

  /// Searches a file or a block of any kind for private metadata: results are equal each time, and
  /// are reported in complete words.
  static func survey(_ bytes: [UInt8]) throws {
    let formats: [MediaFormat] = [
      .jpeg, .png, .webp, .gif, .bmp, .tiff, .heic, .jxl, .psd,
    ]
    for format in formats {
      let survey = MetadataSurvey(of: bytes, format)
      try must(survey.trailingBytes <= bytes.count, "more follows than there is")
      try must(
        survey.otherBytes == 0 || survey.kinds.contains(.other), "other data of no kind")
      if !survey.authorship.isEmpty {
        let packet = survey.authorship.packet
        var again = MetadataSurvey()
        XMPSurvey.run(ByteView(packet), into: &again)
        try must(again.authorship == survey.authorship, "authors read otherwise from their XMP")
      }
    }
    var parts = MetadataSurvey()
    let view = ByteView(bytes)
    DirectorySurvey.run(view, isFile: false, into: &parts)
    XMPSurvey.run(view, into: &parts)
    IPTCSurvey.run(view, into: &parts)
    ResourceSurvey.run(view, into: &parts)
  }

  /// Reads the graph that a file of any kind contains, and what it says about files.
  static func workflow(_ bytes: [UInt8]) throws {
    for format in [MediaFormat.png, .mp4, .webm, .webp] {
      guard let graph = EmbeddedWorkflow.graph(in: bytes, format) else { continue }
      try check(graph)
    }
    if let graph = try? JSONParser.parse(bytes) { try check(graph) }
  }

  private static func check(_ json: JSONValue) throws {
    let graph = NodeGraph(json)
    for file in graph.loaded {
      try must(file.path.contains("castbook/"), "a file of another folder")
      try must((8...64).contains(file.prefix.utf8.count), "digits of no digest")
    }
    try must(Set(graph.bundles).count == graph.bundles.count, "a bundle is named twice")
  }

  static func icc(_ bytes: [UInt8]) throws {
    guard let profile = ICCProfile(ByteView(bytes)) else { return }
    if let name = profile.name {
      try must(!name.isEmpty, "an empty name")
      try Words.look(at: name)
    }
    try must(profile.colorSpace != .sRGB || profile.isSRGB, "\(profile.space) is taken as sRGB")
  }

  /// Decompresses a zlib stream in one piece, in many, and with another expected length: the
  /// results must be equal.
  static func inflate(_ bytes: [UInt8]) throws {
    let limit = 1 << 17
    let (result, output) = byPieces([bytes[...]], limit: limit)
    let middle = bytes.count / 2
    let (parted, sameOutput) = byPieces([bytes[..<middle], bytes[middle...]], limit: limit)
    // A stream that is truncated at the limit may be reported as either.
    let hopeless: [Inflater.Outcome] = [.damaged, .tooMany(nil)]
    try must(
      parted.outcome == result.outcome
        || hopeless.contains(parted.outcome) && hopeless.contains(result.outcome),
      "\(result.outcome) at once, \(parted.outcome) in two parts")
    guard result.outcome == .tooFew(output.count) else { return }
    try must(sameOutput == output, "other bytes in two parts")
    let whole = Inflater.inflate(bytes[...], expecting: output.count)
    try must(whole.outcome == .exact && whole.bytes == output, "\(whole.outcome) by libdeflate")
    try must(whole.unread == result.unread, "\(whole.unread) and \(result.unread) bytes unread")
    let longer = Inflater.inflate(bytes[...], expecting: output.count + 1)
    try must(longer.outcome == .tooFew(output.count), "\(longer.outcome) instead of too few")
    if !output.isEmpty {
      let shorter = Inflater.inflate(bytes[...], expecting: output.count - 1)
      try must(shorter.outcome == .tooMany(1), "\(shorter.outcome) instead of too many")
    }
    try must(
      Inflater.inflate(bytes, upTo: output.count) == output, "it does not fit its own length")
  }

  private static func byPieces(
    _ parts: [ArraySlice<UInt8>], limit: Int
  ) -> (Inflater.Result, [UInt8]) {
    var output: [UInt8] = []
    let result = Inflater.inflateByPieces(parts, pieceSize: 1 << 10, limit: limit) { output += $0 }
    return (result, output)
  }
}

import Decoding
import FormatSupport
import Model
import TestSupport

@testable import Media
@testable import PNG

/// The formats that are read and proven here. Pictures larger than `pixelLimit` are left to
/// `inspect`: they would only make fuzzing slow.
enum Pictures {
  private static let pixelLimit = 1 << 22
  private static let memory = 64 << 20

  static func jpegHeader(_ bytes: [UInt8]) throws {
    let header = JPEGHeader(ByteView(bytes))
    if let facts = header.facts { try Files.look(at: facts, of: bytes.count) }
    if let name = header.frame?.samplingName { try Words.look(at: name) }
    if let name = header.profile?.name { try Words.look(at: name) }
    try must(!header.isSingleScan || header.frame != nil, "a scan without a frame")
  }

  static func jpegProof(_ bytes: [UInt8]) throws {
    let facts = JPEGHeader(ByteView(bytes)).facts
    guard facts?.codedSize.pixelCount ?? 0 <= pixelLimit else { return }
    let proof = JPEGProver(bytes, memoryLimit: memory).proof(of: facts, [.luma, .picture])
    if let small = proof.small {
      try must(small.codedSize == facts?.codedSize, "measured as \(small.codedSize)")
      try SmallPictures.look(at: small, JPEGHeader(ByteView(bytes)).profileBytes)
    }
    if let end = proof.end { try must((0...bytes.count).contains(end), "it ends at \(end)") }
    try look(at: proof.problems)
    if !proof.problems.contains(where: \.preventsProof) {
      try must(facts != nil, "proven, and no picture")
    }
    let readings = JPEGReadings(bytes, memoryLimit: memory, wantsLuma: true)
    try must(readings.agree, "the walk says other than libjpeg")
    let agree = JPEGReadings.samplesAgree(bytes, memoryLimit: memory)
    try must(agree != false, "its samples are other than libjpeg's")
  }

  static func pngHeader(_ bytes: [UInt8]) throws {
    for bytes in [bytes, PNGBytes.withChecksums(bytes)] {
      guard let file = try png(bytes) else { continue }
      try Files.look(at: file.facts, of: bytes.count)
      if let count = file.header.inflatedCount { try must(count > 0, "\(count) bytes of rows") }
      for chunk in file.chunks.chunks {
        try must(chunk.data.upperBound + 4 <= bytes.count, "a chunk goes to \(chunk.data)")
      }
    }
  }

  static func pngProof(_ bytes: [UInt8]) throws {
    for bytes in [bytes, PNGBytes.withChecksums(bytes)] {
      guard let file = try png(bytes), file.header.inflatedCount ?? Int.max <= pixelLimit else {
        continue
      }
      let proof = PNGProver.proof(of: file, memoryLimit: memory, options: .picture)
      if let small = proof.small { try SmallPictures.look(at: small, file.profile) }
      try look(at: proof.problems)
      if !proof.problems.contains(where: \.preventsProof) {
        try must(proof.isTransparent != nil, "proven, and not all rows were seen")
      }
      try compare(bytes)
    }
  }

  /// Reads rows without compression, so that libFuzzer controls their bytes: the first six bytes
  /// define the header. The result must not depend on whether all rows are there at once.
  static func pngPixels(_ bytes: [UInt8]) throws {
    guard bytes.count > 6, let file = try png(PNGBytes.file(head: bytes[..<6], rows: bytes[6...]))
    else { return }
    let whole = PNGProver.proof(of: file, memoryLimit: memory, options: [.luma, .picture])
    let pieces = PNGProver.proof(of: file, memoryLimit: 0, options: [.luma, .picture])
    let plain = PNGProver.proof(of: file, memoryLimit: memory)
    try must(
      whole.luma == pieces.luma && whole.small == pieces.small, "seen otherwise in pieces")
    try must((whole.luma == nil) == (whole.small == nil), "seen, and not measured")
    try must(
      whole.problems == plain.problems && whole.isTransparent == plain.isTransparent,
      "proven otherwise when it is seen")
    try must(
      whole.problems == pieces.problems && whole.isTransparent == pieces.isTransparent,
      "\(whole.problems) at once, \(pieces.problems) in pieces")
    try look(at: whole.problems)
    try compare(file.bytes)
  }

  /// libpng finds the same pixels or refuses the file as well, except for what is listed.
  private static func compare(_ bytes: [UInt8]) throws {
    guard bytes.starts(with: PNGChunks.signature), let opinions = PNGOpinions(on: bytes),
      !opinions.agree
    else { return }
    try must(PNGDifference.explaining(opinions, on: bytes) != nil, opinions.words)
  }

  private static func png(_ bytes: [UInt8]) throws -> PNGFile? {
    do {
      return try PNGFile(bytes)
    } catch {
      try look(at: [error])
      return nil
    }
  }

  static func webp(_ bytes: [UInt8]) throws {
    let file = WebPFile(bytes)
    if let facts = file.facts { try Files.look(at: facts, of: bytes.count) }
    for chunk in file.container.chunks {
      try must(chunk.data.upperBound <= bytes.count, "a chunk goes to \(chunk.data)")
    }
    let header = file.headerFacts
    try look(at: header.problems)
    if header.problems.isEmpty { try must(header.image != nil, "no problem, and no picture") }
  }

  private static func look(at problems: [FileProblem]) throws(Breach) {
    for problem in problems {
      switch problem {
      case .corrupt(let what), .truncated(let what), .blemish(let what), .tooComplex(let what):
        try must(!what.isEmpty, "a problem without words")
        try Words.look(at: what)
      default: continue
      }
    }
  }
}

extension PNGBytes {
  /// A file with uncompressed rows: `head` defines width, height, depth, colour, interlacing and
  /// the length of `tRNS`, whose contents are the beginning of the rows.
  static func file(head: ArraySlice<UInt8>, rows: ArraySlice<UInt8>) throws -> [UInt8] {
    let values = head.map { Int($0) }
    let depths = [1, 2, 4, 8, 16]
    let colors = [0, 2, 3, 4, 6]
    let header = header(
      1 + values[0] % 32, 1 + values[1] % 32, depths[values[2] % 5], colors[values[3] % 5],
      values[4] & 1 == 1)
    var data = Array(rows)
    if let count = try? PNGHeader(header).inflatedCount {
      data = Array(data.prefix(count)) + [UInt8](repeating: 0, count: max(0, count - data.count))
    }
    return file(
      header: header,
      before: [
        ("PLTE", [UInt8](repeating: 7, count: 48)), ("tRNS", Array(rows.prefix(values[5] % 17))),
      ], data: [stored(data)])
  }
}

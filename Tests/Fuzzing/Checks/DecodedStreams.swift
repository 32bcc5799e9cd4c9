import Decoding
import Model

@testable import Checking
@testable import Media

/// What castbook-streams reports on sounds and clips.
enum DecodedStreams {
  /// Reads an answer of a compromised castbook-streams.
  static func answer(_ bytes: [UInt8]) throws {
    guard let stream = DecodedStream(answer: bytes) else { return }
    try must(DecodedStream(answer: stream.answer) == stream, "it is read otherwise once written")
    for format in [StreamFormat.wav, .film] {
      let media: MediaFormat = format == .wav ? .wav : .mp4
      let proof = Proof(
        .answered(stream), media, format, DecoderLimits(memory: 1))
      try must(
        proof.sound != nil || proof.film != nil || !proof.problems.isEmpty, "proven, and nothing")
      guard var facts = FilePath("a").map({ FileFacts(path: $0) }) else { return }
      facts.format = media
      facts.byteCount = 1
      facts.merge(proof)
      // Every measurement has a description.
      for finding in FileRules.findings(for: facts) { try Words.look(at: finding.sentence) }
    }
  }

  static func header(_ bytes: [UInt8]) throws {
    guard let header = WAVHeader(ByteView(bytes), fileBytes: bytes.count) else { return }
    let missing = header.missingBytes
    try must(missing >= 0 && missing < 1 << 32, "\(missing) bytes are missing")
    let trailing = header.trailing { start, count in
      start < bytes.count ? Array(bytes[start..<min(bytes.count, start + count)]) : []
    }
    try must(
      trailing.map { $0.byteCount > 1 && $0.byteCount < bytes.count } ?? true,
      "\(trailing.map(\.byteCount) ?? 0) of \(bytes.count) bytes follow")
  }
}

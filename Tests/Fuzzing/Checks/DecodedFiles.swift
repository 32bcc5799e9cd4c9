import Decoders
import Decoding
import FormatSupport
import Model
import Synchronization
import TestSupport

@testable import Media

/// The work of `castbook-media` on a file, here in this process, and the reading of its answer.
enum DecodedFiles {
  static func heif(_ bytes: [UInt8]) throws {
    _ = prepared
    try decode(bytes, .heic)
  }

  static func gif(_ bytes: [UInt8]) throws { try decode(bytes, .gif) }

  static func tiff(_ bytes: [UInt8]) throws { try decode(bytes, .tiff) }

  static func webp(_ bytes: [UInt8]) throws { try decode(bytes, .webp) }

  private static let prepared: Void = Decoder.prepare()

  private static func decode(_ bytes: [UInt8], _ format: DecodedFormat) throws {
    // castbook-media never receives an empty file.
    guard !bytes.isEmpty else { return }
    let picture = bytes.withUnsafeBytes {
      Decoder.decode($0, as: format, options: [.luma, .picture])
    }
    guard let answer = DecodedPicture(answer: picture.answer) else {
      throw Breach("no answer: \(picture.json.compactText)")
    }
    try must(
      answer.luma == picture.luma && answer.small == picture.small, "another picture arrives")
    try look(at: answer)
    try handOver(bytes, format, of: picture)
  }

  /// Decodes the picture at its full size: if it is delivered as valid, it is complete.
  private static func handOver(
    _ bytes: [UInt8], _ format: DecodedFormat, of proven: DecodedPicture
  ) throws {
    let sink = GatheredPixels(keeping: false)
    let picture = bytes.withUnsafeBytes { Decoder.pixels($0, as: format, into: sink) }
    let received = sink.received
    guard let layout = received.layouts.first else {
      return try must(picture.problem != nil, "sound, and no pixels")
    }
    try must(!received.isBroken, "no whole rows")
    try must(PixelLayout(header: layout.header) == layout, "a header that is none")
    if picture.problem == nil {
      try must(sink.isWhole, "\(received.byteCount) bytes")
    }
    if picture.problem == nil, proven.problem == nil {
      try must(layout.size == proven.size ?? layout.size, "pixels of another size")
    }
  }

  /// Reads the pixels of a compromised castbook-media, in pieces of several sizes.
  static func pixels(_ bytes: [UInt8]) throws {
    guard let first = bytes.first else { return }
    let sink = GatheredPixels(declining: first == 255, keeping: false)
    let size = first % 2 == 0 ? PixelSize(width: 3, height: 2) : nil
    let stream = PixelStream(expecting: size, into: sink)
    var rest = bytes.dropFirst()
    while !rest.isEmpty {
      let piece = Array(rest.prefix(Int(first) / 2 + 1))
      rest = rest.dropFirst(piece.count)
      guard piece.withUnsafeBytes({ stream.append($0) }) else { break }
    }
    let (received, layout) = (sink.received, sink.layout)
    let all = layout.map { $0.rowBytes * $0.size.height }
    try must(!received.isBroken, "no whole rows")
    try must(received.byteCount <= all ?? 0, "too many rows")
    try must(layout?.size == size || size == nil || layout == nil, "another size")
    if stream.state == .whole {
      try must(sink.isWhole, "whole, and rows are missing")
    }
    for format in DecodedFormat.allCases {
      let reply = PixelReply(
        .answered(DecodedPicture()), stream.state, format, DecoderLimits(memory: 1))
      try must((reply.outcome == .complete) == (stream.state == .whole), "whole, and not")
    }
  }

  /// Reads an answer of a compromised castbook-media.
  static func answer(_ bytes: [UInt8]) throws {
    guard let picture = DecodedPicture(answer: bytes) else { return }
    try look(at: picture)
    if picture.problem == nil {
      try must(
        DecodedPicture(answer: picture.answer) == picture, "it is read otherwise once written")
    }
  }

  private static func look(at picture: DecodedPicture) throws {
    if let size = picture.size { try must(size.width > 0 && size.height > 0, "a size of \(size)") }
    let proof = Proof(.answered(picture), .heic, header: nil)
    try must(proof.image != nil || !proof.problems.isEmpty, "proven, and no picture")
    if let facts = proof.image { try Files.look(at: facts, of: Int.max) }
    if let small = proof.small { try SmallPictures.look(at: small, proof.profile) }
    for problem in proof.problems {
      switch problem {
      case .corrupt(let what), .truncated(let what), .tooComplex(let what):
        try Words.look(at: what)
      default: continue
      }
    }
  }
}

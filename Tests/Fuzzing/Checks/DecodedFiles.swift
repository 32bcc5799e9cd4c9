import Decoders
import Decoding
import Model

@testable import Media

/// What `castbook-media` does with a file, here in this process, and what is made of its answer.
enum DecodedFiles {
  static func heif(_ bytes: [UInt8]) throws {
    _ = prepared
    try decode(bytes, .heic)
  }

  static func gif(_ bytes: [UInt8]) throws { try decode(bytes, .gif) }

  static func tiff(_ bytes: [UInt8]) throws { try decode(bytes, .tiff) }

  private static let prepared: Void = Decoder.prepare()

  private static func decode(_ bytes: [UInt8], _ format: DecodedFormat) throws {
    // castbook-media is sent no empty file.
    guard !bytes.isEmpty else { return }
    let picture = bytes.withUnsafeBytes {
      Decoder.decode($0, as: format, wishes: [.luma, .picture])
    }
    guard let answer = DecodedPicture(answer: picture.answer) else {
      throw Breach("no answer: \(picture.json.compactText)")
    }
    try must(
      answer.luma == picture.luma && answer.small == picture.small, "another picture arrives")
    try look(at: answer)
  }

  /// An answer of a castbook-media that a file has taken over.
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
    let proof = OutsideProof(.picture(picture), .heic, header: nil)
    try must(proof.facts != nil || !proof.problems.isEmpty, "proven, and no picture")
    if let facts = proof.facts { try Files.look(at: facts, of: Int.max) }
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

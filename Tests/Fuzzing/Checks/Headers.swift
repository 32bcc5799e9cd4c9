import Decoding
import Model

@testable import Media

/// Headers of formats whose pixels are not read here.
enum Headers {
  /// Reads the header of a format, whatever the bytes begin with.
  static func of(_ format: MediaFormat) -> @Sendable ([UInt8]) throws -> Void {
    { bytes in
      let header = HeaderFacts.of(format, ByteView(bytes))
      if let image = header.image {
        try Files.look(at: image, of: bytes.count)
        try must(image.pages >= 1, "\(image.pages) pages")
      }
      if let clip = header.clip {
        if let size = clip.size { try must(size.width > 0 && size.height > 0, "a size of \(size)") }
        try must(clip.milliseconds ?? 0 >= 0, "a length of \(clip.milliseconds ?? 0) ms")
      }
      for problem in header.problems {
        guard case .corrupt(let what) = problem else { continue }
        try Words.look(at: what)
      }
    }
  }

  /// Reads a bitmap, with its runs and its alpha.
  static func bitmap(_ bytes: [UInt8]) throws {
    try of(.bmp)(bytes)
    let file = ByteView(bytes)
    // Only a header that fits the file is read, like in a check.
    guard HeaderFacts.of(.bmp, file).problems.isEmpty, let header = BMPHeader(file) else { return }
    guard let proof = header.proof(), proof.problems.isEmpty,
      header.size.pixelCount <= 1 << 20
    else { return }
    let hasAlpha = proof.isTransparent == true
    let both = BMPReduction(header, file, hasAlpha: hasAlpha, [.luma, .picture])
    let luma = BMPReduction(header, file, hasAlpha: hasAlpha, .luma)
    try must(both.plane == luma.plane, "seen otherwise when it is measured")
    try must(both.small != nil || both.plane == nil, "seen, and not measured")
    if let small = both.small { try SmallPictures.look(at: small, header.embeddedProfile) }
  }
}

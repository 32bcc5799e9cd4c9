internal import CDecoderServer
package import Decoding
package import Model

/// What decoding one file may take.
package struct DecoderLimits: Sendable {
  /// Bytes that a process may take beside `memory`, for the stacks of its threads.
  static let overhead = Int(CASTBOOK_DECODER_OVERHEAD)

  /// Bytes, beside the file itself.
  package var memory: Int
  /// Time of a processor: a slow machine, or one with other work, is no reason to give up.
  package var processorSeconds = 10
  /// Time on the clock, for a decoder that waits for ever. While pixels are there and nobody takes them, it
  /// stands still.
  package var clockSeconds = 60
  /// What is asked for besides.
  var wishes: Wishes = []

  package init(memory: Int, processorSeconds: Int = 10, clockSeconds: Int = 60) {
    self.memory = memory
    self.processorSeconds = processorSeconds
    self.clockSeconds = clockSeconds
  }
}

// MARK: Full-size pixels

extension DecoderLimits {
  /// The limits within which the pixels of a picture can be had, when all of it may take `total` bytes: what
  /// is tried first, and what is tried when that was too little. None where it is known to be too little.
  ///
  /// A picture whose pixels were proven within some memory is decoded within the same; its rows take little
  /// besides, and are counted in `memory(_:of:fileBytes:)`.
  package static func forPixels(
    of image: ImageFacts?, _ format: DecodedFormat, fileBytes: Int, within total: Int
  ) -> [DecoderLimits] {
    let least = max(OutsideProof.leastMemory, leastMemory(for: image, format))
    let beside = heldHere(of: image)
    let most = OutsideProof.limits(within: total - beside, fileBytes: fileBytes).memory
    let usual = min(OutsideProof.usualLimits.memory, most)
    return (usual == most ? [most] : [usual, most]).filter { $0 >= least }.map(pixels)
  }

  /// All memory that having the pixels of a picture takes within these limits: in its process, for the copy
  /// of its file there, and for the rows that are held here.
  package func reservation(of image: ImageFacts?, fileBytes: Int) -> Int {
    OutsideProof.reservation(self, fileBytes: fileBytes) + Self.heldHere(of: image)
  }

  /// Full-size rows take more time than a proof, and nobody waits for a decoder that only waits itself.
  private static func pixels(_ memory: Int) -> DecoderLimits {
    DecoderLimits(memory: memory, processorSeconds: 30, clockSeconds: 120)
  }

  /// What a process holds at least of a picture: HEIC and AVIF are decoded whole, the others in parts whose
  /// size only the file tells.
  private static func leastMemory(for image: ImageFacts?, _ format: DecodedFormat) -> Int {
    guard let image, format == .heic || format == .avif else { return 0 }
    return image.codedSize.pixelCount * (image.depth > 8 ? 2 : 1)
  }

  /// The rows that are held on this side while they are handed on.
  private static func heldHere(of image: ImageFacts?) -> Int {
    let mostBytes = 10
    let width = min(image?.codedSize.width ?? PixelLayout.longestSide, PixelLayout.longestSide)
    return width * mostBytes + 2 * PixelStream.batch
  }
}

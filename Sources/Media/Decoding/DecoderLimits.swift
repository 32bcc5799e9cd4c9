internal import CDecoderServer
package import Decoding
package import Model

/// The memory and time that decoding one file in a separate process may take.
///
/// The process enforces these limits on itself, and the pool reserves the memory before it
/// starts. A file that exceeds a limit gets a problem that names the limit; it never takes
/// the program down.
package struct DecoderLimits: Sendable {
  /// The limits within which most pictures can be decoded; larger ones wait for all memory.
  static let preferred = DecoderLimits(memory: 96 << 20)
  /// The least memory that a decoder needs to report that memory is short, in bytes.
  static let minimumMemory = 16 << 20
  /// The bytes that a decoder process may use beyond `memory`, for the stacks of its threads.
  static let overhead = Int(CASTBOOK_DECODER_OVERHEAD)

  /// The memory that the decoder process may use, in bytes, not counting the file itself.
  package var memory: Int
  /// The processor time that decoding may take, in seconds.
  ///
  /// Processor time is limited more tightly than wall-clock time, because a slow or busy
  /// machine is no reason to give up on a file.
  package var processorSeconds = 10
  /// The wall-clock time that decoding may take, in seconds, for a decoder that would wait
  /// forever.
  ///
  /// The clock stands still while decoded pixels wait for the caller to read them.
  package var clockSeconds = 60
  /// The extra results that the decoder returns besides its verdict on the file.
  var options: DecodingOptions = []

  /// Returns the limits to try, in order, for decoding the full-size pixels of a picture.
  ///
  /// The first attempt uses the default memory and the second one everything that `total`
  /// bytes allow. The result is empty when even all of that is known to be too little.
  ///
  /// A picture that was proven within some amount of memory can also be decoded within it:
  /// its rows need little more, and that is already counted in `memory(_:of:fileBytes:)`.
  package static func forPixels(
    of image: ImageFacts?, _ format: DecodedFormat, fileBytes: Int, within total: Int
  ) -> [DecoderLimits] {
    let minimum = max(minimumMemory, minimumMemory(for: image, format))
    let buffered = bufferMemory(of: image)
    let maximum = DecoderLimits(within: total - buffered, fileBytes: fileBytes).memory
    let first = min(preferred.memory, maximum)
    return (first == maximum ? [maximum] : [first, maximum]).filter { $0 >= minimum }.map(pixels)
  }

  /// Returns all the memory that decoding full-size pixels within these limits can use.
  ///
  /// The sum covers the decoder process, the copy of the file in it, and the rows that are
  /// buffered in this process.
  package func reservation(of image: ImageFacts?, fileBytes: Int) -> Int {
    reservation(fileBytes: fileBytes) + Self.bufferMemory(of: image)
  }

  /// Returns limits with the time that full-size rows need.
  ///
  /// Delivering rows takes longer than a proof, and the clock stands still only while the
  /// decoder waits for the caller.
  private static func pixels(_ memory: Int) -> DecoderLimits {
    DecoderLimits(memory: memory, processorSeconds: 30, clockSeconds: 120)
  }

  /// Returns the least memory in which a decoder can hold the picture, in bytes.
  ///
  /// HEIC, AVIF and WebP are decoded whole. The other formats are decoded in parts whose size is
  /// known only from the file, so the result for them is 0. So it is for an animation, whose first
  /// frame may be smaller than its canvas.
  static func minimumMemory(for image: ImageFacts?, _ format: DecodedFormat) -> Int {
    guard let image else { return 0 }
    return switch format {
    case .heic, .avif: image.codedSize.pixelCount * (image.depth > 8 ? 2 : 1)
    case .webp: image.frames <= 1 ? 3 * image.codedSize.pixelCount : 0
    case .gif, .tiff: 0
    }
  }

  /// Returns the bytes that this process uses to buffer rows while it hands them on.
  private static func bufferMemory(of image: ImageFacts?) -> Int {
    let maximumPixelBytes = 10
    let width = min(image?.codedSize.width ?? PixelLayout.maximumSide, PixelLayout.maximumSide)
    return width * maximumPixelBytes + 2 * PixelStream.batchBytes
  }
}

extension DecoderLimits {
  /// Creates limits that leave room for a copy of the file within `total` bytes.
  init(within total: Int, fileBytes: Int) {
    self.init(memory: max(0, total - Self.overhead - fileBytes))
  }

  /// Allows the time that a proof of this format can take: a WebP may have 300 million pixels in
  /// one picture, and more in an animation's frames.
  mutating func allowTime(for format: DecodedFormat) {
    if format == .webp { (processorSeconds, clockSeconds) = (40, 120) }
  }

  /// Returns the total memory that decoding a file reserves: that of its process and the
  /// file's copy in it.
  func reservation(fileBytes: Int) -> Int { memory + Self.overhead + fileBytes }
}

// MARK: Full-size pixels

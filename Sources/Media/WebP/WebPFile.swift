internal import Decoding
internal import Model

/// A WebP file: its chunks, the facts in them, and the proof by decoding.
struct WebPFile {
  struct Chunk {
    /// The type: four characters.
    let type: String
    /// The range of the data in the file; cut short where the file ends.
    let data: Range<Int>
  }

  /// The largest number of pixels in all frames of an animation: 240 frames of 1920 × 1080.
  private static let animationLimit = 500_000_000

  /// The bytes of the file.
  private let bytes: [UInt8]
  /// The part of the file that the RIFF header claims, or all of it if it claims more.
  private let picture: [UInt8]
  private(set) var chunks: [Chunk] = []
  /// The number of bytes that are missing at the end of the file.
  private(set) var missingBytes = 0
  /// Whether there are more chunks than any picture needs, so that the rest was not read.
  private(set) var tooManyChunks = false
  /// Whether a chunk extends beyond the end that the RIFF header claims.
  private(set) var exceedsStatedLength = false
  /// The number of bytes after the end that the RIFF header claims.
  private let trailing: Int

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    let file = ByteView(bytes)
    let claimed = 8 + (file.u32(4, .little) ?? 0)
    // Many writers omit the byte that pads an odd length.
    trailing = max(0, bytes.count - claimed - claimed % 2)
    picture = claimed < bytes.count ? Array(bytes.prefix(max(12, claimed))) : bytes
    missingBytes = max(0, claimed - bytes.count)
    var position = 12
    while !tooManyChunks, position + 8 <= picture.count,
      let length = file.u32(position + 4, .little)
    {
      let start = position + 8
      let end = min(start + length, picture.count)
      missingBytes = max(missingBytes, start + length - bytes.count)
      if start + length > picture.count { exceedsStatedLength = true }
      chunks.append(Chunk(type: file.latinText(position, limit: 4), data: start..<end))
      position = start + length + length % 2
      tooManyChunks = chunks.count > 100_000
    }
  }

  /// Whether all chunks are there and their lengths agree.
  var isWhole: Bool { !tooManyChunks && missingBytes == 0 && !exceedsStatedLength }

  /// Returns the data of the first chunk of a type, or `nil` if there is none.
  private func first(_ type: String) -> ByteView? {
    guard let chunk = chunks.first(where: { $0.type == type }) else { return nil }
    return ByteView(bytes).part(chunk.data.lowerBound, chunk.data.count)
  }

  /// The flags in the extended header, or 0 without one.
  private var flags: UInt8 { first("VP8X")?[0] ?? 0 }
  /// Whether the flags announce an animation.
  private var isAnimated: Bool { flags & 0x02 != 0 }
  private var frames: [Chunk] { chunks.filter { $0.type == "ANMF" } }

  /// The size in the extended header, or else in the coded picture, or `nil` if neither can
  /// be read.
  private var size: PixelSize? {
    if let canvas = first("VP8X"), let width = canvas.u24(4, .little),
      let height = canvas.u24(7, .little)
    {
      return PixelSize(width: width + 1, height: height + 1)
    }
    // A file with inconsistent lengths still has its size in the coded data.
    let header =
      WebPLibrary.header(of: bytes)
      ?? (first("VP8 ") ?? first("VP8L")).flatMap { WebPLibrary.header(of: $0.copied) }
    return header.map { PixelSize(width: $0.width, height: $0.height) }
  }

  /// The facts in the headers, or `nil` if they state no size.
  var facts: ImageFacts? {
    guard let size else { return nil }
    let header = WebPLibrary.header(of: picture)
    let hasAlpha = header?.hasAlpha ?? (flags & 0x10 != 0)
    var facts = ImageFacts(codedSize: size, depth: 8, channels: hasAlpha ? 4 : 3)
    if hasAlpha { facts.alpha = .unknown }
    if isAnimated { facts.frames = max(1, frames.count) }
    if let exif = first("EXIF").flatMap(EXIF.init) { facts.merge(exif) }
    if let profile = first("ICCP").flatMap(ICCProfile.init) { facts.color = profile.colorSpace }
    if trailing > 0 {
      facts.trailing = ImageFacts.Trailing(byteCount: trailing, isAnnounced: false)
    }
    return facts
  }

  /// The first picture: the only one, or an animation's first frame with its position on the
  /// canvas.
  struct FirstPicture {
    /// A file with just this picture.
    let data: [UInt8]
    let header: WebPLibrary.Header
    var left = 0
    var top = 0
    /// The size of the whole canvas.
    let canvas: PixelSize
  }

  /// The first picture, or `nil` if the lengths or sizes in the file contradict each other.
  var firstPicture: FirstPicture? {
    guard !tooManyChunks, missingBytes == 0, !exceedsStatedLength, let size else { return nil }
    guard isAnimated else {
      guard let header = WebPLibrary.header(of: picture),
        header.width == size.width, header.height == size.height
      else { return nil }
      return FirstPicture(data: picture, header: header, canvas: size)
    }
    guard let frame = frames.first,
      let frameHeader = ByteView(bytes).part(frame.data.lowerBound, frame.data.count),
      let (data, header) = picture(in: frame, at: frameHeader, within: size),
      let left = frameHeader.u24(0, .little), let top = frameHeader.u24(3, .little)
    else { return nil }
    return FirstPicture(data: data, header: header, left: 2 * left, top: 2 * top, canvas: size)
  }

  /// Returns a frame as a file of its own, with its header.
  ///
  /// A frame begins with 16 bytes of position, size and duration. The result is `nil` if it
  /// does not fit on the canvas.
  private func picture(
    in frame: Chunk, at frameHeader: ByteView, within canvas: PixelSize
  ) -> ([UInt8], WebPLibrary.Header)? {
    let data = Array(bytes[frame.data].dropFirst(16))
    guard let header = WebPLibrary.header(of: data),
      Self.fits(header, at: frameHeader, within: canvas)
    else { return nil }
    return (data, header)
  }

  /// The embedded ICC profile, or `nil` if there is none.
  var profile: [UInt8]? { first("ICCP")?.copied }

  /// The memory that decoding takes, in bytes.
  ///
  /// It covers the planes, one more for alpha with its own decoding, and four bytes per pixel
  /// inside the decoder for lossless encoding. No frame is larger than the canvas.
  var memory: Int {
    let isLossless = chunks.contains { $0.type == "VP8L" || $0.type == "ANMF" }
    let hasAlpha = flags & 0x10 != 0 || chunks.contains { $0.type == "ALPH" }
    return (size?.pixelCount ?? 0) * (isLossless ? 8 : hasAlpha ? 5 : 3) + (1 << 20)
  }

  /// Decodes the whole file and returns what that shows.
  ///
  /// Options select a reduced picture: of an animation, its first frame.
  func proof(animationLimit: Int = Self.animationLimit, _ options: DecodingOptions = []) -> Proof {
    guard !tooManyChunks else { return Proof(.tooComplex(what: "too many parts")) }
    if missingBytes > 0 {
      let percent = bytes.count * 100 / (bytes.count + missingBytes)
      return Proof(.truncated(what: "the file ends at \(percent) %"))
    }
    if exceedsStatedLength {
      return Proof(.corrupt(what: "its parts are larger than its stated size"))
    }
    guard let size else { return Proof(.corrupt(what: "its header can't be read")) }
    let reduction = PictureReduction(size, .rgb, options)
    let goal = reduction.needsRows ? WebPLibrary.Goal(reduction: reduction) : nil
    var proof =
      isAnimated
      ? animationProof(canvas: size, within: animationLimit, goal)
      : proof(of: picture, what: "its encoded data are damaged", goal)
    if proof.problems.isEmpty {
      proof.luma = reduction.plane
      proof.small = reduction.small
    }
    return proof
  }

  /// Decodes every frame of an animation, within a budget of pixels.
  private func animationProof(
    canvas: PixelSize, within limit: Int, _ goal: WebPLibrary.Goal?
  ) -> Proof {
    guard !frames.isEmpty else { return Proof(.corrupt(what: "it is an animation without frames")) }
    var budget = limit
    var whole = Proof()
    for (number, frame) in frames.enumerated() {
      let what = "frame \(number + 1) of its animation is damaged"
      let frameHeader = ByteView(bytes).part(frame.data.lowerBound, frame.data.count)
      guard let frameHeader,
        let (data, header) = picture(in: frame, at: frameHeader, within: canvas)
      else {
        return Proof(.corrupt(what: what))
      }
      budget -= header.width * header.height
      guard budget > 0 else {
        return Proof(.tooComplex(what: "its animation is too long to prove"))
      }
      var frameGoal = number == 0 ? goal : nil
      frameGoal?.left = 2 * (frameHeader.u24(0, .little) ?? 0)
      frameGoal?.top = 2 * (frameHeader.u24(3, .little) ?? 0)
      let proof = proof(of: data, what: what, frameGoal)
      if !proof.problems.isEmpty { return proof }
      // Later frames are transparent wherever they keep the pixels of the frame before.
      if number == 0 { whole = proof }
    }
    return whole
  }

  /// Returns whether a frame has the size that it announces, and lies inside the canvas.
  private static func fits(
    _ header: WebPLibrary.Header, at frameHeader: ByteView, within canvas: PixelSize
  ) -> Bool {
    guard let left = frameHeader.u24(0, .little), let top = frameHeader.u24(3, .little),
      let width = frameHeader.u24(6, .little), let height = frameHeader.u24(9, .little)
    else { return false }
    return header.width == width + 1 && header.height == height + 1
      && 2 * left + header.width <= canvas.width && 2 * top + header.height <= canvas.height
  }

  /// Decodes one picture; `what` describes its damage.
  private func proof(of data: [UInt8], what: String, _ goal: WebPLibrary.Goal?) -> Proof {
    guard let header = WebPLibrary.header(of: data) else { return Proof(.corrupt(what: what)) }
    do throws(WebPLibrary.Failure) {
      var proof = Proof()
      proof.isTransparent = try WebPLibrary.decode(data, hasAlpha: header.hasAlpha, into: goal)
      return proof
    } catch {
      switch error {
      case .truncated: return Proof(.truncated(what: "the encoded data end too early"))
      case .damaged, .otherVersion: return Proof(.corrupt(what: what))
      case .noMemory: return Proof(.tooComplex(what: "not enough memory to decode it"))
      }
    }
  }
}

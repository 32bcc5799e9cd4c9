internal import Decoding
internal import Model

/// A WebP: its chunks, what they say of the picture, and the proof by decoding.
struct WebPFile {
  struct Chunk {
    let type: String
    let data: Range<Int>
  }

  /// Pixels that the frames of an animation may have together: 240 frames of 1920 × 1080.
  private static let animationLimit = 500_000_000

  private let bytes: [UInt8]
  /// The part of the file that the RIFF header claims, or all of it when it claims more.
  private let picture: [UInt8]
  private(set) var chunks: [Chunk] = []
  /// How many bytes the file lacks.
  private(set) var missing = 0
  /// Whether there are more chunks than any picture needs; the rest was not read.
  private(set) var tooManyChunks = false
  /// Whether a chunk goes on behind the end that the RIFF header claims.
  private(set) var overflowsClaim = false
  private let trailing: Int

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    let file = ByteView(bytes)
    let claimed = 8 + (file.u32(4, .little) ?? 0)
    // Many writers leave out the byte that makes an odd length even.
    trailing = max(0, bytes.count - claimed - claimed % 2)
    picture = claimed < bytes.count ? Array(bytes.prefix(max(12, claimed))) : bytes
    missing = max(0, claimed - bytes.count)
    var position = 12
    while !tooManyChunks, position + 8 <= picture.count,
      let length = file.u32(position + 4, .little)
    {
      let start = position + 8
      let end = min(start + length, picture.count)
      missing = max(missing, start + length - bytes.count)
      if start + length > picture.count { overflowsClaim = true }
      chunks.append(Chunk(type: file.latinText(position, limit: 4), data: start..<end))
      position = start + length + length % 2
      tooManyChunks = chunks.count > 100_000
    }
  }

  /// Whether all chunks are there, and nothing contradicts another.
  var isWhole: Bool { !tooManyChunks && missing == 0 && !overflowsClaim }

  private func first(_ type: String) -> ByteView? {
    guard let chunk = chunks.first(where: { $0.type == type }) else { return nil }
    return ByteView(bytes).part(chunk.data.lowerBound, chunk.data.count)
  }

  private var flags: UInt8 { first("VP8X")?[0] ?? 0 }
  private var isAnimated: Bool { flags & 0x02 != 0 }
  private var frames: [Chunk] { chunks.filter { $0.type == "ANMF" } }

  /// Width and height by the file's own header, or by that of the coded picture.
  private var size: PixelSize? {
    if let canvas = first("VP8X"), let width = canvas.u24(4, .little),
      let height = canvas.u24(7, .little)
    {
      return PixelSize(width: width + 1, height: height + 1)
    }
    // A file whose lengths disagree still says its size inside its coded data.
    let header =
      WebPLibrary.header(of: bytes)
      ?? (first("VP8 ") ?? first("VP8L")).flatMap { WebPLibrary.header(of: $0.copied) }
    return header.map { PixelSize(width: $0.width, height: $0.height) }
  }

  var facts: ImageFacts? {
    guard let size else { return nil }
    let header = WebPLibrary.header(of: picture)
    let hasAlpha = header?.hasAlpha ?? (flags & 0x10 != 0)
    var facts = ImageFacts(codedSize: size, depth: 8, channels: hasAlpha ? 4 : 3)
    if hasAlpha { facts.alpha = .unknown }
    if isAnimated { facts.frames = max(1, frames.count) }
    if let exif = first("EXIF").flatMap(EXIF.init) { facts.take(exif) }
    if let profile = first("ICCP").flatMap(ICCProfile.init) { facts.color = profile.colorSpace }
    if trailing > 0 {
      facts.trailing = ImageFacts.Trailing(byteCount: trailing, isAnnounced: false)
    }
    return facts
  }

  /// The first picture: the only one, or the first frame of an animation and where it lies on the canvas.
  struct First {
    let data: [UInt8]
    let header: WebPLibrary.Header
    var left = 0
    var top = 0
    let canvas: PixelSize
  }

  /// Nothing where the lengths of the file's parts disagree, or its size is told in two ways.
  var firstPicture: First? {
    guard !tooManyChunks, missing == 0, !overflowsClaim, let size else { return nil }
    guard isAnimated else {
      guard let header = WebPLibrary.header(of: picture),
        header.width == size.width, header.height == size.height
      else { return nil }
      return First(data: picture, header: header, canvas: size)
    }
    guard let frame = frames.first,
      let place = ByteView(bytes).part(frame.data.lowerBound, frame.data.count),
      let (data, header) = picture(in: frame, at: place, within: size),
      let left = place.u24(0, .little), let top = place.u24(3, .little)
    else { return nil }
    return First(data: data, header: header, left: 2 * left, top: 2 * top, canvas: size)
  }

  /// A frame is its own small file behind 16 bytes of place, size and time.
  private func picture(
    in frame: Chunk, at place: ByteView, within canvas: PixelSize
  ) -> ([UInt8], WebPLibrary.Header)? {
    let data = Array(bytes[frame.data].dropFirst(16))
    guard let header = WebPLibrary.header(of: data), Self.lies(header, at: place, within: canvas)
    else { return nil }
    return (data, header)
  }

  /// The profile that its colours are of.
  var profile: [UInt8]? { first("ICCP")?.copied }

  /// The memory that decoding takes: planes, one more with alpha beside its own decoding, and four
  /// bytes a pixel inside the decoder where the coding is lossless. No frame is larger than the whole.
  var memory: Int {
    let isLossless = chunks.contains { $0.type == "VP8L" || $0.type == "ANMF" }
    let hasAlpha = flags & 0x10 != 0 || chunks.contains { $0.type == "ALPH" }
    return (size?.pixelCount ?? 0) * (isLossless ? 8 : hasAlpha ? 5 : 3) + (1 << 20)
  }

  /// What decoding shows: problems, whether anything is see-through, and the picture made small where
  /// that is asked for; an animation's first frame.
  func proof(animationLimit: Int = Self.animationLimit, _ wishes: Wishes = []) -> Proof {
    guard !tooManyChunks else { return Proof(.tooComplex(what: "too many parts")) }
    if missing > 0 {
      let percent = bytes.count * 100 / (bytes.count + missing)
      return Proof(.truncated(what: "the file ends at \(percent) %"))
    }
    if overflowsClaim {
      return Proof(.corrupt(what: "its parts are larger than its stated size"))
    }
    guard let size else { return Proof(.corrupt(what: "its header can't be read")) }
    let reduction = PictureReduction(size, .rgb, wishes)
    let goal = reduction.takesRows ? WebPLibrary.Goal(reduction: reduction) : nil
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

  struct Proof {
    var problems: [FileProblem] = []
    var hasVisibleAlpha = false
    var luma: LumaPlane?
    var small: SmallPicture?

    init(hasVisibleAlpha: Bool) { self.hasVisibleAlpha = hasVisibleAlpha }

    fileprivate init(_ problem: FileProblem) { problems = [problem] }
  }

  /// Every frame of an animation decoded, within a budget of pixels.
  private func animationProof(
    canvas: PixelSize, within limit: Int, _ goal: WebPLibrary.Goal?
  ) -> Proof {
    guard !frames.isEmpty else { return Proof(.corrupt(what: "it is an animation without frames")) }
    var budget = limit
    var whole = Proof(hasVisibleAlpha: false)
    for (number, frame) in frames.enumerated() {
      let what = "frame \(number + 1) of its animation is damaged"
      let place = ByteView(bytes).part(frame.data.lowerBound, frame.data.count)
      guard let place, let (data, header) = picture(in: frame, at: place, within: canvas) else {
        return Proof(.corrupt(what: what))
      }
      budget -= header.width * header.height
      guard budget > 0 else {
        return Proof(.tooComplex(what: "its animation is too long to prove"))
      }
      var own = number == 0 ? goal : nil
      own?.left = 2 * (place.u24(0, .little) ?? 0)
      own?.top = 2 * (place.u24(3, .little) ?? 0)
      let proof = proof(of: data, what: what, own)
      if !proof.problems.isEmpty { return proof }
      // Later frames are see-through wherever they leave the one before as it is.
      if number == 0 { whole = proof }
    }
    return whole
  }

  /// Whether a frame is as large as it is announced, and inside the picture.
  private static func lies(
    _ header: WebPLibrary.Header, at place: ByteView, within canvas: PixelSize
  ) -> Bool {
    guard let left = place.u24(0, .little), let top = place.u24(3, .little),
      let width = place.u24(6, .little), let height = place.u24(9, .little)
    else { return false }
    return header.width == width + 1 && header.height == height + 1
      && 2 * left + header.width <= canvas.width && 2 * top + header.height <= canvas.height
  }

  private func proof(of data: [UInt8], what: String, _ goal: WebPLibrary.Goal?) -> Proof {
    guard let header = WebPLibrary.header(of: data) else { return Proof(.corrupt(what: what)) }
    switch WebPLibrary.decode(data, hasAlpha: header.hasAlpha, into: goal) {
    case .decoded(let visible): return Proof(hasVisibleAlpha: visible)
    case .truncated: return Proof(.truncated(what: "the encoded data end too early"))
    case .damaged: return Proof(.corrupt(what: what))
    case .noMemory: return Proof(.tooComplex(what: "not enough memory to decode it"))
    }
  }
}

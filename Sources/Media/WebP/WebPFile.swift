internal import Model

/// A WebP: its chunks, what they say of the picture, and the proof by decoding.
struct WebPFile {
  struct Chunk {
    let type: String
    let data: Range<Int>
  }

  private let bytes: [UInt8]
  /// The part of the file that the RIFF header claims, or all of it when it claims more.
  private let picture: [UInt8]
  private(set) var chunks: [Chunk] = []
  /// How many bytes the file lacks.
  private(set) var missing = 0
  /// Whether a chunk goes on behind the end that the RIFF header claims.
  private(set) var overflowsClaim = false
  private let trailing: Int

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    let file = ByteView(bytes)
    let claimed = 8 + (file.u32(4, .little) ?? 0)
    // Many writers leave out the byte that makes an odd length even.
    trailing = max(0, bytes.count - claimed - claimed % 2)
    picture = claimed < bytes.count ? Array(bytes[..<max(12, claimed)]) : bytes
    missing = max(0, claimed - bytes.count)
    var position = 12
    while position + 8 <= picture.count, let length = file.u32(position + 4, .little) {
      let start = position + 8
      let end = min(start + length, picture.count)
      missing = max(missing, start + length - bytes.count)
      if start + length > picture.count { overflowsClaim = true }
      chunks.append(Chunk(type: file.latinText(position, limit: 4), data: start..<end))
      position = start + length + length % 2
    }
  }

  private func first(_ type: String) -> ByteView? {
    guard let chunk = chunks.first(where: { $0.type == type }) else { return nil }
    return ByteView(bytes).part(chunk.data.lowerBound, chunk.data.count)
  }

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
    let flags = first("VP8X")?[0] ?? 0
    let header = WebPLibrary.header(of: picture)
    let hasAlpha = header?.hasAlpha ?? (flags & 0x10 != 0)
    var facts = ImageFacts(codedSize: size, depth: 8, channels: hasAlpha ? 4 : 3)
    if hasAlpha { facts.alpha = .unknown }
    if flags & 0x02 != 0 { facts.frames = max(1, frames.count) }
    if let block = first("EXIF"),
      let exif = EXIF(block.begins(with: "Exif\0") ? block.from(6) : block)
    {
      facts.take(exif)
    }
    if let packet = first("XMP ") { facts.takeXMP(packet) }
    if let profile = first("ICCP").flatMap(ICCProfile.init) { facts.color = profile.colorSpace }
    if trailing > 0 {
      facts.trailing = ImageFacts.Trailing(byteCount: trailing, isAnnounced: false)
    }
    return facts
  }

  /// The memory that decoding takes: planes, and four bytes a pixel more inside the decoder where
  /// the coding is lossless.
  var memory: Int {
    let pixels = size?.pixelCount ?? 0
    let isLossless = chunks.contains { $0.type == "VP8L" || $0.type == "ANMF" }
    return pixels * (isLossless ? 8 : 3) + (1 << 20)
  }

  /// What decoding shows: problems, and whether anything is see-through.
  func proof() -> (problems: [FileProblem], hasVisibleAlpha: Bool) {
    if missing > 0 {
      let percent = bytes.count * 100 / (bytes.count + missing)
      return ([.truncated(what: "cut off after \(percent) % of its data")], false)
    }
    if overflowsClaim {
      return ([.corrupt(what: "its parts are larger than the whole it claims to be")], false)
    }
    if frames.isEmpty { return verdict(on: picture, what: "its coded data are damaged") }
    var budget = 20 * (size?.pixelCount ?? 0) + 500_000_000
    var hasVisibleAlpha = false
    for (number, frame) in frames.enumerated() {
      // A frame is its own small file behind 16 bytes of place and time.
      let data = Array(bytes[frame.data].dropFirst(16))
      let header = WebPLibrary.header(of: data)
      budget -= (header?.width ?? 0) * (header?.height ?? 0)
      guard budget > 0 else {
        return ([.tooComplex(what: "its animation is too long to be proven")], hasVisibleAlpha)
      }
      let result = verdict(on: data, what: "frame \(number + 1) of its animation is damaged")
      if !result.problems.isEmpty { return result }
      // Later frames are see-through wherever they leave the one before as it is.
      if number == 0 { hasVisibleAlpha = result.hasVisibleAlpha }
    }
    return ([], hasVisibleAlpha)
  }

  private func verdict(
    on data: [UInt8], what: String
  ) -> (problems: [FileProblem], hasVisibleAlpha: Bool) {
    guard let header = WebPLibrary.header(of: data) else { return ([.corrupt(what: what)], false) }
    switch WebPLibrary.decode(data, hasAlpha: header.hasAlpha) {
    case .decoded(let visible): return ([], visible)
    case .truncated: return ([.truncated(what: "its coded data end too early")], false)
    case .damaged: return ([.corrupt(what: what)], false)
    case .noMemory: return ([.tooComplex(what: "there was no memory to decode it")], false)
    }
  }
}

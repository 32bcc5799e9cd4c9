internal import Decoding
internal import Model

/// A WebP file: its chunks and the facts in them. Its pictures are decoded in `castbook-media`.
struct WebPFile {
  private let bytes: ByteView
  let container: WebPContainer

  init(_ bytes: [UInt8]) { self.init(ByteView(bytes)) }

  init(_ file: ByteView) {
    bytes = file
    container = WebPContainer(file.slice)
  }

  /// Returns the data of the first chunk of a type, or `nil` if there is none.
  private func first(_ type: String) -> ByteView? {
    guard let chunk = container.first(type) else { return nil }
    return bytes.part(chunk.data.lowerBound, chunk.data.count)
  }

  /// Returns the data of the first chunk of a type in a file, or `nil` if there is none.
  static func chunk(_ type: String, in file: ByteView) -> ByteView? { WebPFile(file).first(type) }

  /// The flags in the extended header, or 0 without one.
  private var flags: UInt8 { first("VP8X")?[0] ?? 0 }
  /// Whether the flags announce an animation.
  private var isAnimated: Bool { flags & 0x02 != 0 }

  /// The header of the part of the file that the RIFF header claims.
  private var pictureHeader: WebPHeader? {
    bytes.part(0, container.pictureEnd).flatMap { WebPHeader($0.slice) }
  }

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
      WebPHeader(bytes.slice) ?? (first("VP8 ") ?? first("VP8L")).flatMap { WebPHeader($0.slice) }
    return header.map { PixelSize(width: $0.width, height: $0.height) }
  }

  /// The facts in the headers, and the problem with its chunks if they can't be followed.
  var headerFacts: HeaderFacts {
    HeaderFacts(image: facts, problems: problem.map { [$0] } ?? [])
  }

  /// The facts in the headers, or `nil` if they state no size.
  var facts: ImageFacts? {
    guard let size else { return nil }
    let hasAlpha = pictureHeader?.hasAlpha ?? (flags & 0x10 != 0)
    var facts = ImageFacts(codedSize: size, depth: 8, channels: hasAlpha ? 4 : 3)
    if hasAlpha { facts.alpha = .unknown }
    if isAnimated { facts.frames = max(1, container.frames.count) }
    if let exif = first("EXIF").flatMap(EXIF.init) { facts.merge(exif) }
    if let profile = first("ICCP").flatMap(ICCProfile.init) { facts.color = profile.colorSpace }
    if container.trailing > 0 {
      facts.trailing = ImageFacts.Trailing(byteCount: container.trailing, isAnnounced: false)
    }
    return facts
  }

  /// Why the pictures can't be decoded, or `nil` if the chunks can be followed.
  private var problem: FileProblem? {
    if container.hasTooManyChunks { return .tooComplex(what: "too many parts") }
    if container.missingBytes > 0 {
      let percent = bytes.count * 100 / (bytes.count + container.missingBytes)
      return .truncated(what: "the file ends at \(percent) %")
    }
    if container.exceedsStatedLength {
      return .corrupt(what: "its parts are larger than its stated size")
    }
    return size == nil ? .corrupt(what: "its header can't be read") : nil
  }

  /// The embedded ICC profile, or `nil` if there is none.
  var profile: [UInt8]? { first("ICCP")?.copied }
}

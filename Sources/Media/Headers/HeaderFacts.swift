internal import Model

/// The facts that a file states in its header, for formats whose coded data are not decoded
/// here.
///
/// Files are untrusted: every offset and length is checked, every loop is bounded, and
/// uncertain facts are left out.
struct HeaderFacts: Hashable, Sendable {
  /// The facts about the picture, or `nil` if the header has none that are certain.
  var image: ImageFacts?
  /// The facts about the clip, or `nil` if the header has none that are certain.
  var clip: ClipFacts?
  /// The problems that are certain without decoding, such as a file that ends early or a side
  /// of 0.
  var problems: [FileProblem] = []

  /// Returns the facts in the header of a file in this format.
  ///
  /// An implausible bit depth becomes a problem, because later steps compute with it.
  ///
  /// ```swift
  /// let facts = HeaderFacts.of(.gif, ByteView(bytes))
  /// let frames = facts.image?.frames
  /// ```
  static func of(_ format: MediaFormat, _ file: ByteView) -> HeaderFacts {
    var facts = stated(format, file)
    if let depth = facts.image?.depth, !(1...64).contains(depth) {
      facts.image?.depth = 8
      facts.problems = [.corrupt(what: "its header claims \(depth) bits per channel")]
    }
    return facts
  }

  /// Returns the facts as the format's own header states them.
  private static func stated(_ format: MediaFormat, _ file: ByteView) -> HeaderFacts {
    switch format {
    case .gif: GIFHeader(file).facts
    case .bmp: BMPHeader.facts(of: file)
    case .tiff: TIFFHeader.facts(of: file)
    case .webp: WebPFile(file).headerFacts
    case .raw: RAWHeader.facts(of: file)
    case .jxl: HeaderFacts(image: JXLHeader.facts(of: file))
    case .jpeg2000: JPEG2000Header.facts(of: file)
    case .ico: ICOHeader.facts(of: file)
    case .psd: PSDHeader.facts(of: file)
    case .svg: HeaderFacts(image: SVGHeader.facts(of: file))
    case .mp4, .mov, .m4v: HeaderFacts(clip: MovieHeader.facts(of: file))
    case .avi: HeaderFacts(clip: AVIHeader.facts(of: file))
    case .webm, .mkv: HeaderFacts(clip: MatroskaHeader.facts(of: file))
    default: HeaderFacts()
    }
  }

  /// Returns a result with one problem and no facts, for a file that is broken in its header.
  static func unreadable(_ problem: FileProblem) -> HeaderFacts { HeaderFacts(problems: [problem]) }
}

extension PixelSize {
  /// Creates the size that a header states, or returns `nil` if no picture can have it.
  ///
  /// Sides range from 1 to 2³¹ − 1, so later products of them fit into `Int`.
  init?(stated width: Int?, _ height: Int?) {
    let possible = 1...Int(Int32.max)
    guard let width, let height, possible.contains(width), possible.contains(height) else {
      return nil
    }
    self.init(width: width, height: height)
  }
}

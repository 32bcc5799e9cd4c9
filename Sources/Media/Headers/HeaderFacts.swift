internal import Model

/// What a file says of itself in its header, for formats whose coded data nobody reads here.
///
/// Headers come from strangers: every offset and length is checked, every loop has a bound, and what
/// is not certain is left out.
struct HeaderFacts: Hashable, Sendable {
  var image: ImageFacts?
  var clip: ClipFacts?
  /// Only what is certain without decoding: a file that ends early, sides of zero.
  var problems: [FileProblem] = []

  /// The facts in the header of a file of this format.
  static func of(_ format: MediaFormat, _ file: ByteView) -> HeaderFacts {
    var facts = stated(format, file)
    if let depth = facts.image?.depth, !(1...64).contains(depth) {
      facts.image?.depth = 8
      facts.problems = [.corrupt(what: "its header claims \(depth) bits per channel")]
    }
    return facts
  }

  private static func stated(_ format: MediaFormat, _ file: ByteView) -> HeaderFacts {
    switch format {
    case .gif: GIFHeader(file).facts
    case .bmp: BMPHeader.facts(of: file)
    case .tiff: TIFFHeader.facts(of: file)
    case .raw: RAWHeader.facts(of: file)
    case .jxl: HeaderFacts(image: JXLHeader.facts(of: file))
    case .jpeg2000: JPEG2000Header.facts(of: file)
    case .ico: ICOHeader.facts(of: file)
    case .psd: PSDHeader.facts(of: file)
    case .svg: HeaderFacts(image: SVGHeader.facts(of: file))
    case .mp4, .mov, .m4v: HeaderFacts(clip: FilmHeader.facts(of: file))
    case .avi: HeaderFacts(clip: AVIHeader.facts(of: file))
    case .webm, .mkv: HeaderFacts(clip: MatroskaHeader.facts(of: file))
    default: HeaderFacts()
    }
  }

  /// A file that is broken beyond its header's first lines.
  static func hopeless(_ problem: FileProblem) -> HeaderFacts { HeaderFacts(problems: [problem]) }
}

extension PixelSize {
  /// A size that a header states, where there can be such a picture at all.
  init?(stated width: Int?, _ height: Int?) {
    let possible = 1...Int(Int32.max)
    guard let width, let height, possible.contains(width), possible.contains(height) else {
      return nil
    }
    self.init(width: width, height: height)
  }
}

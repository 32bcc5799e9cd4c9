internal import Decoding
internal import Model

extension Proof {
  /// Judges the outcome of decoding a picture in a separate process.
  ///
  /// - Parameter header: The facts in the file's first bytes, or `nil` if the header is not
  /// read here.
  init(_ outcome: DecoderOutcome<DecodedPicture>, _ format: MediaFormat, header: ImageFacts?) {
    self.init()
    image = header
    guard case .answered(let picture) = outcome else {
      var limits = DecoderLimits.preferred
      if let decoded = DecodedFormat(format) { limits.allowTime(for: decoded) }
      problems = [
        outcome.problem(format, within: limits, tooLong: "the data beside its pixels are too long")
      ].compactMap(\.self)
      return
    }
    image = Self.facts(of: picture, header: header)
    problems = picture.problem.map { [Self.problem($0, format)] } ?? []
    luma = picture.luma
    // A reduced picture is usable only if it has the size that the facts state.
    small = picture.small.flatMap { $0.codedSize == image?.codedSize ? $0 : nil }
    profile = picture.profile
    // A decoder returns pixels even if the file does not state their number.
    if problems.isEmpty, image == nil { problems = [.corrupt(what: "its size is missing")] }
  }

  /// Translates the decoder's problem into one that is reported to the user.
  static func problem(
    _ problem: DecodedPicture.Problem, _ format: MediaFormat
  ) -> FileProblem {
    switch problem {
    // Our own decoder of WebP has words for its damage; other messages are those of libraries.
    case .corrupt(let what) where format == .webp: .corrupt(what: what)
    case .truncated(let what) where format == .webp: .truncated(what: what)
    case .corrupt(let what): .corrupt(what: "its data can't be decoded: \(what)")
    case .truncated: .truncated(what: "the data end too early")
    case .sizeMismatch(let stated, let decoded):
      .corrupt(what: "the header says \(stated) px, the picture has \(decoded) px")
    case .endMarkerMissing: .endMarkerMissing
    case .tooManyPixels(let pixels): .tooManyPixels(pixels: pixels, limit: Inspector.pixelLimit)
    case .tooComplex(let what): .tooComplex(what: what)
    case .outOfMemory: .tooComplex(what: "decoding it needs more memory than is available")
    case .unsupported(let what): .notProven(format, why: what)
    }
  }

  /// Merges the facts in the header with those that the decoder found; the header's size
  /// wins.
  private static func facts(
    of picture: DecodedPicture, header: ImageFacts?
  ) -> ImageFacts? {
    var facts = header
    if facts == nil, let size = picture.size {
      facts = ImageFacts(
        codedSize: size, depth: picture.depth ?? 8, channels: picture.channels ?? 3)
    }
    facts?.alpha = picture.alpha
    if header == nil, let pages = picture.pages {
      facts?.pages = pages
      facts?.page = min(picture.page ?? 1, pages)
    }
    if let frames = picture.frames { facts?.frames = frames }
    if let count = picture.trailing {
      facts?.trailing = ImageFacts.Trailing(byteCount: count, isAnnounced: false)
    }
    if let exif = picture.exif.map({ EXIF(ByteView($0)) }) ?? nil {
      // The decoded size is already upright; the orientation in EXIF is meant for other
      // readers.
      let orientation = facts?.orientation ?? .upright
      facts?.merge(exif)
      facts?.orientation = orientation
      facts?.orientationNote = nil
    }
    if let profile = picture.profile.flatMap({ ICCProfile(ByteView($0)) }) {
      facts?.color = profile.colorSpace
    } else if let points = picture.codePoints {
      facts?.color = ColorSpace(primaries: points.primaries, transfer: points.transfer)
    }
    return facts
  }
}

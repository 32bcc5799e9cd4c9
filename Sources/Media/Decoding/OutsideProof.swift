internal import Decoding
internal import Model

/// The proof of a picture that is decoded in a process of its own.
struct OutsideProof {
  private(set) var problems: [FileProblem] = []
  private(set) var facts: ImageFacts?
  /// The picture as it is stored, made small; where that was asked for and could be done.
  private(set) var luma: LumaPlane?
  /// The same, as it is measured, and the profile that its colours are of.
  private(set) var small: SmallPicture?
  private(set) var profile: [UInt8]?

  /// What most pictures are decoded within; larger ones wait until they have all memory.
  static let usualLimits = DecoderLimits(memory: 96 << 20)
  static let leastMemory = 16 << 20

  /// What an outcome says; `header` is what the file's first bytes told.
  init(_ outcome: DecoderOutcome<DecodedPicture>, _ format: MediaFormat, header: ImageFacts?) {
    facts = header
    guard case .answered(let picture) = outcome else {
      problems = [
        outcome.problem(
          format, within: Self.usualLimits, tooLong: "the data beside its pixels are too long")
      ].compactMap(\.self)
      return
    }
    facts = Self.facts(of: picture, format, header: header)
    problems = picture.problem.map { [Self.problem($0, format)] } ?? []
    luma = picture.luma
    // It must be of the picture that the facts are of.
    small = picture.small.flatMap { $0.codedSize == facts?.codedSize ? $0 : nil }
    profile = picture.profile
    // A decoder gives pixels even where the file does not say how many there are.
    if problems.isEmpty, facts == nil { problems = [.corrupt(what: "its size is missing")] }
  }

  /// Whether more memory might lead to another outcome.
  static func isForWantOfMemory(_ outcome: DecoderOutcome<DecodedPicture>) -> Bool {
    switch outcome {
    case .crashed: true
    case .answered(let picture): picture.problem == .outOfMemory || picture.isTooLargeToHold
    case .notRunning, .unable, .stopped, .outOfClock, .outOfTime, .answerTooLong: false
    }
  }

  /// Whether a file might be proven if less were wished: what its picture is made small in takes memory
  /// that decoding would have had.
  static func isForWant(of wishes: Wishes, _ outcome: DecoderOutcome<DecodedPicture>) -> Bool {
    guard wishes.contains(.picture) else { return false }
    switch outcome {
    case .crashed: return true
    case .answered(let picture): return picture.problem == .outOfMemory
    case .notRunning, .unable, .stopped, .outOfClock, .outOfTime, .answerTooLong: return false
    }
  }

  /// What decoding a file takes of all memory: what its process may, and the copy of the file there.
  static func reservation(_ limits: DecoderLimits, fileBytes: Int) -> Int {
    limits.memory + DecoderLimits.overhead + fileBytes
  }

  /// The limits of a file that has so much memory in all.
  static func limits(within total: Int, fileBytes: Int) -> DecoderLimits {
    DecoderLimits(memory: max(0, total - DecoderLimits.overhead - fileBytes))
  }

  private static func problem(
    _ problem: DecodedPicture.Problem, _ format: MediaFormat
  ) -> FileProblem {
    switch problem {
    case .corrupt(let what): .corrupt(what: "its data can't be decoded: \(what)")
    case .truncated: .truncated(what: "the data end too early")
    case .otherSize(let stated, let decoded):
      .corrupt(what: "the header says \(stated) px, the picture has \(decoded) px")
    case .endMarkMissing: .endMarkMissing
    case .tooManyPixels(let pixels):
      .tooManyPixels(pixels: pixels, limit: Inspector.pixelLimit)
    case .outOfMemory: .tooComplex(what: "decoding it needs more memory than is available")
    case .unsupported(let what): .notProven(format, why: what)
    }
  }

  private static func facts(
    of picture: DecodedPicture, _ format: MediaFormat, header: ImageFacts?
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
      // The size stands upright already; what EXIF says of turning was written for other readers.
      let turned = facts?.orientation ?? .upright
      facts?.take(exif)
      facts?.orientation = turned
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

internal import Decoding
internal import Model

/// The proof of a picture that was decoded in a separate process.
///
/// It merges the facts in the file's header with what the decoder found, and turns a
/// decoder's failure into a problem that names its cause.
struct ExternalProof {
  /// The problems of the file; empty if it is intact.
  private(set) var problems: [FileProblem] = []
  /// The facts about the picture, or `nil` if neither the header nor the decoder gave its
  /// size.
  private(set) var facts: ImageFacts?
  /// The picture as stored, reduced to luma, or `nil` if that was not requested or not
  /// possible.
  private(set) var luma: LumaPlane?
  /// The picture as stored, reduced for measuring, or `nil` if it was not requested or has
  /// another size.
  private(set) var small: SmallPicture?
  /// The embedded ICC profile, or `nil` if there is none.
  private(set) var profile: [UInt8]?

  /// The limits within which most pictures can be decoded; larger ones wait for all memory.
  static let defaultLimits = DecoderLimits(memory: 96 << 20)
  /// The least memory that a decoder needs to report that memory is short, in bytes.
  static let minimumMemory = 16 << 20

  /// Judges the outcome of decoding a picture.
  ///
  /// - Parameter header: The facts in the file's first bytes, or `nil` if the header is not
  /// read here.
  init(_ outcome: DecoderOutcome<DecodedPicture>, _ format: MediaFormat, header: ImageFacts?) {
    facts = header
    guard case .answered(let picture) = outcome else {
      problems = [
        outcome.problem(
          format, within: Self.defaultLimits, tooLong: "the data beside its pixels are too long")
      ].compactMap(\.self)
      return
    }
    facts = Self.facts(of: picture, format, header: header)
    problems = picture.problem.map { [Self.problem($0, format)] } ?? []
    luma = picture.luma
    // A reduced picture is usable only if it has the size that the facts state.
    small = picture.small.flatMap { $0.codedSize == facts?.codedSize ? $0 : nil }
    profile = picture.profile
    // A decoder returns pixels even if the file does not state their number.
    if problems.isEmpty, facts == nil { problems = [.corrupt(what: "its size is missing")] }
  }

  /// Returns whether decoding may succeed with more memory.
  ///
  /// A crash counts, because some libraries crash when an allocation fails.
  static func ranOutOfMemory(_ outcome: DecoderOutcome<DecodedPicture>) -> Bool {
    switch outcome {
    case .crashed: true
    case .answered(let picture): picture.problem == .outOfMemory || picture.exceedsMemory
    case .notRunning, .unavailable, .killed, .timedOut, .processorTimeExceeded, .answerTooLong:
      false
    }
  }

  /// Returns whether the file may be proven without the reduced picture.
  ///
  /// Reducing a picture for measuring takes memory that decoding could have used.
  static func mightSucceedWithoutPicture(
    _ options: DecodingOptions, _ outcome: DecoderOutcome<DecodedPicture>
  ) -> Bool {
    guard options.contains(.picture) else { return false }
    switch outcome {
    case .crashed: return true
    case .answered(let picture): return picture.problem == .outOfMemory
    case .notRunning, .unavailable, .killed, .timedOut, .processorTimeExceeded, .answerTooLong:
      return false
    }
  }

  /// Returns the total memory that decoding a file reserves: that of its process and the
  /// file's copy in it.
  static func reservation(_ limits: DecoderLimits, fileBytes: Int) -> Int {
    limits.memory + DecoderLimits.overhead + fileBytes
  }

  /// Returns the limits that leave room for a copy of the file within `total` bytes.
  static func limits(within total: Int, fileBytes: Int) -> DecoderLimits {
    DecoderLimits(memory: max(0, total - DecoderLimits.overhead - fileBytes))
  }

  /// Translates the decoder's problem into one that is reported to the user.
  private static func problem(
    _ problem: DecodedPicture.Problem, _ format: MediaFormat
  ) -> FileProblem {
    switch problem {
    case .corrupt(let what): .corrupt(what: "its data can't be decoded: \(what)")
    case .truncated: .truncated(what: "the data end too early")
    case .sizeMismatch(let stated, let decoded):
      .corrupt(what: "the header says \(stated) px, the picture has \(decoded) px")
    case .endMarkMissing: .endMarkerMissing
    case .tooManyPixels(let pixels):
      .tooManyPixels(pixels: pixels, limit: Inspector.pixelLimit)
    case .outOfMemory: .tooComplex(what: "decoding it needs more memory than is available")
    case .unsupported(let what): .notProven(format, why: what)
    }
  }

  /// Merges the facts in the header with those that the decoder found; the header's size
  /// wins.
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

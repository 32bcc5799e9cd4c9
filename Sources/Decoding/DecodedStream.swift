package import Model

/// What `castbook-streams` reports about one file: what was decoded of its sound and
/// pictures, and what went wrong.
///
/// Like `DecodedPicture`, it comes from a process that has decoded an untrusted file, so
/// the receiver validates it like any untrusted input.
package struct DecodedStream: Hashable, Sendable {
  /// What was measured of the sound; `nil` when there is none or it was not requested.
  package var sound: SoundFacts?
  /// What was measured of the pictures; `nil` when there are none or they were not
  /// requested.
  package var film: FilmFacts?
  /// The best parts of the sound, when they were requested.
  package var cuts: [SoundCut] = []
  /// The kinds of private metadata in the file.
  package var privateMetadata: Set<PrivateMetadata> = []
  /// The copy that was made, when one was requested.
  package var copy: ClipCopy?
  /// The number of packets or frames that could not be decoded.
  package var errors = 0
  /// The decoder's message about the first of them.
  package var firstError: String?
  /// Whether the file refers to parts of itself that lie beyond its end.
  package var isTruncated = false
  /// Why the file was not decoded; `nil` when it was.
  package var problem: Problem?

  /// Why a stream was not decoded, or not copied.
  package enum Problem: Hashable, Sendable {
    /// The file could not be read.
    case unreadable
    /// The file is not in the container that was stated.
    case unknownContainer
    /// The file contains neither sound nor pictures.
    case empty
    /// Decoding would take more memory than allowed.
    case outOfMemory
    /// No decoder is available for the codec.
    case noDecoder(codec: String)
    /// A value in the header is impossible, such as "0 channels".
    case invalidHeader(String)
    /// The frame or the samples that were requested do not exist.
    case notFound
    /// A copy cannot begin: no keyframe is in the range where it may start.
    case noKeyframe
    /// A copy cannot be encoded: the libraries on this machine have no encoder for it.
    case noEncoder
    /// A copy cannot be written: its container does not accept the codec.
    case unsupportedCodec
    /// A copy would be too large.
    case tooLarge
  }

  /// Creates a report without any facts.
  package init(problem: Problem? = nil) { self.problem = problem }

  /// The response as it is sent through the pipe.
  package var answer: [UInt8] { Array(json.compactText.utf8) }

  /// Parses a response. Returns `nil` when the bytes are not valid.
  package init?(answer: [UInt8]) {
    let bounds = JSONParser.Bounds(depth: 6)
    guard let json = try? JSONParser.parse(answer, bounds: bounds) else { return nil }
    self.init(json: json)
  }

}

extension DecodedStream: StoredObject {
  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    sound = try fields.optional("sound", \.sound)
    film = try fields.optional("film", \.film)
    cuts = try fields.required("cuts", \.cuts)
    let words = fields.valid("private") { $0.privateMetadata.sorted().map(\.rawValue) }
    privateMetadata = Set((words ?? []).compactMap(PrivateMetadata.init))
    copy = try fields.optional("copy", \.copy)
    errors = try fields.required("errors", \.errors, in: 0...Int.max)
    firstError = fields.valid("firstError", \.firstError).map { String($0.prefix(200)) }
    isTruncated = try fields.required("isCut", \.isTruncated)
    problem = try fields.optional("problem", \.problem)
    try fields.require(cuts.count <= SoundCut.maximumCount, "it has too many cuts")
  }
}

extension DecodedStream.Problem: StoredValue {
  package static var expectation: String { "is not a known problem" }

  /// The names of the problems without further values.
  private static let names: [(name: String, problem: Self)] = [
    ("unreadable", .unreadable), ("unknown", .unknownContainer), ("empty", .empty),
    ("out-of-memory", .outOfMemory), ("not-there", .notFound), ("no-start", .noKeyframe),
    ("no-coder", .noEncoder), ("not-taken", .unsupportedCodec), ("too-large", .tooLarge),
  ]

  /// The problem as JSON: a string, or an object for the cases with a value.
  package var stored: JSONValue {
    switch self {
    case .noDecoder(let codec): ["noDecoder": codec]
    case .invalidHeader(let what): ["senseless": what]
    default: .string(Self.names.first { $0.problem == self }?.name ?? "unreadable")
    }
  }

  /// Parses a problem, and shortens the decoder's messages.
  package init?(stored: JSONValue) {
    if let what = stored["senseless"]?.string {
      self = .invalidHeader(String(what.prefix(80)))
    } else if let codec = stored["noDecoder"]?.string {
      self = .noDecoder(codec: String(codec.prefix(40)))
    } else if let known = Self.names.first(where: { $0.name == stored.string }) {
      self = known.problem
    } else {
      return nil
    }
  }
}

/// A copy is described by times in milliseconds, within about 11 days, and has some bytes.
extension ClipCopy: StoredObject {
  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    let times = 0...1_000_000_000
    start = try fields.required("start", \.start, in: times)
    end = try fields.required("end", \.end, in: times)
    byteCount = try fields.required("bytes", \.byteCount, in: 1...Int.max)
    lostSound = try fields.value("lostSound", \.lostSound, default: 0)
    try fields.require(start < end && times.contains(lostSound), "its times are impossible")
  }
}

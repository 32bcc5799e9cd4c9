package import Model

/// What `castbook-media` reports about one file: what the decoder saw, and what went
/// wrong.
///
/// It travels through a pipe as one JSON object, followed by a zero byte and the raw
/// pixels of the small picture.
///
/// The sender has decoded an untrusted file and may have been compromised by it, so the
/// receiver validates the report like any untrusted input.
package struct DecodedPicture: Hashable, Sendable {
  /// The largest number of pixels that is decoded.
  package static let pixelLimit = 300_000_000
  /// The largest number of bytes of EXIF, XMP and color profile together. As hexadecimal
  /// text they take twice as many bytes of the response.
  package static let metadataByteLimit = 3 << 20

  /// The size at which the picture is meant to be displayed, after the file's rotation and
  /// cropping.
  package var size: PixelSize?
  /// Bits a channel.
  package var depth: Int?
  /// The number of channels, including alpha.
  package var channels: Int?
  /// Whether and how the picture is transparent.
  package var alpha = ImageFacts.Alpha.none
  /// The number of separate pictures in the file.
  package var pages: Int?
  /// The page that was decoded, from 1; `nil` for the first.
  package var page: Int?
  /// The number of frames of an animation; `nil` for a still picture.
  package var frames: Int?
  /// The number of bytes behind the last part of the picture.
  package var trailing: Int?
  /// The EXIF block, without a header of its container.
  package var exif: [UInt8]?
  /// The XMP packet.
  package var xmp: [UInt8]?
  /// The ICC profile.
  package var profile: [UInt8]?
  /// The color primaries and transfer function by their numbers in ITU-T H.273.
  package var codePoints: CodePoints?
  /// The first picture reduced to 64 × 64 lumas, in the orientation of `size`.
  package var luma: LumaPlane?
  /// The first picture reduced to the size at which it is measured.
  package var small: SmallPicture?
  /// Whether the small picture was requested, but making it would take more memory than
  /// allowed.
  package var exceedsMemory = false
  /// Why the picture was not decoded completely; `nil` when it was.
  package var problem: Problem?

  /// Numbers of ITU-T H.273 that describe colors.
  package struct CodePoints: Hashable, Sendable {
    package let primaries: Int
    package let transfer: Int

    package init(primaries: Int, transfer: Int) {
      self.primaries = primaries
      self.transfer = transfer
    }
  }

  /// Why a picture was not decoded completely.
  package enum Problem: Error, Hashable {
    /// The data is invalid, with the decoder's message.
    case corrupt(String)
    /// The data ends too early, with the decoder's message.
    case truncated(String)
    /// The header states another size than the data has.
    case sizeMismatch(stated: PixelSize, decoded: PixelSize)
    case endMarkerMissing
    /// The picture has more pixels than `pixelLimit`.
    case tooManyPixels(Int)
    /// Decoding would take more memory than allowed.
    case outOfMemory
    /// Decoding would take too long, with the reason.
    case tooComplex(String)
    /// The decoder does not support the coding, with its message.
    case unsupported(String)
  }

  /// Creates a report without any facts.
  package init(problem: Problem? = nil) { self.problem = problem }
}

/// A format that is decoded in a separate process. The raw value is its number in
/// requests.
package enum DecodedFormat: UInt32, CaseIterable, Sendable {
  case heic = 1
  case avif = 2
  case gif = 3
  case tiff = 4
  case webp = 5

  /// Returns `nil` for a format that is decoded in the same process or not at all.
  package init?(_ format: MediaFormat) {
    guard let known = Self.allCases.first(where: { $0.mediaFormat == format }) else { return nil }
    self = known
  }

  /// The general media format of this decoder format.
  package var mediaFormat: MediaFormat {
    switch self {
    case .heic: .heic
    case .avif: .avif
    case .gif: .gif
    case .tiff: .tiff
    case .webp: .webp
    }
  }
}

extension DecodedPicture {
  /// The response as it is sent through the pipe: JSON and, when there is a small picture,
  /// a zero byte and its pixels.
  package var answer: [UInt8] {
    let text = Array(json.compactText.utf8)
    return small.map { text + [0] + $0.pixels } ?? text
  }

  /// Parses a response. Returns `nil` when the bytes are not valid.
  package init?(answer: [UInt8]) {
    // JSON text contains no zero byte.
    let end = answer.firstIndex(of: 0) ?? answer.endIndex
    let bounds = JSONParser.Bounds(depth: 4)
    guard let json = try? JSONParser.parse(Array(answer[..<end]), bounds: bounds) else {
      return nil
    }
    self.init(json: json)
    let pixels = Array(answer[end...].dropFirst())
    if let picture = json["picture"] {
      guard let known = SmallPicture(description: picture, pixels: pixels) else { return nil }
      small = known
    } else if !pixels.isEmpty {
      return nil
    }
  }
}

extension DecodedPicture: StoredObject {
  /// The response without the pixels of the small picture. Optional numbers out of range are
  /// dropped.
  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    size = try fields.inline(ifAny: "width", "height") { $0.size }
    depth = fields.valid("depth", \.depth) { (1...64).contains($0) }
    channels = fields.valid("channels", \.channels) { (1...64).contains($0) }
    alpha = try fields.required("alpha", \.alpha)
    let pages = fields.valid("pages", \.pages) { $0 >= 1 }
    self.pages = pages
    page = fields.valid("page", \.page) { (2...max(2, pages ?? 0)).contains($0) }
    frames = fields.valid("frames", \.frames) { $0 >= 1 }
    trailing = fields.valid("trailing", \.trailing) { $0 >= 1 }
    exif = fields.valid("exif") { $0.exif.map(HexBytes.init) }?.bytes
    xmp = fields.valid("xmp") { $0.xmp.map(HexBytes.init) }?.bytes
    profile = fields.valid("profile") { $0.profile.map(HexBytes.init) }?.bytes
    let primaries = fields.valid("primaries") { $0.codePoints?.primaries }
    let transfer = fields.valid("transfer") { $0.codePoints?.transfer }
    codePoints = primaries.flatMap { primaries in
      transfer.map { CodePoints(primaries: primaries, transfer: $0) }
    }
    luma = try fields.optional("luma", \.luma)
    // The pixels follow the text, and are put in by `init(answer:)`.
    _ = fields.valid("picture") { $0.small?.description }
    exceedsMemory = fields.valid("tooLargeToHold") { $0.exceedsMemory ? true : nil } ?? false
    problem = try fields.optional("problem", \.problem)
  }
}

/// Lumas are sent in hexadecimal digits, always 64 × 64.
extension LumaPlane: StoredValue {
  package static var expectation: String { "is not a plane of lumas" }

  package init?(stored: JSONValue) {
    guard let samples = HexBytes(stored: stored)?.bytes else { return nil }
    self.init(width: Self.side, height: Self.side, samples: samples)
  }

  package var stored: JSONValue { HexBytes(samples).stored }
}

extension DecodedPicture.Problem: StoredValue {
  package static var expectation: String { "is not a known problem" }

  /// The problem as a JSON object whose `kind` tells the case.
  package var stored: JSONValue {
    switch self {
    case .corrupt(let what): ["kind": "corrupt", "what": what]
    case .truncated(let what): ["kind": "truncated", "what": what]
    case .sizeMismatch(let stated, let decoded):
      ["kind": "other-size", "stated": stated.stored, "decoded": decoded.stored]
    case .endMarkerMissing: ["kind": "end-mark-missing"]
    case .tooManyPixels(let pixels):
      // Integers in JSON are exact only up to 2^53; a header may claim more.
      ["kind": "too-many-pixels", "pixels": JSONValue.integer(min(pixels, 1 << 53))]
    case .outOfMemory: ["kind": "out-of-memory"]
    case .tooComplex(let what): ["kind": "too-complex", "what": what]
    case .unsupported(let what): ["kind": "unsupported", "what": what]
    }
  }

  /// Parses a problem. Returns `nil` for an unknown kind.
  package init?(stored json: JSONValue) {
    // The decoder's message is shown to people: it becomes one line of limited length
    // without control characters. Unicode scalars are counted, since a letter may have any
    // number of marks on it.
    let words = (json["what"]?.string ?? "").unicodeScalars.prefix(200)
    let what = sanitized(String(String.UnicodeScalarView(words)))
    switch json["kind"]?.string {
    case "corrupt": self = .corrupt(what)
    case "truncated": self = .truncated(what)
    case "other-size":
      guard let stated = json["stated"].flatMap(PixelSize.init(json:)),
        let decoded = json["decoded"].flatMap(PixelSize.init(json:))
      else { return nil }
      self = .sizeMismatch(stated: stated, decoded: decoded)
    case "end-mark-missing": self = .endMarkerMissing
    case "too-many-pixels":
      guard let pixels = json["pixels"]?.integer, pixels > 0 else { return nil }
      self = .tooManyPixels(pixels)
    case "out-of-memory": self = .outOfMemory
    case "too-complex": self = .tooComplex(what)
    case "unsupported": self = .unsupported(what)
    default: return nil
    }
  }
}

extension SmallPicture {
  /// The description of the small picture. Its pixels follow the JSON as raw bytes.
  fileprivate var description: JSONValue {
    [
      "width": codedSize.width, "height": codedSize.height, "colors": colors, "bytes": pixels.count,
      "native": statistics?.numbers,
    ]
  }

  /// Parses a description. Returns `nil` unless it matches the number of pixel bytes.
  fileprivate init?(description json: JSONValue, pixels: [UInt8]) {
    guard let size = PixelSize(json: json),
      let colors = json["colors"]?.string.flatMap(Colors.init(rawValue:)),
      json["bytes"]?.integer == pixels.count
    else { return nil }
    var statistics: NativeStatistics?
    if let numbers = json["native"]?.array {
      guard let counted = NativeStatistics(numbers: numbers.map { $0.integer ?? -1 }, of: size)
      else { return nil }
      statistics = counted
    }
    self.init(codedSize: size, colors: colors, pixels: pixels, statistics: statistics)
  }
}

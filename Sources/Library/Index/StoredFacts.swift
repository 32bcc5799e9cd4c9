package import Model

/// What an examination of a file found, as a row of the table `blob`.
///
/// What every list shows has its own columns. The rest is JSON text, which omits default values.
struct StoredFacts {
  /// The values for the columns `examined`, `bytes`, `format`, `width`, `height`, `milliseconds`,
  /// `hash`, `mirrored` and `facts`.
  let values: [any SQLConvertible]

  /// The version of the JSON text, stored as `examined`. Only the same version reads it; if it
  /// changes, files are examined again.
  static let version = 5

  /// The values for the facts of an examination.
  init(_ facts: FileFacts) {
    let size = facts.image?.size ?? facts.clip?.size
    let rest = Self.rest(of: facts)
    values = [
      Self.version, facts.byteCount, facts.format?.rawValue,
      size?.width, size?.height,
      facts.clip?.milliseconds ?? facts.sound?.milliseconds,
      facts.perceptual.map { Int(bitPattern: UInt($0.bits)) },
      facts.perceptual.map { Int(bitPattern: UInt($0.mirrored)) },
      rest.members?.isEmpty == true ? nil : rest.compactText,
    ]
  }

  /// The facts without columns of their own. Members with default values are `nil`.
  private static func rest(of facts: FileFacts) -> JSONValue {
    let isPicture = facts.format?.medium == .picture
    let head: JSONValue = [
      "unproven": (!facts.isProven).orNil, "noImage": (facts.image == nil && isPicture).orNil,
    ]
    return head.adding(facts.image?.stored ?? [:]).adding([
      "private": facts.privateMetadata.sorted().nonEmpty,
      "problems": facts.problems.compactMap(\.stored).nonEmpty,
      "sound": facts.sound?.stored, "film": facts.film?.stored,
      "provenance": facts.provenance?.stored,
    ])
  }

  /// The facts of a file from a row with the columns `digest`, `bytes`, `format`, `width`,
  /// `height`, `milliseconds` and `facts`, which begin at `column`. Throws if the JSON text is
  /// invalid.
  static func read(_ row: borrowing Row, from column: Int, path: FilePath) throws -> FileFacts {
    var facts = FileFacts(path: path)
    facts.digest = try row.digest(column)
    facts.byteCount = row.optionalInteger(column + 1)
    facts.format = row.optionalText(column + 2).flatMap(MediaFormat.init(rawValue:))
    let width = row.optionalInteger(column + 3)
    let height = row.optionalInteger(column + 4)
    let size = width.flatMap { width in height.map { PixelSize(width: width, height: $0) } }
    let rest = try row.optionalText(column + 6).map { text in
      try JSONParser.parse(Array(text.utf8))
    }
    facts.isProven = rest?["unproven"] == nil
    if facts.format?.medium == .picture, rest?["noImage"] == nil, let size {
      var image = ImageFacts(json: rest ?? [:])
      // The stored size is upright. Applying the orientation again gives the coded size, because it
      // only swaps the sides or keeps them.
      if let orientation = image?.orientation { image?.codedSize = size.upright(orientation) }
      image?.privateMetadata = privateMetadata(rest)
      facts.image = image
    } else if facts.format?.medium == .clip {
      facts.clip = ClipFacts(size: size, milliseconds: row.optionalInteger(column + 5))
    }
    facts.sound = rest?["sound"].flatMap(SoundFacts.init(json:))
    facts.film = rest?["film"].flatMap(FilmFacts.init(json:))
    facts.provenance = rest?["provenance"].flatMap(ProvenanceFacts.init(json:))
    if facts.image == nil { facts.streamMetadata = privateMetadata(rest) }
    facts.problems = (rest?["problems"]?.array ?? []).compactMap(FileProblem.init(stored:))
    return facts
  }

  private static func privateMetadata(_ rest: JSONValue?) -> Set<PrivateMetadata> {
    Set(
      (rest?["private"]?.array ?? []).compactMap(\.string)
        .compactMap(PrivateMetadata.init(rawValue:)))
  }
}

/// The facts of a picture that have no columns of their own. Its size is added by the reader.
extension ImageFacts: StoredObject {
  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    let orientation = fields.valid("orientation", \.orientation.rawValue, default: 1)
    let note = fields.valid("orientationNote") { $0.orientationNote?.nonEmpty }
    self.init(
      codedSize: PixelSize(width: 0, height: 0),
      depth: fields.valid("depth", \.depth, default: 8),
      channels: fields.valid("channels", \.channels, default: 3))
    self.orientation = Orientation(rawValue: orientation) ?? .upright
    orientationNote = note
    alpha = fields.valid("alpha", \.alpha, default: .none)
    color = fields.valid("color", \.color, default: .untagged)
    frames = fields.valid("frames", \.frames, default: 1)
    pages = fields.valid("pages", \.pages, default: 1)
    coding.isProgressive = fields.valid("progressive", \.coding.isProgressive, default: false)
    coding.rare = fields.valid("rare") { $0.coding.rare?.nonEmpty }
    coding.sampling = fields.valid("sampling") { $0.coding.sampling?.nonEmpty }
    otherDataBytes = fields.valid("otherData", \.otherDataBytes, default: 0)
    page = fields.valid("page", \.page, default: 1)
    let byteCount = fields.valid("trailing") { $0.trailing?.byteCount }
    let isAnnounced = fields.valid("announced") { $0.trailing?.isAnnounced.orNil } ?? false
    trailing = byteCount.map { Trailing(byteCount: $0, isAnnounced: isAnnounced) }
  }
}

extension Fields {
  /// Returns a field that is left out when it has its default value, which also replaces an invalid
  /// one.
  fileprivate mutating func valid<Value: StoredValue & Equatable>(
    _ key: String, _ value: (Object) -> Value, default defaultValue: Value
  ) -> Value {
    valid(key) { value($0) == defaultValue ? nil : value($0) } ?? defaultValue
  }
}

extension ColorSpace: StoredValue {
  package static var expectation: String { "is not a color space" }

  /// The stored form. A picture that states no color space has none.
  package var stored: JSONValue {
    switch self {
    case .untagged: .null
    case .sRGB: ["space": "srgb"]
    case .profile(let name): ["space": "profile", "name": name]
    case .named(let name): ["space": "named", "name": name]
    case .cmyk(let name): ["space": "cmyk", "name": name]
    }
  }

  package init?(stored: JSONValue) {
    let name = stored["name"]?.string
    switch stored["space"]?.string {
    case "srgb": self = .sRGB
    case "profile": self = .profile(name ?? "")
    case "named": self = .named(name ?? "")
    case "cmyk": self = .cmyk(name)
    default: return nil
    }
  }
}

extension FileProblem {
  /// The stored form; `nil` for a transient problem, which is due to circumstances and not to the
  /// bytes.
  fileprivate var stored: JSONValue? {
    switch self {
    case .endMarkerMissing: ["problem": "end-mark-missing"]
    case .badProfile(let what): ["problem": "bad-profile", "what": what]
    case .blemish(let what): ["problem": "blemish", "what": what]
    case .corrupt(let what): ["problem": "corrupt", "what": what]
    case .truncated(let what): ["problem": "truncated", "what": what]
    case .unknownFormat: ["problem": "unknown-format"]
    case .empty: ["problem": "empty"]
    case .notMedia(let format): ["problem": "not-media", "format": format]
    case .tooManyPixels(let pixels, let limit):
      ["problem": "too-many-pixels", "pixels": pixels, "limit": limit]
    case .tooComplex(let what): ["problem": "too-complex", "what": what]
    case .notProven(let format, let why):
      ["problem": "not-proven", "format": format, "why": why]
    case .notFound, .danglingLink, .absent, .unreadable, .notRegular, .changedWhileRead,
      .tooLargeToRead,
      .undecided,
      .noDecoder:
      nil
    }
  }

  fileprivate init?(stored: JSONValue) {
    let what = stored["what"]?.string ?? ""
    let format = stored["format"]?.string.flatMap(MediaFormat.init(rawValue:)) ?? .unknown
    switch stored["problem"]?.string {
    case "end-mark-missing": self = .endMarkerMissing
    case "bad-profile": self = .badProfile(what: what)
    case "blemish": self = .blemish(what: what)
    case "corrupt": self = .corrupt(what: what)
    case "truncated": self = .truncated(what: what)
    case "unknown-format": self = .unknownFormat
    case "empty": self = .empty
    case "not-media": self = .notMedia(format)
    case "too-many-pixels":
      self = .tooManyPixels(
        pixels: stored["pixels"]?.integer ?? 0, limit: stored["limit"]?.integer ?? 0)
    case "too-complex": self = .tooComplex(what: what)
    case "not-proven": self = .notProven(format, why: stored["why"]?.string)
    default: return nil
    }
  }

  /// Whether the problem is due to circumstances and not to the bytes, so that another examination
  /// may have another result.
  var isTransient: Bool { stored == nil }
}

extension FileFacts {
  /// Whether another examination may find more, because memory was short or a decoder is missing,
  /// for example.
  package var isUndecided: Bool { problems.contains(where: \.isTransient) }
}

public import Model

/// What one slot of a target accepts. A rule that is `nil` is not stated anywhere.
public struct SlotRules: Sendable {
  public let slot: Slot
  /// The target that makes what is sent in this slot. Then the rules of that target's slot of the
  /// same name apply to files.
  public let via: TargetID?
  /// A target with stricter rules, although files that pass here are accepted by others. A file
  /// that passes here and not there causes a warning.
  public let official: TargetID?
  /// Whether the slot accepts only the id of something that was made elsewhere, and never a file.
  public let acceptsOnlyIDs: Bool
  /// The ways in which a file of this slot can be used: `feature_video`, `base_video`.
  public let uses: [String]
  /// The only use that is made of a video in this slot; `nil` when the request states the use, or
  /// no source says which it is.
  public let use: VideoUse?
  /// Which files are used when there are more than `perRequest` allows; `nil` when too many are
  /// refused, or no source says what happens.
  public let excess: Excess?
  /// The number of files or elements of this slot in one request.
  public let perRequest: Fact<Range>?
  /// The number of pictures that make one element.
  public let pictures: Fact<Range>?
  /// The accepted file formats.
  public let formats: Fact<[MediaFormat]>?
  /// The maximum size of one file.
  public let bytes: Fact<ByteLimit>?
  /// The maximum size of all files of this slot together.
  public let totalBytes: Fact<ByteLimit>?
  /// The length of each side in pixels, upright.
  public let side: Fact<Range>?
  /// The length of the shorter side in pixels, when the longer one is free.
  public let shorterSide: Fact<Range>?
  public let area: Fact<Range>?
  /// The range of width divided by height.
  public let aspect: Fact<AspectRange>?
  /// The only accepted ratios, when not every ratio is: `16:9`.
  public let aspects: Fact<[Ratio]>?
  /// A named resolution: `1080p`.
  public let resolution: Fact<String>?
  /// The duration of one file.
  public let seconds: Fact<SecondsRange>?
  /// The duration of all files of this slot together.
  public let totalSeconds: Fact<SecondsRange>?
  public let framesPerSecond: Fact<Range>?
  /// The number of seconds that the provider waits for a file that is sent as an address.
  public let fetchSeconds: Fact<Int>?
  /// How a file can be sent: by its address, or in the request itself. `nil` when the slot states
  /// nothing of its own.
  public let accepts: Fact<[FileForm]>?
  /// The maximum size of a file that is sent as a data URI, when it differs.
  public let inlineBytes: Fact<ByteLimit>?
  /// What the file must show, in the provider's words.
  public let content: [String]
  /// Other rules of the slot, in words.
  public let rules: [String]

  /// Which of too many files are used.
  public enum Excess: String, CaseIterable, ProfileReadable, Sendable {
    case keepsFirst = "keeps-first"
    case keepsLast = "keeps-last"
  }

  /// How a file is sent in a request.
  public enum FileForm: String, CaseIterable, ProfileReadable, Sendable {
    case url, base64
    case dataURI = "data-uri"
  }

  /// A range of whole numbers; a bound that is `nil` doesn't exist.
  public struct Range: Hashable, Sendable {
    public let minimum: Int?
    public let maximum: Int?
    /// `false` when the provider excludes the bounds themselves; `nil` when it doesn't say.
    public let inclusive: Bool?
  }

  /// A range of ratios of width to height.
  public struct AspectRange: Hashable, Sendable {
    public let minimum: Ratio?
    public let maximum: Ratio?
    /// `false` when the provider excludes the bounds themselves; `nil` when it doesn't say.
    public let inclusive: Bool?
  }

  /// A range of durations in milliseconds, so 15.5 seconds are exact.
  public struct SecondsRange: Hashable, Sendable {
    public let minimumMilliseconds: Int?
    public let maximumMilliseconds: Int?
    public let inclusive: Bool?
    /// The maxima that replace the general one under settings: `character_orientation=image` → 10
    /// s.
    public let perSetting: [Setting: Int]
  }

  /// A size as providers write it, "10MB", with both readings of its unit.
  public struct ByteLimit: Hashable, Sendable {
    /// The size in the provider's words.
    public let stated: String
    /// The maximum in bytes by powers of 1000: every reading accepts a file up to here.
    public let decimal: Int
    /// The maximum in bytes by powers of 1024: no reading accepts a larger file.
    public let binary: Int
    public let inclusive: Bool?
    /// Whether the limit counts the length of the data URI instead of that of the file in it.
    public let isEncoded: Bool

    /// The size for a sentence, with a space before its unit: `10 MB`.
    public var words: String {
      let end = stated.lastIndex(where: \.isNumber).map(stated.index(after:)) ?? stated.endIndex
      guard end < stated.endIndex, stated[end].isLetter else { return stated }
      return "\(stated[..<end]) \(stated[end...])"
    }
  }
}

extension SlotRules: ProfilePart {
  /// Reads the rules of one slot, and refuses those that contradict each other.
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    slot = try Slot(ProfileValue(json: .string(reader.path.last ?? ""), path: reader.path))
    try reader.applyBasis()
    via = try reader.optional("via")
    official = try reader.optional("official")
    acceptsOnlyIDs = try reader.optional("idOnly") ?? false
    uses = try reader.nonEmptyList("uses")
    use = try reader.optional("use")
    excess = try reader.optional("excess")
    perRequest = try reader.objectFact("perRequest")
    pictures = try reader.objectFact("pictures")
    formats = try reader.fact("formats") { value throws(ProfileFault) in
      let formats = try value.items(of: "formats").map(MediaFormat.init)
      return formats.withoutRepeats
    }
    bytes = try reader.objectFact("bytes")
    totalBytes = try reader.objectFact("totalBytes")
    side = try reader.objectFact("side")
    shorterSide = try reader.objectFact("shorterSide")
    area = try reader.objectFact("area")
    aspect = try reader.objectFact("aspect")
    aspects = try reader.fact("aspects") { value throws(ProfileFault) in
      try value.items(of: "ratios").map(Ratio.init)
    }
    resolution = try reader.fact("resolution")
    seconds = try reader.objectFact("seconds")
    totalSeconds = try reader.objectFact("totalSeconds")
    framesPerSecond = try reader.objectFact("framesPerSecond")
    fetchSeconds = try reader.fact("fetchSeconds")
    accepts = try reader.fact("accepts") { value throws(ProfileFault) in try value.choices() }
    inlineBytes = try reader.objectFact("inlineBytes")
    content = try reader.list("content")
    rules = try reader.list("rules")
    if use != nil, slot != .video || !uses.isEmpty {
      throw reader.fault("only a \"video\" without \"uses\" has a single use", at: "use")
    }
    if excess != nil, perRequest?.value.maximum == nil {
      throw reader.fault("needs \"perRequest\" with \"max\"", at: "excess")
    }
    if pictures != nil, slot != .element {
      throw reader.fault("only the slot \"element\" is made from several pictures", at: "pictures")
    }
    if acceptsOnlyIDs, via != nil || formats != nil || bytes != nil {
      throw reader.fault("a slot that accepts no file has no file limits", at: "idOnly")
    }
  }
}

extension SlotRules.Range: ProfilePart {
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    self = try reader.range(inclusive: reader.optional("inclusive"))
  }
}

extension SlotRules.AspectRange: ProfilePart {
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    minimum = try reader.optional("min")
    maximum = try reader.optional("max")
    inclusive = try reader.optional("inclusive")
    if minimum == nil, maximum == nil { throw try reader.missing("\"min\", \"max\" or both") }
    try reader.requireOrder(minimum, maximum) { $0.isGreater(than: $1) }
  }
}

extension SlotRules.ByteLimit: ProfilePart {
  /// Reads a size. The limit of a data URI may state that it counts the URI itself.
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    stated = try reader.required("stated")
    decimal = try reader.optional("decimal") ?? 0
    binary = try reader.optional("binary") ?? 0
    inclusive = try reader.optional("inclusive")
    isEncoded =
      try reader.path.last == "inlineBytes" ? reader.optional("encoded") ?? false : false
    guard 0 < decimal, decimal <= binary else {
      throw try reader.missing("\"decimal\" and \"binary\", both readings of the size in bytes")
    }
  }
}

extension SlotRules.SecondsRange: ProfilePart {
  /// Reads a range of seconds, which may have other maxima under settings.
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    minimumMilliseconds = try reader.value("min").map(Self.milliseconds)
    maximumMilliseconds = try reader.value("max").map(Self.milliseconds)
    inclusive = try reader.optional("inclusive")
    perSetting = try reader.maximaBySetting(Self.milliseconds)
    let maxima = [maximumMilliseconds].compactMap(\.self) + perSetting.values.sorted()
    if minimumMilliseconds == nil, maxima.isEmpty {
      throw try reader.missing("\"min\", \"max\" or \"maxBySetting\"")
    }
    for maximum in maxima {
      try reader.requireOrder(
        minimumMilliseconds, maximum, words: { Decimal.text(scaled: $0, digits: 3) }, isAbove: >)
    }
  }

  /// Converts a number of seconds with at most three decimals to milliseconds.
  private static func milliseconds(_ value: ProfileValue) throws(ProfileFault) -> Int {
    guard let milliseconds = milliseconds(of: value.json) else {
      throw value.fault(
        "should be 0 or more seconds with at most three decimals, is \(value.json.messageText)")
    }
    return milliseconds
  }

  /// Converts a number of seconds to milliseconds; `nil` for a negative number, for more than three
  /// decimals, and for a million seconds or more.
  private static func milliseconds(of value: JSONValue) -> Int? {
    switch value {
    case .integer(let number) where (0...1_000_000).contains(number): return number * 1000
    case .number(let text):
      let parts = text.split(separator: ".", omittingEmptySubsequences: false)
      // Signs and exponents are refused: -0.5 would be read as 0.5.
      guard parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
        parts.count == 2, parts[1].count <= 3, let whole = Int(parts[0]), whole < 1_000_000,
        let rest = Int(parts[1] + String(repeating: "0", count: 3 - parts[1].count))
      else { return nil }
      return whole * 1000 + rest
    default: return nil
    }
  }
}

extension ProfileReader {
  /// Reads `min`, `max` or both; at least one must be present.
  mutating func range(inclusive: Bool?) throws(ProfileFault) -> SlotRules.Range {
    guard let range = try optionalRange(inclusive: inclusive) else {
      throw try missing("\"min\", \"max\" or both")
    }
    return range
  }

  /// Reads `min`, `max` or both; `nil` when both are absent.
  mutating func optionalRange(inclusive: Bool?) throws(ProfileFault) -> SlotRules.Range? {
    let range = SlotRules.Range(
      minimum: try optional("min"), maximum: try optional("max"), inclusive: inclusive)
    try requireOrder(range.minimum, range.maximum, isAbove: >)
    return range.minimum == nil && range.maximum == nil ? nil : range
  }

  /// Creates the error about missing keys, unless there is an unknown one: a misspelt key is the
  /// more likely mistake, so it is reported first.
  fileprivate func missing(_ keys: String) throws(ProfileFault) -> ProfileFault {
    try finish()
    return fault("needs \(keys)")
  }
}

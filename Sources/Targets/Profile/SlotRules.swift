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
  /// How many files or elements of this slot one request accepts.
  public let perRequest: Fact<Range>?
  /// How many pictures make one element.
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
  /// The number of pixels.
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
  /// How many seconds the provider waits for a file that is sent as an address.
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

  /// How a file is sent in a request.
  public enum FileForm: String, CaseIterable, Sendable {
    case url, base64
    case dataURI = "data-uri"
  }

  /// A range of whole numbers; a bound that is `nil` doesn't exist.
  public struct Range: Hashable, Sendable {
    public let minimum: Int?
    public let maximum: Int?
    /// `false` when the provider excludes the bounds themselves; `nil` when it doesn't say.
    public let inclusive: Bool?

    package init(minimum: Int?, maximum: Int?, inclusive: Bool?) {
      self.minimum = minimum
      self.maximum = maximum
      self.inclusive = inclusive
    }
  }

  /// A range of ratios of width to height.
  public struct AspectRange: Hashable, Sendable {
    public let minimum: Ratio?
    public let maximum: Ratio?
    /// `false` when the provider excludes the bounds themselves; `nil` when it doesn't say.
    public let inclusive: Bool?
  }

  /// A range of durations in milliseconds, so that 15.5 seconds are exact.
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
  }
}

public import Model

/// What one slot of a target takes. A rule that is absent was stated nowhere.
public struct SlotRules: Sendable {
  public let slot: Slot
  /// The target that makes what goes into this slot; then that one's slot of the same name rules.
  public let via: TargetID?
  /// The target whose rules are stricter, though files that pass here are taken by others: then whoever passes
  /// here and not there is warned.
  public let official: TargetID?
  /// Whether what goes in is an id that was given for something made elsewhere, and never a file.
  public let isByIDOnly: Bool
  /// The ways in which a file of this slot can be used: `feature_video`, `base_video`.
  public let uses: [String]
  /// How many of this slot one request takes.
  public let perRequest: Fact<Range>?
  /// How many pictures make one element.
  public let pictures: Fact<Range>?
  public let formats: Fact<[MediaFormat]>?
  public let bytes: Fact<ByteLimit>?
  /// Bytes of all files of this slot together.
  public let totalBytes: Fact<ByteLimit>?
  /// Pixels of each side, upright.
  public let side: Fact<Range>?
  /// Pixels of the shorter side, where the longer one is free.
  public let shorterSide: Fact<Range>?
  /// Pixels in all.
  public let area: Fact<Range>?
  public let aspect: Fact<AspectRange>?
  /// The ratios that are taken when only some are: `16:9`.
  public let aspects: Fact<[Ratio]>?
  /// A named resolution: `1080p`.
  public let resolution: Fact<String>?
  public let seconds: Fact<SecondsRange>?
  /// Seconds of all files of this slot together.
  public let totalSeconds: Fact<SecondsRange>?
  public let framesPerSecond: Fact<Range>?
  /// How long the provider waits for a file it is sent as an address.
  public let fetchSeconds: Fact<Int>?
  /// How a file can be given: by an address, or in the request itself. `nil` where the slot says nothing of its own.
  public let accepts: Fact<[FileForm]>?
  /// Bytes when sent as a data URI, where they differ.
  public let inlineBytes: Fact<ByteLimit>?
  /// What the file must show, in the provider's words.
  public let content: [String]
  /// Anything else about the slot, in words.
  public let rules: [String]

  /// How a file is given in a request.
  public enum FileForm: String, CaseIterable, Sendable {
    case url, base64
    case dataURI = "data-uri"
  }

  /// A range of whole numbers, either end open.
  public struct Range: Hashable, Sendable {
    public let minimum: Int?
    public let maximum: Int?
    /// False where the provider excludes the bounds themselves; nothing where it doesn't say.
    public let inclusive: Bool?

    package init(minimum: Int?, maximum: Int?, inclusive: Bool?) {
      self.minimum = minimum
      self.maximum = maximum
      self.inclusive = inclusive
    }
  }

  /// Width over height.
  public struct AspectRange: Hashable, Sendable {
    public let minimum: Ratio?
    public let maximum: Ratio?
    public let inclusive: Bool?
  }

  /// A duration in thousandths of a second, so that 15.5 is exact.
  public struct SecondsRange: Hashable, Sendable {
    public let minimumMilliseconds: Int?
    public let maximumMilliseconds: Int?
    public let inclusive: Bool?
    /// The maxima that hold for a setting's values: `character_orientation=image` → 10 s.
    public let perSetting: [Setting: Int]
  }

  /// A size as providers write it, "10MB", with both readings of the unit.
  public struct ByteLimit: Hashable, Sendable {
    public let stated: String
    /// Up to here everyone agrees.
    public let decimal: Int
    /// Above this nobody does.
    public let binary: Int
    public let inclusive: Bool?
    /// Whether what counts is the length of the data URI, not that of the file in it.
    public let isEncoded: Bool
  }
}

public import Model

extension PreparationStep {
  /// Creates a step from its JSON object; returns `nil` when the step is unknown, as one from a
  /// newer version may be, or when a value is missing or out of range.
  ///
  /// It reads what `json` writes, so `PreparationStep(json: step.json) == step`.
  public init?(json: JSONValue) {
    guard let step = Self.fileStep(json) ?? Self.pixelStep(json) else { return nil }
    self = step
  }

  /// Reads a step that affects the file or the coding of its picture, sound or clip.
  private static func fileStep(_ json: JSONValue) -> PreparationStep? {
    switch json["step"]?.string {
    case "take-first":
      for several in [PartKind.frames, .pages, .tracks] {
        if let count = json[several.rawValue]?.integer { return .keepFirst(of: count, several) }
      }
      return nil
    case "take-primary":
      guard let count = json["pages"]?.integer, let number = json["picture"]?.integer,
        (1...max(1, count)).contains(number)
      else { return nil }
      return .keepPrimary(number, of: count)
    case "turn":
      return json["orientation"]?.integer.flatMap(Orientation.init(rawValue:)).map { .turn($0) }
    case "drop-metadata": return .dropMetadata(privateMetadata(json))
    case "keep-metadata": return .keepMetadata(privateMetadata(json))
    case "drop-profile": return .dropProfile
    case "drop-trailing": return json["bytes"]?.integer.map { .dropTrailing($0) }
    case "close-end": return .addMissingEnd
    case "encode":
      if let quality = json["quality"]?.integer, let sampling = json["sampling"]?.string {
        return .encode(.jpeg(quality: quality, sampling: sampling))
      }
      switch json["format"]?.string {
      case MediaFormat.png.rawValue: return .encode(.png)
      case MediaFormat.wav.rawValue: return .encode(.wav)
      case "h264": return .encode(.h264)
      case "aac": return .encode(.aac)
      default: return nil
      }
    case "cut":
      guard let start = json["start"]?.integer, let end = json["end"]?.integer,
        let rate = json["rate"]?.integer, start >= 0, start < end, rate > 0
      else { return nil }
      return .cut(start: start, end: end, rate: rate)
    case "trim":
      guard let start = json["start-ms"]?.integer, let end = json["end-ms"]?.integer, start >= 0,
        start < end
      else { return nil }
      return .trim(start: start, end: end)
    case "deinterlace": return json.word("first").map { .deinterlace($0) }
    case "thin": return json["every"]?.integer.flatMap { $0 > 1 ? .thin(every: $0) : nil }
    case "one-channel":
      guard let channel = json["channel"]?.integer, let count = json["of"]?.integer,
        channel >= 0, channel < count
      else { return nil }
      return .oneChannel(channel, of: count)
    case "keep-coding": return json.word("format").map { .keepCoding($0) }
    default: return nil
    }
  }

  private static func pixelStep(_ json: JSONValue) -> PreparationStep? {
    let size = size(json["width"], json["height"])
    let color = json["color"]?.string.flatMap(PixelColor.init)
    switch json["step"]?.string {
    case "convert-colors": return json["from"]?.string.map { .convertColors(from: $0) }
    case "reduce-depth": return json["from"]?.integer.map { .reduceDepth(from: $0) }
    case "lay-over":
      guard let color, let because: BackdropReason = json.word("because") else { return nil }
      return .flatten(color, because)
    case "crop":
      guard let size, let x = json["x"]?.integer, let y = json["y"]?.integer,
        let because: CropReason = json.word("because")
      else { return nil }
      return .crop(PixelBox(x: x, y: y, width: size.width, height: size.height), because)
    case "scale":
      let sides = json["from"]?.array ?? []
      guard let size, sides.count == 2, let from = Self.size(sides[0], sides[1]),
        let because: ScaleReason = json.word("because")
      else { return nil }
      return .scale(from: from, to: size, because)
    case "pad":
      guard let size, let color, let x = json["x"]?.integer, let y = json["y"]?.integer else {
        return nil
      }
      return .pad(to: size, x: x, y: y, color)
    default: return nil
    }
  }

  /// Returns the kinds of private metadata that a step lists.
  private static func privateMetadata(_ json: JSONValue) -> [PrivateMetadata] {
    (json["private"]?.array ?? []).compactMap(\.string)
      .compactMap(PrivateMetadata.init(rawValue:))
  }

  /// Returns a size, or `nil` when a side is missing or not positive.
  private static func size(_ width: JSONValue?, _ height: JSONValue?) -> PixelSize? {
    guard let width = width?.integer, let height = height?.integer, width > 0, height > 0 else {
      return nil
    }
    return PixelSize(width: width, height: height)
  }

  /// Describes recorded steps in their order, separated by semicolons.
  ///
  /// A step that can't be read is described by its name, with control characters removed, or by `?`
  /// when it has none.
  public static func words(_ steps: [JSONValue]) -> String {
    steps.map { step in
      PreparationStep(json: step)?.summary ?? step["step"]?.string.map { sanitized($0) } ?? "?"
    }.joined(separator: "; ")
  }
}

extension JSONValue {
  /// Returns the word under a key, or `nil` when it is none of the enumeration's.
  fileprivate func word<Word: RawRepresentable<String>>(_ key: String) -> Word? {
    self[key]?.string.flatMap(Word.init(rawValue:))
  }
}

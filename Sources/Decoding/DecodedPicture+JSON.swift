package import Model

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
    self.init(json: json, pixels: Array(answer[end...].dropFirst()))
  }

  /// The response without the pixels of the small picture.
  package var json: JSONValue {
    [
      "width": size.map { .integer($0.width) },
      "height": size.map { .integer($0.height) },
      "depth": depth.map { .integer($0) },
      "channels": channels.map { .integer($0) },
      "alpha": .string(alpha.rawValue),
      "pages": pages.map { .integer($0) },
      "page": page.map { .integer($0) },
      "frames": frames.map { .integer($0) },
      "trailing": trailing.map { .integer($0) },
      "exif": exif.map { .string(Hex.text(of: $0)) },
      "xmp": xmp.map { .string(Hex.text(of: $0)) },
      "profile": profile.map { .string(Hex.text(of: $0)) },
      "primaries": codePoints.map { .integer($0.primaries) },
      "transfer": codePoints.map { .integer($0.transfer) },
      "luma": luma.map { .string(Hex.text(of: $0.samples)) },
      "picture": small.map(\.json),
      "tooLargeToHold": exceedsMemory ? true : nil,
      "problem": problem.map(\.json),
    ]
  }

  /// Parses the JSON of a response, with the pixels that followed it. Returns `nil` when a
  /// field that must be consistent is not: the size, the samples or the problem. Optional
  /// numbers out of range are dropped.
  package init?(json: JSONValue, pixels: [UInt8] = []) {
    guard let alpha = json["alpha"]?.string.flatMap(ImageFacts.Alpha.init(rawValue:)) else {
      return nil
    }
    self.init()
    self.alpha = alpha
    if json["width"] != nil || json["height"] != nil {
      guard let stated = PixelSize(json: json) else { return nil }
      size = stated
    }
    depth = json["depth"]?.integer.flatMap { (1...64).contains($0) ? $0 : nil }
    channels = json["channels"]?.integer.flatMap { (1...64).contains($0) ? $0 : nil }
    pages = json["pages"]?.integer.flatMap { $0 >= 1 ? $0 : nil }
    page = json["page"]?.integer.flatMap { (2...(max(2, pages ?? 0))).contains($0) ? $0 : nil }
    frames = json["frames"]?.integer.flatMap { $0 >= 1 ? $0 : nil }
    trailing = json["trailing"]?.integer.flatMap { $0 >= 1 ? $0 : nil }
    exif = json["exif"]?.string.flatMap(Hex.bytes(of:))
    xmp = json["xmp"]?.string.flatMap(Hex.bytes(of:))
    profile = json["profile"]?.string.flatMap(Hex.bytes(of:))
    if let primaries = json["primaries"]?.integer, let transfer = json["transfer"]?.integer {
      codePoints = CodePoints(primaries: primaries, transfer: transfer)
    }
    if let samples = json["luma"]?.string {
      guard samples.utf8.count == 2 * LumaPlane.side * LumaPlane.side,
        let plane = Hex.bytes(of: samples).flatMap({
          LumaPlane(width: LumaPlane.side, height: LumaPlane.side, samples: $0)
        })
      else { return nil }
      luma = plane
    }
    if let picture = json["picture"] {
      guard let known = SmallPicture(json: picture, pixels: pixels) else { return nil }
      small = known
    } else if !pixels.isEmpty {
      return nil
    }
    exceedsMemory = json["tooLargeToHold"]?.boolean == true
    if let problem = json["problem"] {
      guard let known = Problem(json: problem) else { return nil }
      self.problem = known
    }
  }
}

extension DecodedPicture.Problem {
  /// The problem as a JSON object whose `kind` tells the case.
  fileprivate var json: JSONValue {
    switch self {
    case .corrupt(let what): ["kind": "corrupt", "what": .string(what)]
    case .truncated(let what): ["kind": "truncated", "what": .string(what)]
    case .sizeMismatch(let stated, let decoded):
      ["kind": "other-size", "stated": stated.json, "decoded": decoded.json]
    case .endMarkMissing: ["kind": "end-mark-missing"]
    case .tooManyPixels(let pixels):
      // Integers in JSON are exact only up to 2^53; a header may claim more.
      ["kind": "too-many-pixels", "pixels": .integer(min(pixels, 1 << 53))]
    case .outOfMemory: ["kind": "out-of-memory"]
    case .unsupported(let what): ["kind": "unsupported", "what": .string(what)]
    }
  }

  /// Parses a problem. Returns `nil` for an unknown kind.
  fileprivate init?(json: JSONValue) {
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
    case "end-mark-missing": self = .endMarkMissing
    case "too-many-pixels":
      guard let pixels = json["pixels"]?.integer, pixels > 0 else { return nil }
      self = .tooManyPixels(pixels)
    case "out-of-memory": self = .outOfMemory
    case "unsupported": self = .unsupported(what)
    default: return nil
    }
  }
}

extension SmallPicture {
  /// The description of the small picture. Its pixels follow the JSON as raw bytes.
  fileprivate var json: JSONValue {
    [
      "width": .integer(codedSize.width), "height": .integer(codedSize.height),
      "colors": .string(colors.rawValue), "bytes": .integer(pixels.count),
      "native": statistics.map { .array($0.numbers.map { .integer($0) }) },
    ]
  }

  /// Parses a description. Returns `nil` unless it matches the number of pixel bytes.
  fileprivate init?(json: JSONValue, pixels: [UInt8]) {
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

extension PixelSize {
  fileprivate var json: JSONValue { ["width": .integer(width), "height": .integer(height)] }

  /// Parses a size. Each side is at most `Int32.max`, so that their product does not
  /// overflow.
  fileprivate init?(json: JSONValue) {
    let sides = 1...Int(Int32.max)
    guard let width = json["width"]?.integer, let height = json["height"]?.integer,
      sides.contains(width), sides.contains(height)
    else { return nil }
    self.init(width: width, height: height)
  }
}

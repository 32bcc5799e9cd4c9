/// One generated file: its name, its description, and how to make it.
struct Fixture: Sendable {
  let name: String
  /// What is odd about the file and what a reader should find, for README.md.
  let note: String
  /// The expected report of a checker; only files of `odd` have it.
  let expect: Expectation?
  /// The length of a sound or a clip; only files of `voices` and `clips` have it.
  let length: String?
  /// Whether this machine has the programs to make it.
  let canBeMade: Bool
  let make: @Sendable () throws(FixtureError) -> [UInt8]

  init(
    _ name: String, _ note: String, _ expect: Expectation? = nil, length: String? = nil,
    canBeMade: Bool = true,
    make: @escaping @Sendable () throws(FixtureError) -> [UInt8]
  ) {
    self.name = name
    self.note = note
    self.expect = expect
    self.length = length
    self.canBeMade = canBeMade
    self.make = make
  }

  /// The file's bytes; an error names the file.
  func bytes() throws(FixtureError) -> [UInt8] {
    do {
      return try make()
    } catch {
      throw .making(name, error)
    }
  }
}

/// A folder of fixtures.
enum Folder: String, CaseIterable, Sendable {
  case starter, scenes, sheets, odd, trouble, voices, clips

  var fixtures: [Fixture] {
    switch self {
    case .starter: starterFixtures
    case .scenes: sceneFixtures
    case .sheets: sheetFixtures
    case .odd: oddFixtures
    case .trouble: troubleFixtures
    case .voices: voiceFixtures
    case .clips: clipFixtures
    }
  }
}

/// The expected report of a checker on a file.
struct Expectation: Sendable {
  enum Damage: String {
    case none, warning, error
  }

  /// The rules that odd files are made for.
  enum Rule: String {
    case empty = "file.empty"
    case notMedia = "file.not-media"
    case unknownFormat = "image.unknown-format"
    case extensionMismatch = "image.extension-mismatch"
    case corrupt = "image.corrupt"
    case truncated = "image.truncated"
    case tooManyPixels = "image.too-many-pixels"
    case tooComplex = "image.too-complex"
    case animated = "image.animated"
    case severalPages = "image.several-pages"
    case hasAlpha = "image.has-alpha"
    case notSRGB = "image.not-srgb"
    case brokenProfile = "image.broken-profile"
    case privateMetadata = "image.private-metadata"
    case trailingData = "image.trailing-data"
    case rareCoding = "image.rare-coding"
    case notProven = "image.not-proven"
    case orientationIgnored = "image.orientation-ignored"
    case clipExtensionMismatch = "clip.extension-mismatch"
  }

  var format: String
  /// Width and height after turning; `nil` if they can't be known.
  var size: (width: Int, height: Int)?
  var orientation: Int?
  /// The number of pictures in the file, if they are counted.
  var frames: Int?
  var pages: Int?
  /// The length of a clip.
  var milliseconds: Int?
  /// The expected damage; `nil` if another rule stops a checker before it looks.
  var damage: Damage?
  /// Rules that must appear.
  var rules: [Rule] = []
  /// Rules, at least one of which must appear.
  var oneOf: [Rule] = []
  /// Rules that may appear.
  var may: [Rule] = []
}

extension Expectation {
  /// A valid, upright picture of a size.
  static func picture(_ format: String, _ width: Int, _ height: Int, _ rules: Rule...)
    -> Expectation
  {
    Expectation(
      format: format, size: (width, height), orientation: 1, damage: Damage.none, rules: rules)
  }

  /// A file of a format whose pixels are not decoded.
  static func other(_ format: String, _ rules: Rule..., may: [Rule] = []) -> Expectation {
    Expectation(format: format, rules: rules, may: may)
  }

  /// A picture of a format whose header alone is read.
  static func header(_ format: String, _ width: Int, _ height: Int, _ rules: Rule...)
    -> Expectation
  {
    Expectation(
      format: format, size: (width, height), orientation: 1, damage: Damage.none, rules: rules,
      may: [.notProven])
  }

  /// A clip whose header is read.
  static func clip(
    _ format: String, _ width: Int, _ height: Int, milliseconds: Int?, _ rules: Rule...
  ) -> Expectation {
    Expectation(format: format, size: (width, height), milliseconds: milliseconds, rules: rules)
  }

  /// A picture so broken that its size is unknown.
  static func broken(_ format: String, _ rules: Rule...) -> Expectation {
    Expectation(format: format, damage: .error, rules: rules)
  }

  func turned(_ orientation: Int) -> Expectation {
    var copy = self
    copy.orientation = orientation
    return copy
  }

  func with(frames: Int? = nil, pages: Int? = nil) -> Expectation {
    var copy = self
    copy.frames = frames
    copy.pages = pages
    return copy
  }

  func damaged(_ damage: Damage, _ rules: Rule...) -> Expectation {
    var copy = self
    copy.damage = damage
    copy.rules += rules
    return copy
  }

  /// The expectation for a file whose data need not be decoded.
  func unproven(_ rules: Rule...) -> Expectation {
    var copy = self
    copy.damage = nil
    copy.rules += rules
    return copy
  }

  func oneOf(_ rules: Rule...) -> Expectation {
    var copy = self
    copy.oneOf = rules
    return copy
  }

  func may(_ rules: Rule...) -> Expectation {
    var copy = self
    copy.may += rules
    return copy
  }

  /// The expectation as a JSON object on one line.
  var json: String {
    var parts = ["\"format\":\"\(format)\""]
    if let size { parts.append("\"width\":\(size.width),\"height\":\(size.height)") }
    if let orientation { parts.append("\"orientation\":\(orientation)") }
    for (key, number) in [("frames", frames), ("pages", pages), ("milliseconds", milliseconds)] {
      if let number { parts.append("\"\(key)\":\(number)") }
    }
    if let damage { parts.append("\"damage\":\"\(damage.rawValue)\"") }
    for (key, rules) in [("rules", rules), ("oneOf", oneOf), ("may", may)]
    where key == "rules" || !rules.isEmpty {
      let list = rules.map { "\"\($0.rawValue)\"" }.sorted().joined(separator: ",")
      parts.append("\"\(key)\":[\(list)]")
    }
    return "{" + parts.joined(separator: ",") + "}"
  }
}

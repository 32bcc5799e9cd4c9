internal import Model
internal import Targets

/// Reads settings one by one, and collects problems with them.
struct SettingReader {
  /// The settings read so far; those with problems are missing.
  private(set) var settings: ShotSettings
  private(set) var remarks: [PromptRemark] = []
  /// The line on which each key was first set.
  private var lines: [SettingKey: Int] = [:]
  /// Whether remarks have places in the file; `false` for options of a command.
  private let hasLocations: Bool

  /// Starts with settings to which others are added.
  init(_ settings: ShotSettings = ShotSettings(), hasLocations: Bool = true) {
    self.settings = settings
    self.hasLocations = hasLocations
  }

  /// Reads a line of settings. Empty lines and lines that begin with # are ignored.
  mutating func read(_ line: SourceLine) {
    let line = line.trimmed
    guard !line.text.isEmpty, line.text.first != "#" else { return }
    guard let (key, value) = line.split(atFirst: { $0 == ":" || $0 == "：" }) else {
      remark(
        .promptBadSetting, at: line, "\"\(shown(line))\" is not a setting",
        fix: "write `key: value`, or end the settings with a line ---")
      return
    }
    read(key.trimmed, value.trimmed)
  }

  mutating func read(_ key: SourceLine, _ value: SourceLine) {
    guard let known = SettingKey(rawValue: key.text.lowercased()) else {
      let all = SettingKey.allCases.map(\.rawValue)
      let near = nearestName(to: String(key.text), among: all)
      remark(
        .promptUnknownSetting, at: key, "unknown setting \"\(shown(key))\"",
        fix: near.map { "did you mean \($0)?" }
          ?? "the settings are \(all.joined(separator: ", "))")
      return
    }
    if let line = lines[known], !known.isRepeatable {
      remark(
        .promptBadSetting, at: key, "\(known) is set twice, first in line \(line)",
        fix: "keep one of them")
      return
    }
    lines[known] = key.line
    let value = Self.unquoted(value)
    guard !value.text.isEmpty else {
      remark(
        .promptBadSetting, at: key, "\(known) has no value", fix: "add one, or remove the line")
      return
    }
    if let problem = set(known, value) {
      remark(.promptBadSetting, at: value, problem.message, fix: problem.fix)
    }
  }

  /// The number of remarks that are kept; a file that is wrong everywhere needs no more.
  private static let maximumRemarks = 50

  /// Adds an error, unless there are enough.
  private mutating func remark(
    _ rule: RuleID, at line: SourceLine, _ message: String, fix: String?
  ) {
    guard remarks.count < Self.maximumRemarks else { return }
    remarks.append(.error(rule, at: hasLocations ? line.location : nil, message, fix: fix))
  }

  /// Returns the start of a line for a message, without control characters.
  private func shown(_ line: SourceLine) -> String { sanitized(String(line.text.prefix(40))) }

  /// Returns a value without the quotation marks that some users put around it.
  private static func unquoted(_ value: SourceLine) -> SourceLine {
    guard value.text.count >= 2, let first = value.text.first, first == "\"" || first == "'",
      value.text.last == first
    else { return value }
    let inner = value.dropFirst(1)
    return SourceLine(inner.text.dropLast(), line: inner.line, column: inner.column)
  }

  // MARK: Values

  /// The message for a value that is wrong, and what to do.
  private typealias Problem = (message: String, fix: String?)

  /// The number of images that can be set; no provider accepts a tenth of it.
  private static let maximumImages = 99

  /// Sets a value, or returns the problem with it.
  private mutating func set(_ key: SettingKey, _ value: SourceLine) -> Problem? {
    let text = Located(String(value.text), at: hasLocations ? value.location : nil)
    let word = Located(text.value.lowercased(), at: text.location)
    switch key {
    case .target: settings.target = text
    case .tier: settings.tier = word
    case .variant: settings.variant = word
    case .resolution: settings.resolution = word
    case .language: settings.language = text
    case .start: settings.start = text
    case .end: settings.end = text
    case .video: settings.video = text
    case .negative: settings.negative = text
    case .shotType: settings.shotType = word
    case .orientation: settings.orientation = word
    case .middle: return Self.append(text, to: &settings.middle, "middle frames")
    case .image: return Self.append(text, to: &settings.images, "images")
    case .images: return addChoices(value)
    case .duration, .aspect, .audio, .cfg, .purpose, .videoUse: return read(key, value, word)
    }
    return nil
  }

  /// Appends a path to a list, or returns the problem when the list is full.
  private static func append(
    _ path: Located<String>, to list: inout [Located<String>], _ what: String
  ) -> Problem? {
    guard list.count < maximumImages else {
      return ("more than \(maximumImages) \(what) are set", "remove some")
    }
    list.append(path)
    return nil
  }

  /// Reads a setting whose values Castbook knows, or returns the problem with its value.
  private mutating func read(
    _ key: SettingKey, _ value: SourceLine, _ word: Located<String>
  ) -> Problem? {
    func set<Value>(
      _ setting: WritableKeyPath<ShotSettings, Located<Value>?>, _ read: Value?, _ problem: String,
      fix: String
    ) -> Problem? {
      guard let read else { return ("\(key): \"\(shown(value))\" \(problem)", fix) }
      settings[keyPath: setting] = Located(read, at: word.location)
      return nil
    }
    let text = String(value.text)
    switch key {
    case .duration:
      return set(
        \.duration, ShotHeading.seconds(value.text, needsUnit: false), "is not a length",
        fix: "write whole seconds, such as 12")
    case .aspect:
      return set(\.aspect, Self.aspect(text), "is not a ratio", fix: "write one such as 16:9")
    case .audio:
      return set(
        \.audio, SoundSetting(rawValue: word.value), "is not on, off or original",
        fix: "write on, off, or original to keep the sound of the input video")
    case .cfg:
      return set(
        \.cfg, Self.fraction(text), "is not a number from 0 to 1", fix: "write one such as 0.5")
    case .purpose:
      let known = Rights.Purpose.ofShots.map(\.rawValue).joined(separator: ", ")
      return set(
        \.purpose, Rights.Purpose.ofShots.first { $0.rawValue == word.value },
        "is not one of \(known)",
        fix: "write one of them")
    default:
      return set(
        \.videoUse, VideoUse(rawValue: word.value), "is not reference, edit or extend",
        fix: "write one of them")
    }
  }

  /// Returns a ratio or a size as it is written, `adaptive` or a word such as `auto` or `auto_2k`
  /// in lower case, or `nil` for anything else.
  private static func aspect(_ text: String) -> String? {
    let text = text.lowercased()
    if text == "adaptive" || isAutomatic(text) { return text }
    let sides = text.split(omittingEmptySubsequences: false) { $0 == ":" || $0 == "x" }
    guard sides.count == 2, sides.allSatisfy(isSide) else { return nil }
    return text
  }

  /// Whether a text is `auto`, alone or with the size that it chooses a shape for: `auto_720p`.
  private static func isAutomatic(_ text: String) -> Bool {
    guard text.hasPrefix("auto") else { return false }
    let size = text.dropFirst(4)
    return size.isEmpty
      || size.first == "_" && (2...8).contains(size.utf8.count)
        && size.dropFirst().utf8.allSatisfy {
          (0x30...0x39).contains($0) || (0x61...0x7A).contains($0)
        }
  }

  /// Whether a text is one side of a ratio: digits, and at most two decimals as in `19.5:9`.
  private static func isSide(_ text: Substring) -> Bool {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    return isNumber(parts[0], digits: 5)
      && parts.dropFirst().allSatisfy {
        (1...2).contains($0.utf8.count) && $0.utf8.allSatisfy { (0x30...0x39).contains($0) }
      }
  }

  /// Returns whether a text consists of digits and does not begin with zero.
  private static func isNumber(_ text: Substring, digits: Int) -> Bool {
    (1...digits).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
      && text.first != "0"
  }

  /// Returns a number from 0 to 1 with up to six decimals in the syntax of JSON, or `nil` for
  /// anything else.
  private static func fraction(_ text: String) -> String? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts[0] == "0" || parts[0] == "1",
      parts.count == 1 || (1...6).contains(parts[1].utf8.count)
    else { return nil }
    guard parts.count == 2 else { return text }
    guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    var decimals = parts[1]
    while decimals.last == "0" { decimals.removeLast() }
    guard !decimals.isEmpty else { return String(parts[0]) }
    return parts[0] == "1" ? nil : "0.\(decimals)"
  }

  /// Reads choices of files, such as `@mira=front,left`, or returns the problem with one.
  private mutating func addChoices(_ value: SourceLine) -> Problem? {
    let words = value.parts { $0.isWhitespace || $0 == ";" }.filter { !$0.text.isEmpty }
    for word in words {
      guard let (name, list) = word.split(atFirst: { $0 == "=" }) else {
        return (
          "images: \"\(shown(word))\" is not in the form @HANDLE=FILES",
          "write it like @mira=front,left"
        )
      }
      let element: HandleReference
      do {
        element = try HandleReference(String(name.text))
      } catch {
        return ("images: \(error.message)", error.fix)
      }
      var files: [ShotSettings.FileChoice.File] = []
      for item in list.parts(between: { $0 == "," }) {
        let text = item.trimmed.text
        if Self.isNumber(text, digits: 4), let number = Int(text) {
          files.append(.number(number))
        } else if case .numbers(let range) = FileSelector(String(text)),
          range.count <= Self.maximumImages
        {
          files += range.map { .number($0) }
        } else if let role = Role(typed: text) {
          files.append(.role(role))
        } else {
          let near = Role.nearest(to: text)
          return (
            "images: \"\(shown(item))\" is not a role or a file number",
            near.map { "did you mean \($0)?" } ?? "write roles or numbers: @mira=front,3"
          )
        }
      }
      let choice = ShotSettings.FileChoice(element: element, files: files)
      settings.choices.append(Located(choice, at: hasLocations ? word.location : nil))
    }
    return nil
  }
}

public import Model
public import Targets

/// What a shot file sets besides its text. Words that a target knows itself, such as its tiers, are held to
/// that target later.
public struct ShotSettings: Sendable {
  public internal(set) var target: Said<String>?
  public internal(set) var tier: Said<String>?
  public internal(set) var variant: Said<String>?
  /// In whole seconds.
  public internal(set) var duration: Said<Int>?
  /// `16:9`, `auto`.
  public internal(set) var aspect: Said<String>?
  public internal(set) var resolution: Said<String>?
  public internal(set) var audio: Said<SoundSetting>?
  public internal(set) var language: Said<String>?
  /// Paths, as they are written: from the folder of the shot file on.
  public internal(set) var start: Said<String>?
  /// Frames between the first and the last, in their order.
  public internal(set) var middle: [Said<String>] = []
  public internal(set) var end: Said<String>?
  public internal(set) var video: Said<String>?
  public internal(set) var videoUse: Said<VideoUse>?
  public internal(set) var images: [Said<String>] = []
  /// Which files of an element go in.
  public internal(set) var choices: [Said<FileChoice>] = []
  public internal(set) var negative: Said<String>?
  /// A number from 0 to 1, as it is written.
  public internal(set) var cfg: Said<String>?
  public internal(set) var shotType: Said<String>?
  public internal(set) var orientation: Said<String>?
  public internal(set) var purpose: Said<Rights.Purpose>?

  public init() {}

  /// What a video is for: the new one follows it, or it is changed itself.
  public enum VideoUse: String, CaseIterable, Sendable {
    case reference, edit
  }

  /// Which files of an element are to go in: `@mira=front,left`.
  public struct FileChoice: Hashable, Sendable {
    public let element: HandleReference
    public let files: [File]

    /// The first file in a role, or the file with a number.
    public enum File: Hashable, Sendable {
      case role(Role)
      case number(Int)
    }
  }
}

extension ShotSettings {
  /// Sets what `KEY=VALUE` says, instead of what the file says of it.
  public mutating func set(_ option: String) throws(PromptFileError) {
    let line = SourceLine(option[...], line: 1)
    guard let (key, value) = line.split(atFirst: { $0 == "=" }) else {
      throw PromptFileError([
        .error(
          .promptBadSetting, at: nil, "\"\(sanitized(option))\" is not a setting",
          fix: "write KEY=VALUE, such as duration=8")
      ])
    }
    var settings = self
    if let known = SettingKey(rawValue: key.trimmed.text.lowercased()) {
      if known == .image { settings.images = [] }
      if known == .middle { settings.middle = [] }
      if known == .images { settings.choices = [] }
    }
    var reading = SettingReading(settings, hasPlaces: false)
    reading.take(key.trimmed, value.trimmed)
    guard reading.remarks.isEmpty else { throw PromptFileError(reading.remarks) }
    self = reading.settings
  }
}

/// Why a shot file, or what an option says in its place, can't be understood: all of it, in order.
public struct PromptFileError: Error, Sendable {
  public let remarks: [PromptRemark]

  init(_ remarks: [PromptRemark]) { self.remarks = remarks.inOrder }
}

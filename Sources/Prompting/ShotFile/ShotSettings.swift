public import Model
public import Targets

/// The settings of a shot file.
///
/// Values that only a target knows, such as its tiers, are checked later against that target.
public struct ShotSettings: Sendable {
  public internal(set) var target: Located<String>?
  /// The tier, in lower case.
  public internal(set) var tier: Located<String>?
  /// The variant of the model, in lower case.
  public internal(set) var variant: Located<String>?
  /// The length of the video in whole seconds.
  public internal(set) var duration: Located<Int>?
  /// The ratio of width to height: `16:9`, `auto`.
  public internal(set) var aspect: Located<String>?
  /// The resolution, in lower case, such as `1080p`.
  public internal(set) var resolution: Located<String>?
  /// The sound setting; without it, dialogue or the target decides.
  public internal(set) var audio: Located<SoundSetting>?
  /// The language, such as `en`.
  public internal(set) var language: Located<String>?
  /// The path of the first frame. Like all paths here it is as written, relative to the folder
  /// of the shot file.
  public internal(set) var start: Located<String>?
  /// The paths of the frames between the first and the last, in their order.
  public internal(set) var middle: [Located<String>] = []
  /// The path of the last frame.
  public internal(set) var end: Located<String>?
  /// The path of the input video.
  public internal(set) var video: Located<String>?
  /// What the input video is for.
  public internal(set) var videoUse: Located<VideoUse>?
  /// The paths of the plain images, in their order.
  public internal(set) var images: [Located<String>] = []
  /// The files of elements that are sent instead of the default ones.
  public internal(set) var choices: [Located<FileChoice>] = []
  public internal(set) var negative: Located<String>?
  /// How closely the model follows the prompt: a number from 0 to 1, as it is written.
  public internal(set) var cfg: Located<String>?
  /// The type of shots, as a value that the target accepts.
  public internal(set) var shotType: Located<String>?
  /// The orientation, as a value that the target accepts.
  public internal(set) var orientation: Located<String>?
  /// The purpose of the video, which the rights to elements must allow.
  public internal(set) var purpose: Located<Rights.Purpose>?

  public init() {}

  /// The files of an element that are sent: `@mira=front,left`.
  public struct FileChoice: Hashable, Sendable {
    /// The element that the files belong to.
    public let element: HandleReference
    /// The chosen files, in the order in which they are sent.
    public let files: [File]

    /// A chosen file: the first one in a role, or the one with a number.
    public enum File: Hashable, Sendable {
      case role(Role)
      case number(Int)
    }
  }
}

extension ShotSettings {
  /// Sets a value from an option `KEY=VALUE`, replacing what the shot file sets.
  ///
  /// ```swift
  /// try settings.set("duration=8")
  /// ```
  ///
  /// - Throws: `PromptFileError` when the key is unknown or the value is wrong.
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
    var reading = SettingReader(settings, hasLocations: false)
    reading.read(key.trimmed, value.trimmed)
    guard reading.remarks.isEmpty else { throw PromptFileError(reading.remarks) }
    self = reading.settings
  }
}

/// Why a shot file, or an option that replaces one of its settings, can't be understood: all
/// problems, in order.
public struct PromptFileError: CastbookError {
  public let remarks: [PromptRemark]

  init(_ remarks: [PromptRemark]) { self.remarks = remarks.inOrder }
}

extension PromptFileError {
  /// The finding that speaks for all: the first error.
  private var first: Finding? { remarks.first { $0.finding.severity == .error }?.finding }

  public var blame: Blame { .findings }
  public var rule: String { (first?.rule ?? .promptBadShot).rawValue }
  public var message: String { first?.message ?? "the shot file can't be understood" }
  public var fix: String? { first?.fix }
}

internal import Model

/// A shot file: settings, followed by the prompt as one text or as numbered shots.
///
/// ```swift
/// let file = try ShotFile(bytes)
/// let script = try PromptScript(file, cast: library)
/// ```
///
/// The format is described in `docs/shot-files.md`. What a handle in it means is known only to
/// a library, so `PromptScript` resolves handles.
public struct ShotFile: Sendable {
  /// The settings at the top of the file.
  public var settings: ShotSettings
  let text: ShotText

  /// The largest size that is read, in bytes: ten times the longest prompt that any provider
  /// accepts.
  public static let byteLimit = 256 << 10

  /// Reads a file.
  ///
  /// - Throws: `PromptFileError` with everything that is wrong with the file.
  public init(_ bytes: [UInt8]) throws(PromptFileError) {
    let reading = Reading(bytes)
    guard let file = reading.file, reading.remarks.isEmpty else {
      throw PromptFileError(reading.remarks)
    }
    self = file
  }

  fileprivate init(_ settings: ShotSettings, _ text: ShotText) {
    self.settings = settings
    self.text = text
  }

  /// The part of a file that can be understood, and the problems with the rest.
  package struct Reading: Sendable {
    /// The file without the settings that are wrong; `nil` when it is not text, or when it is
    /// unknown where the prompt begins.
    package let file: ShotFile?
    /// All problems with the file.
    package let remarks: [PromptRemark]
    /// Whether all problems are in the settings.
    package let isPromptWhole: Bool

    /// Reads a file, and never fails.
    package init(_ bytes: [UInt8]) {
      guard bytes.count <= ShotFile.byteLimit else {
        self.init(remarks: [
          .error(
            .promptNotText, at: nil,
            "has \(bytes.count) bytes; the limit for a shot file is \(ShotFile.byteLimit)",
            fix: "split it into several")
        ])
        return
      }
      let (lines, faults) = SourceLine.lines(of: bytes)
      guard faults.isEmpty else {
        self.init(remarks: faults)
        return
      }
      guard let first = lines.firstIndex(where: { !$0.trimmed.text.isEmpty }),
        ShotFile.isFence(lines[first])
      else {
        self.init(SettingReader(), lines[...])
        return
      }
      let inner = lines[(first + 1)...]
      var settings = SettingReader()
      guard let end = inner.firstIndex(where: ShotFile.isFence) else {
        for line in inner { settings.read(line) }
        let unfinished = PromptRemark.error(
          .promptBadSetting, at: lines[first].location, "the settings are not closed",
          fix: "add a line --- after the last setting")
        self.init(remarks: [unfinished] + settings.remarks)
        return
      }
      for line in inner[..<end] { settings.read(line) }
      self.init(settings, lines[(end + 1)...])
    }

    private init(remarks: [PromptRemark]) {
      file = nil
      self.remarks = remarks
      isPromptWhole = false
    }

    /// Reads the prompt that follows the settings.
    private init(_ settings: SettingReader, _ body: ArraySlice<SourceLine>) {
      var prompt = ShotReader()
      for line in body { prompt.add(line) }
      prompt.end()
      file = ShotFile(settings.settings, prompt.text)
      remarks = settings.remarks + prompt.remarks
      isPromptWhole = prompt.remarks.isEmpty
    }
  }

  /// Returns whether a line is the `---` before or after the settings.
  private static func isFence(_ line: SourceLine) -> Bool { line.trimmed.text == "---" }

  /// The number of shots, or `nil` for a plain prompt.
  public var shotCount: Int? { if case .shots(let shots) = text { shots.count } else { nil } }

  /// The length of the video in seconds: the setting, or the sum of the shots if each has one;
  /// otherwise `nil`.
  package var seconds: Int? {
    if let duration = settings.duration { return duration.value }
    guard case .shots(let shots) = text else { return nil }
    let seconds = shots.compactMap(\.seconds?.value)
    return seconds.count == shots.count ? seconds.reduce(0, +) : nil
  }

  /// Whether bytes begin like no other text: with settings, or with a numbered shot.
  package static func isProbable(_ bytes: [UInt8]) -> Bool {
    guard bytes.count <= byteLimit else { return false }
    let (lines, faults) = SourceLine.lines(of: bytes)
    guard faults.isEmpty, let first = lines.first(where: { !$0.trimmed.text.isEmpty }) else {
      return false
    }
    // A heading that can't be understood was meant as one.
    do { return try isFence(first) || ShotHeading.read(first) != nil } catch { return true }
  }
}

/// The prompt of a shot file.
enum ShotText: Sendable {
  case plain([SourceLine])
  case shots([Shot])
}

/// One shot of a shot file.
struct Shot: Sendable {
  /// The number in the heading.
  let number: Int
  /// The duration in the heading, or `nil`.
  let seconds: Located<Int>?
  /// The framing in the heading, such as `medium`; may be empty.
  let framing: String
  var lines: [SourceLine]
  let location: TextLocation
}

/// Reads the prompt line by line.
private struct ShotReader {
  private var plain: [SourceLine] = []
  private var shots: [Shot] = []
  private(set) var remarks: [PromptRemark] = []
  /// Whether a shot heading was not understood. Then it is unknown which shots follow, and
  /// which lines belong to them.
  private var isBroken = false

  /// Adds a line: a heading, or a part of the current text.
  mutating func add(_ line: SourceLine) {
    do throws(PromptFileError) {
      if let heading = try ShotHeading.read(line) {
        begin(heading, at: line.trimmed.location)
      } else if shots.isEmpty {
        plain.append(line)
      } else {
        shots[shots.count - 1].lines.append(line)
      }
    } catch {
      remarks += error.remarks
      isBroken = true
    }
  }

  /// Begins a shot, and checks its number.
  private mutating func begin(_ heading: ShotHeading, at location: TextLocation) {
    if shots.isEmpty, let text = plain.first(where: { !$0.trimmed.text.isEmpty }) {
      remarks.append(
        .error(
          .promptBadShot, at: text.trimmed.location,
          "this text is before the first shot, so it would not be sent",
          fix: "move it into a shot"))
    }
    if heading.number != shots.count + 1, !isBroken {
      remarks.append(
        .error(
          .promptBadShot, at: location,
          "expected shot \(shots.count + 1), found shot \(heading.number)",
          fix: "number the shots 1, 2, 3 in order"))
    }
    shots.append(
      Shot(
        number: heading.number, seconds: heading.seconds, framing: heading.framing,
        lines: [heading.rest], location: location))
  }

  /// Checks at the end that no text is empty.
  mutating func end() {
    guard !isBroken else { return }
    for shot in shots where shot.lines.allSatisfy({ $0.trimmed.text.isEmpty }) {
      remarks.append(
        .error(
          .promptEmpty, at: shot.location, "shot \(shot.number) has no text",
          fix: "describe what it shows"))
    }
    if shots.isEmpty, plain.allSatisfy({ $0.trimmed.text.isEmpty }) {
      remarks.append(
        .error(
          .promptEmpty, at: nil, "the prompt is missing", fix: "describe what the video shows"))
    }
  }

  var text: ShotText { shots.isEmpty ? .plain(plain) : .shots(shots) }
}

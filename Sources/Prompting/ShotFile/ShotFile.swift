internal import Model

/// A shot file: settings on top, then the prompt, as one text or as numbered shots.
///
///     let file = try ShotFile(bytes)
///
/// `docs/shot-files.md` describes it. What a handle in it means, only a library knows: `PromptScript` asks it.
public struct ShotFile: Sendable {
  public var settings: ShotSettings
  let text: ShotText

  /// Longer files are not read: that is ten times the longest prompt that any provider takes.
  public static let byteLimit = 256 << 10

  /// Reads a file; all that is wrong with it is the error.
  public init(_ bytes: [UInt8]) throws(PromptFileError) {
    guard bytes.count <= Self.byteLimit else {
      throw PromptFileError([
        .error(
          .promptNotText, at: nil,
          "has \(bytes.count) bytes, and a shot file has \(Self.byteLimit) at most",
          fix: "make several of it")
      ])
    }
    let (lines, faults) = SourceLine.lines(of: bytes)
    guard faults.isEmpty else { throw PromptFileError(faults) }
    var remarks: [PromptRemark] = []
    var body = lines[...]
    var settings = ShotSettings()
    if let first = lines.firstIndex(where: { !$0.trimmed.text.isEmpty }),
      Self.isFence(lines[first])
    {
      let inner = lines[(first + 1)...]
      let end = inner.firstIndex(where: Self.isFence)
      if end == nil {
        remarks.append(
          .error(
            .promptBadSetting, at: lines[first].place, "the settings have no end",
            fix: "write a line --- behind the last of them"))
      }
      var reading = SettingReading()
      for line in inner[..<(end ?? inner.endIndex)] { reading.take(line) }
      settings = reading.settings
      remarks += reading.remarks
      body = end.map { lines[($0 + 1)...] } ?? []
      // Of a file without an end of its settings there is no prompt to speak of.
      if end == nil { throw PromptFileError(remarks) }
    }
    var reading = ShotReading()
    for line in body { reading.take(line) }
    reading.end()
    remarks += reading.remarks
    guard remarks.isEmpty else { throw PromptFileError(remarks) }
    self.settings = settings
    text = reading.text
  }

  private static func isFence(_ line: SourceLine) -> Bool { line.trimmed.text == "---" }

  /// How many shots it has; nothing for a plain prompt.
  public var shotCount: Int? { if case .shots(let shots) = text { shots.count } else { nil } }
}

/// The prompt of a shot file.
enum ShotText: Sendable {
  case plain([SourceLine])
  case shots([Shot])
}

/// One shot of a shot file.
struct Shot: Sendable {
  let number: Int
  let seconds: Said<Int>?
  let framing: String
  var lines: [SourceLine]
  let place: TextPlace
}

/// Reads the prompt line by line.
private struct ShotReading {
  private var plain: [SourceLine] = []
  private var shots: [Shot] = []
  private(set) var remarks: [PromptRemark] = []
  /// Whether a shot was not understood: then it is not known which follow, and what belongs to them.
  private var isBroken = false

  mutating func take(_ line: SourceLine) {
    switch ShotHeading.read(line) {
    case .broken(let remark):
      remarks.append(remark)
      isBroken = true
    case .heading(let heading): begin(heading, at: line.trimmed.place)
    case nil:
      if shots.isEmpty {
        plain.append(line)
      } else {
        shots[shots.count - 1].lines.append(line)
      }
    }
  }

  private mutating func begin(_ heading: ShotHeading, at place: TextPlace) {
    if shots.isEmpty, let text = plain.first(where: { !$0.trimmed.text.isEmpty }) {
      remarks.append(
        .error(
          .promptBadShot, at: text.trimmed.place,
          "this text stands before the first shot, and belongs to none",
          fix: "put it into the shots: only they are sent"))
    }
    if heading.number != shots.count + 1, !isBroken {
      remarks.append(
        .error(
          .promptBadShot, at: place,
          "shot \(heading.number) stands where shot \(shots.count + 1) should",
          fix: "number the shots 1, 2, 3 in their order"))
    }
    shots.append(
      Shot(
        number: heading.number, seconds: heading.seconds, framing: heading.framing,
        lines: [heading.rest], place: place))
  }

  mutating func end() {
    guard !isBroken else { return }
    for shot in shots where shot.lines.allSatisfy({ $0.trimmed.text.isEmpty }) {
      remarks.append(
        .error(
          .promptEmpty, at: shot.place, "shot \(shot.number) has no words",
          fix: "write what it shows"))
    }
    if shots.isEmpty, plain.allSatisfy({ $0.trimmed.text.isEmpty }) {
      remarks.append(
        .error(
          .promptEmpty, at: nil, "it has no prompt", fix: "write what the video shows"))
    }
  }

  var text: ShotText { shots.isEmpty ? .plain(plain) : .shots(shots) }
}

internal import Castbook
internal import CommandLineKit
internal import Model

/// A voice sample as lines for people: its facts, its waveform, its measures, its findings, and the
/// best cuts.
///
/// The order goes from facts to judgments. It never claims whose voice it is.
///
/// ```text
///   1 0:04.20 to 0:10.70  6.5 s  not clipped, starts and ends in a pause
/// ```
struct VoiceText {
  let voice: AnalyzedVoice
  /// Whether `--all` prints every measure, even those without a finding.
  let showsAll: Bool
  let style: TerminalStyle

  /// The lines of the sample, or that it contains no sound, if that is known.
  var lines: [String] {
    let head = "  \(style.sign(voice.file.status)) \(sanitized(voice.path.text))"
    guard let sound = voice.sound else {
      return [head] + findings
        + (voice.file.explainsMissingContents ? [] : ["    it contains no sound"])
    }
    let format = voice.file.facts.format?.name ?? ""
    return style.row("\(head)  \(format)", VoiceWords.summary(sound))
      + wave(sound)
      + measures(sound) + findings + cuts(sound)
  }

  /// The findings, each with its position in the recording.
  private var findings: [String] {
    voice.file.allFindings.flatMap { finding in
      // The remedy to cut the sound is being followed when cuts are listed below.
      let isFollowed = !voice.cuts.isEmpty && finding.fix?.contains("--cut") == true
      return style.remark(
        (isFollowed ? finding.message : finding.sentence) + position(finding.span),
        rule: finding.rule.rawValue,
        mark: style.sign(finding.severity), indent: 4)
    }
  }

  /// Returns the position of a finding, or an empty text.
  private func position(_ span: TimeSpan?) -> String {
    span.map { " (at \(Self.time(Double($0.start) / 1000)))" } ?? ""
  }

  // MARK: The waveform

  /// Returns the waveform in two rows, each column as high as its loudest sample, with the best cut
  /// marked below.
  private func wave(_ sound: SoundFacts) -> [String] {
    guard let measures = sound.measures, !measures.waveform.isEmpty else { return [] }
    let width = min(72, max(24, style.columns - 4))
    let columns = (0..<width).map { column -> Int in
      let first = column * measures.waveform.count / width
      let last = max(first + 1, (column + 1) * measures.waveform.count / width)
      let peak = measures.waveform[first..<min(last, measures.waveform.count)].max() ?? 0
      return (Int(peak) * 16 + 127) / 255
    }
    let blocks = Array(" ▁▂▃▄▅▆▇█")
    let upper = String(columns.map { blocks[min(8, max(0, $0 - 8))] })
    let lower = String(columns.map { blocks[min(8, $0)] })
    var lines = ["    \(upper)", "    \(lower)"].map(Columns.trimmed)
    if let best = voice.cuts.first, sound.sampleCount > 0 {
      let start = best.start * width / sound.sampleCount
      let end = max(start + 1, best.end * width / sound.sampleCount)
      let line =
        String(repeating: " ", count: start) + "└"
        + String(repeating: "─", count: max(0, end - start - 2)) + "┘"
      lines.append("    \(line)")
    }
    return lines
  }

  /// Returns the measures, and how many were left out.
  private func measures(_ sound: SoundFacts) -> [String] {
    guard let measures = sound.measures else { return [] }
    let all = VoiceWords.lines(measures)
    let lines = showsAll ? all : all.filter { severity($0) != nil }
    let names = Columns.aligned(lines.map(\.name))
    let values = Columns.aligned(lines.map(\.value), maximum: 28)
    return lines.indices.map { index in
      let line = lines[index]
      let limit = line.limit.isEmpty ? "" : "  \(style.styled(line.limit, .dim))"
      return Columns.trimmed("    \(mark(line)) \(names[index])  \(values[index])\(limit)")
    } + others(all.count - lines.count)
  }

  /// Returns the severity of the worst finding based on a measure, or `nil`.
  private func severity(_ line: VoiceWords.Line) -> Severity? {
    voice.file.allFindings.filter { line.rules.contains($0.rule) }.map(\.severity).max()
  }

  /// Returns the mark of a measure: that of its finding, ✓, or · for one that no rule judges.
  private func mark(_ line: VoiceWords.Line) -> String {
    if let severity = severity(line) { return style.sign(severity) }
    return line.isJudged ? style.sign(.pass) : style.sign(.note)
  }

  /// Returns a line that counts the measures without a finding.
  private func others(_ count: Int) -> [String] {
    guard count > 0 else { return [] }
    let words =
      "\(Quantity.count(count, "check")) passed (--all lists \(count == 1 ? "it" : "them"))"
    return [
      "    \(style.sign(.pass)) "
        + style.styled(words, .dim)
    ]
  }

  // MARK: Cuts

  /// Returns the best cuts, one per line, the first one highlighted.
  private func cuts(_ sound: SoundFacts) -> [String] {
    let rate = Double(max(1, sound.rate))
    return voice.cuts.enumerated().flatMap { index, cut in
      let start = Self.time(Double(cut.start) / rate)
      let end = Self.time(Double(cut.end) / rate)
      let length = VoiceWords.seconds(Double(cut.end - cut.start) / rate)
      let sign = index == 0 ? style.styled("1", .good) : String(index + 1)
      let remark = cut.faults.isEmpty ? cut.words : "not good: \(cut.words)"
      return style.row("  \(sign) \(start) to \(end)  \(length)", remark)
    }
  }

  /// Returns a moment in the recording, as in `0:04.20`.
  static func time(_ seconds: Double) -> String {
    let hundredths = Int((seconds * 100).rounded())
    let rest = [hundredths % 6000 / 100, hundredths % 100].map { String($0).zeroPadded(to: 2) }
    return "\(hundredths / 6000):" + rest.joined(separator: ".")
  }

  /// Returns what saving a cut did to its element.
  static func line(_ saved: EditOutcome) -> String {
    let revision = saved.after.revision
    return saved.isChanged
      ? "\(revision.handle), revision \(revision.sequence): the cut is its first file"
      : "\(revision.handle): the cut is already its first file"
  }

  /// Returns the files that were written, with their findings.
  static func lines(_ written: [WrittenVoice], style: TerminalStyle) -> [String] {
    written.flatMap { output -> [String] in
      guard let file = output.file, let sound = file.facts.sound else {
        return ["→ \(sanitized(output.path.text))"]
      }
      let name = "→ \(style.sign(file.status)) \(sanitized(output.path.text))"
      return style.row(name, VoiceWords.summary(sound))
        + file.allFindings.filter { $0.severity > .note }.flatMap {
          style.remark($0, indent: 4)
        }
    }
  }
}

internal import Castbook
internal import CommandLineKit
internal import Model

/// Scores as lines for people: a row per picture with its weakest measures as bars, and what to do.
///
/// Rows are collected and printed at the end, because a finding that more than two pictures share
/// is printed once, with a count.
///
/// ```text
///   ! mira.jpg    3024 × 4032  clutter     ███▋░░░░░░ 0.36  noise       ███████▊░░ 0.78
/// ```
final class ScoreTable {
  private let style: TerminalStyle
  /// Whether every measure is printed, not only the weakest.
  private let showsAll: Bool
  private let pathWidth: Int
  private let maximumPathWidth = 44
  private var collected: [(file: ScoredFile, remarks: [FileRemark])] = []

  init(files: FileList, showsAll: Bool, style: TerminalStyle) {
    self.style = style
    // A single picture is shown in full.
    self.showsAll = showsAll || files.files.count == 1
    let longest = files.files.lazy.map { displayWidth(sanitized($0.path.text)) }.max() ?? 0
    pathWidth = min(longest, maximumPathWidth)
  }

  /// Collects a file until the whole table is printed.
  func show(_ file: ScoredFile) { collected.append((file, file.findings.map { FileRemark($0) })) }

  /// The collected files: all of them at the end, or those measured so far on an interrupt.
  var lines: [String] {
    var shared = SharedRemarks(collected.map(\.remarks), showsAll: showsAll)
    return collected.flatMap { file, remarks in
      lines(file, own: shared.ownRemarks(remarks), rules: shared.rules(of: remarks))
    } + shared.summaries.flatMap { style.remark($0, indent: 2) }
  }

  /// Returns one file: its row, its remarks, and with `--all` its measures.
  private func lines(_ file: ScoredFile, own: [FileRemark], rules: String?) -> [String] {
    let path = Columns.padded(sanitized(file.facts.path.text), pathWidth)
    let size = Columns.leftPadded(file.scores.map { "\($0.original)" } ?? "", 11)
    let mark =
      file.isPicture || file.status != .pass ? style.sign(file.status) : style.sign(.note)
    var head = "  \(mark) \(path)  \(size)"
    let weakest = showsAll ? [] : weakest(of: file)
    if !weakest.isEmpty { head += "  " + weakest.joined(separator: "  ") }
    switch file.facts.format?.medium {
    case .sound where !file.isNonMedia: head += "  a sound: measure it with castbook voice"
    case .clip where !file.isNonMedia: head += "  a clip: castbook stills saves its best frames"
    default: break
    }
    return [style.row(head, end: rules)] + own.flatMap { style.remark($0, indent: 4) }
      + file.dismissed.flatMap { ScoreWords.lines($0, indent: 4, style: style) }
      + (showsAll ? file.scores.map(measures) ?? [] : [])
  }

  /// Returns the findings on the set; a remedy that several share is printed once.
  private func findings(_ findings: [Finding]) -> [String] {
    SharedRemarks.condensed(findings.map { FileRemark($0) }, showsAll: showsAll)
      .flatMap { style.remark($0, indent: 4) }
  }

  /// Returns the whole table: the files, how the pictures fit together, findings on the set, and
  /// the totals.
  func lines(with set: ScoredSet) -> [String] {
    let counts = set.pictureCounts
    let all = counts.pass + counts.warn + counts.fail
    let together = set.judged.map { $0.members.count > 1 ? self.together($0) : [] } ?? []
    let rows = lines + together + findings(set.findings)
    let elsewhere =
      set.elsewhereCount == 0
      ? [] : ["\(Quantity.count(set.elsewhereCount, "file")) not scored: not on this machine yet"]
    guard all > 0 else {
      return rows + elsewhere
        + (set.soundsAndClips.map {
          ["No pictures to score, only \($0). Measure a voice: castbook voice FILE"]
        } ?? [])
    }
    return rows + (set.judged?.advice.map { [sanitized($0)] } ?? []) + [
      "\(Quantity.count(all, "picture")): \(counts.pass) good, \(counts.warn) with warnings, "
        + "\(counts.fail) to replace" + (set.soundsAndClips.map { " · \($0) not scored" } ?? "")
    ] + elsewhere + (counts.pass > 0 ? Self.meaningOfGood.map { style.styled($0, .dim) } : [])
  }

  /// What was looked for in a good picture, and what can't be seen in any.
  private static let meaningOfGood = [
    "Looked for: blur, bad light, haze, grain, JPEG blocks, enlargement, frames, collages, text.",
    "Not judged: faces, hands, faint watermarks, and in a busy scene how small the subject is.",
  ]

  /// Returns the measures of the pictures as a set.
  private func together(_ set: JudgedSet) -> [String] {
    let rows = [
      set.scores.lighting.map { ("same light", $0.score) },
      set.scores.variety.map { ("variety", $0) },
    ].compactMap(\.self)
    guard !rows.isEmpty else { return [] }
    let bars = rows.map { name, score in
      "\(name) " + bar(MeasuredScore(score: score, value: score)) + " " + Quantity.hundredths(score)
    }
    return ["  together  " + bars.joined(separator: "  ")]
  }

  // MARK: Bars

  private static let barWidth = 10

  /// Returns the three weakest measures that have a threshold, or fewer when there is less room.
  private func weakest(of file: ScoredFile) -> [String] {
    guard let scores = file.scores else { return [] }
    let room = (style.columns - pathWidth - 19) / 31
    return scores.weakest(min(3, max(0, room))).map { measure, score in
      Self.named(measure) + " " + bar(score) + " " + Quantity.hundredths(score.score)
    }
  }

  /// Returns every measure with its bar and its thresholds.
  private func measures(_ scores: PictureScores) -> [String] {
    let missing = scores.notMeasured.map(\.rawValue).joined(separator: ", ")
    return Measure.allCases.compactMap { measure -> String? in
      guard let score = scores[measure] else { return nil }
      let bounds = [
        score.warn.map { "warns below \(Quantity.hundredths($0))" },
        score.fail.map { "fails below \(Quantity.hundredths($0))" },
      ].compactMap(\.self).joined(separator: ", ")
      return "      \(Self.named(measure)) \(bar(score)) \(Quantity.hundredths(score.score))  "
        + style.styled(bounds.isEmpty ? "information only" : bounds, .dim)
    } + (missing.isEmpty ? [] : ["      " + style.styled("not measured: \(missing)", .dim)])
  }

  /// Returns the name of a measure, padded so that bars line up.
  private static func named(_ measure: Measure) -> String { Columns.padded(measure.rawValue, 11) }

  /// Returns a bar of ten cells, drawn in eighths of a cell, in the colour of the threshold it
  /// misses.
  private func bar(_ score: MeasuredScore) -> String {
    let eighths = Int((score.score * Double(8 * Self.barWidth)).rounded())
    let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    var bar = String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
    let left = Self.barWidth - eighths / 8 - (eighths % 8 == 0 ? 0 : 1)
    bar += style.styled(String(repeating: "░", count: left), .dim)
    guard let warn = score.warn, score.score < warn else { return bar }
    let isBad = score.fail.map { score.score < $0 } ?? false
    return style.styled(bar, isBad ? .bad : .warn)
  }
}

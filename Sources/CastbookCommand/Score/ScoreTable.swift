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
  private let screen: Screen
  /// Whether every measure is printed, not only the weakest.
  private let showsAll: Bool
  private let pathWidth: Int
  private let maximumPathWidth = 44
  private var collected: [(file: ScoredFile, remarks: [FileRemark])] = []

  init(files: FileList, showsAll: Bool, screen: Screen) {
    self.screen = screen
    // A single picture is shown in full.
    self.showsAll = showsAll || files.files.count == 1
    let longest = files.files.lazy.map { displayWidth(sanitized($0.path.text)) }.max() ?? 0
    pathWidth = min(longest, maximumPathWidth)
  }

  /// Collects a file until the whole table is printed.
  func show(_ file: ScoredFile) {
    collected.append((file, file.findings.map { FileRemark($0) }))
  }

  /// Prints the collected files: all of them at the end, or those measured so far on an interrupt.
  func printCollected() throws {
    var shared = SharedRemarks(collected.map(\.remarks), showsAll: showsAll)
    for (file, remarks) in collected {
      try show(file, own: shared.ownRemarks(remarks), rules: shared.rules(of: remarks))
    }
    for remark in shared.summaries { try showRemark(remark, indent: 2) }
  }

  /// Prints one file: its row, its remarks, and with `--all` its measures.
  private func show(_ file: ScoredFile, own: [FileRemark], rules: String?) throws {
    let path = Columns.padded(sanitized(file.facts.path.text), pathWidth)
    let size = Columns.leftPadded(file.scores.map { "\($0.original)" } ?? "", 11)
    let mark =
      file.isPicture || file.status != .pass
      ? screen.style.sign(file.status) : screen.style.sign(.note)
    var head = "  \(mark) \(path)  \(size)"
    let weakest = showsAll ? [] : weakest(of: file)
    if !weakest.isEmpty { head += "  " + weakest.joined(separator: "  ") }
    switch file.facts.format?.medium {
    case .sound where !file.isNonMedia: head += "  a sound: measure it with castbook voice"
    case .clip where !file.isNonMedia: head += "  a clip: castbook stills saves its best frames"
    default: break
    }
    try screen.print(screen.style.row(head, end: rules))
    for remark in own { try showRemark(remark, indent: 4) }
    for line in file.dismissed.flatMap({ ScoreWords.lines($0, indent: 4, style: screen.style) }) {
      try screen.print(line)
    }
    if showsAll, let scores = file.scores { try showMeasures(scores) }
  }

  /// Prints the rest of the table: how the pictures fit together, findings on the set, and the
  /// totals.
  func end(_ set: ScoredSet) throws {
    try printCollected()
    let counts = set.pictureCounts
    let all = counts.pass + counts.warn + counts.fail
    if let judged = set.judged, judged.members.count > 1 { try showSet(judged) }
    for finding in set.findings { try showRemark(FileRemark(finding), indent: 4) }
    guard all > 0 else {
      if let others = set.soundsAndClips {
        try screen.print(
          "No pictures to score, only \(others). Measure a voice: castbook voice FILE")
      }
      return
    }
    if let advice = set.judged?.advice { try screen.print(sanitized(advice)) }
    try screen.print(
      "\(Quantity.count(all, "picture")): \(counts.pass) good, \(counts.warn) with warnings, "
        + "\(counts.fail) to replace" + (set.soundsAndClips.map { " · \($0) not scored" } ?? ""))
  }

  /// Prints the measures of the pictures as a set.
  private func showSet(_ set: JudgedSet) throws {
    var rows: [(String, Double)] = []
    if let lighting = set.scores.lighting { rows.append(("same light", lighting.score)) }
    if let variety = set.scores.variety { rows.append(("variety", variety)) }
    guard !rows.isEmpty else { return }
    let bars = rows.map { name, score in
      "\(name) " + bar(MeasuredScore(score: score, value: score)) + " " + ScoreWords.text(score)
    }
    try screen.print("  together  " + bars.joined(separator: "  "))
  }

  private func showRemark(_ remark: FileRemark, indent: Int) throws {
    for line in screen.style.remark(remark, indent: indent) {
      try screen.print(line)
    }
  }

  // MARK: Bars

  /// The number of cells of a bar.
  private static let barWidth = 10

  /// Returns the three weakest measures that have a threshold, or fewer when there is less room.
  private func weakest(of file: ScoredFile) -> [String] {
    guard let scores = file.scores else { return [] }
    let room = (screen.style.columns - pathWidth - 19) / 31
    return scores.weakest(min(3, max(0, room))).map { measure, score in
      Self.named(measure) + " " + bar(score) + " " + ScoreWords.text(score.score)
    }
  }

  /// Prints every measure with its bar and its thresholds.
  private func showMeasures(_ scores: PictureScores) throws {
    for measure in Measure.allCases {
      guard let score = scores[measure] else { continue }
      let bounds = [
        score.warn.map { "warns below \(ScoreWords.text($0))" },
        score.fail.map { "fails below \(ScoreWords.text($0))" },
      ].compactMap(\.self).joined(separator: ", ")
      try screen.print(
        "      \(Self.named(measure)) \(bar(score)) \(ScoreWords.text(score.score))  "
          + screen.style.styled(bounds.isEmpty ? "information only" : bounds, .dim))
    }
    let missing = scores.notMeasured.map(\.rawValue)
    if !missing.isEmpty {
      try screen.print(
        "      " + screen.style.styled("not measured: \(missing.joined(separator: ", "))", .dim))
    }
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
    bar += screen.style.styled(String(repeating: "░", count: left), .dim)
    guard let warn = score.warn, score.score < warn else { return bar }
    let isBad = score.fail.map { score.score < $0 } ?? false
    return screen.style.styled(bar, isBad ? .bad : .warn)
  }
}

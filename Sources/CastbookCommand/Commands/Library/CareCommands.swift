internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook doctor`.
enum DoctorCommand {
  static let command = Command(
    "doctor", "Check the whole library: what is wrong, and what to do.",
    details: [
      "Every file and every record is read and checked against its SHA-256, the index is compared with the "
        + "records row by row, and every file in the library's folder is inspected. A read-only "
        + "library can be checked, too.",
      "--repair fixes whatever can be fixed without losing data: it saves the intact records of a "
        + "damaged file, restores file names and permissions, moves damaged files to the folder "
        + "damaged/, removes leftovers of interrupted commands, and rebuilds the index. A "
        + "missing or damaged file comes back when you add its original again.",
      "--rescore only measures pictures again whose scores come from an earlier version of the measures. "
        + "No record changes; if you stop it, it resumes next time.",
      "The exit code is 1 when errors remain.",
    ],
    examples: [
      Example("castbook doctor", "check everything"),
      Example("castbook doctor --repair", "check, and fix what can be fixed"),
      Example("castbook doctor --rebuild", "only rebuild the index"),
      Example("castbook doctor --rescore", "only measure again pictures with old scores"),
    ],
    options: [
      OptionGroup(
        "What to do",
        [
          .flag("repair", "Fix whatever can be fixed without losing data."),
          .flag("rebuild", "Only rebuild the index from the records."),
          .flag("rescore", "Only measure pictures with old scores again."),
        ]), OptionGroup("Output", [.flag("json", "One JSON object.")]),
    ],
    section: "Keep safe", run: run)

  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let screen = Screen(arguments)
    if arguments.has("repair"), arguments.has("rebuild") {
      throw UsageError(
        message: "--repair already rebuilds the index if needed",
        fix: "Leave out --rebuild.")
    }
    if arguments.has("rescore"), arguments.has("repair") || arguments.has("rebuild") {
      throw UsageError(
        message: "--rescore can't be combined with --repair or --rebuild",
        fix: "Run one first, then the other.")
    }
    try mendMark(arguments)
    let library = try await Libraries.open(arguments, for: .examination)
    if arguments.has("rescore") { return try await rescore(library, arguments) }
    if arguments.has("rebuild") {
      let count = try library.rebuildIndex()
      try screen.print(
        arguments.has("json")
          ? CareJSON.rebuilt(count, of: library).compactText
          : "index rebuilt from \(Quantity.count(count, "record"))")
      return .success
    }
    let report: LibraryReport
    do {
      report = try await library.examine(
        repairing: arguments.has("repair"), isCancelled: { Signals.interrupted },
        progress: { done, all, name in
          screen.progress.update(
            "read \(Quantity.grouped(done)) of \(Quantity.grouped(all))  \(name)")
        })
    } catch is CancellationError {
      try screen.finish()
      Signals.endByInterrupt()
    }
    if arguments.has("json") {
      try screen.print(CareJSON.report(report, of: library).compactText)
    } else {
      for line in ReportText(report, style: screen.style).lines { try screen.print(line) }
    }
    return report.status == .fail ? .findings : .success
  }

  private static func rescore(
    _ library: ElementLibrary, _ arguments: Arguments
  ) async throws -> ExitStatus {
    let screen = Screen(arguments)
    let rescored: Rescored
    do {
      rescored = try await library.rescore(
        isCancelled: { Signals.interrupted },
        progress: { done, all in
          screen.progress.update(
            "measured \(Quantity.grouped(done)) of \(Quantity.grouped(all)) pictures")
        })
    } catch is CancellationError {
      try screen.finish()
      Signals.endByInterrupt()
    }
    if arguments.has("json") {
      try screen.print(CareJSON.rescored(rescored, of: library).compactText)
    } else if rescored.count + rescored.leftCount == 0 {
      try screen.print("all scores are up to date: nothing to do")
    } else {
      let left = rescored.leftCount
      try screen.print(
        "measured \(Quantity.count(rescored.count, "picture")) again"
          + (left == 0
            ? "" : "; \(Quantity.grouped(left)) could not be read: castbook doctor shows why"))
    }
    return .success
  }

  /// Without its mark, a library can't even be opened.
  private static func mendMark(_ arguments: Arguments) throws {
    let location = try Libraries.location(arguments)
    guard ElementLibrary.lacksMark(at: location) else { return }
    guard arguments.has("repair") else {
      throw Failure(
        exit: .failure, rule: RuleID.libraryMark.rawValue,
        message: "\(location.folder): castbook.json is missing or damaged",
        fix: "write it again: castbook doctor --repair")
    }
    try ElementLibrary.mendMark(at: location)
    try Libraries.say("castbook.json was missing or damaged; it was written again")
  }
}

/// What a look at a library came to, printed.
struct ReportText {
  private let report: LibraryReport
  private let style: TerminalStyle

  init(_ report: LibraryReport, style: TerminalStyle) {
    self.report = report
    self.style = style
  }

  var lines: [String] { report.items.flatMap(lines) + [end] }

  private func lines(_ item: LibraryReport.Item) -> [String] {
    let sign =
      item.isRepaired
      ? Marks.sign(Status.pass, style) : Marks.sign(item.finding.severity, style)
    let path = item.path.map { style.isTerminal ? Self.shortened($0) : $0 }
    let words = item.isRepaired ? "\(item.finding.message): repaired" : item.finding.sentence
    // A file of an element is known by that; where it lies helps only who looks for it.
    let text =
      item.elements.isEmpty
      ? (path.map { "\($0): " } ?? "") + words : words + (path.map { " (\($0))" } ?? "")
    return RemarkText.lines(
      text, rule: item.finding.rule.rawValue, mark: sign, indent: 2, style: style)
  }

  /// The path with the first digits of the SHA-256 that it is named by, as people read it.
  private static func shortened(_ path: String) -> String {
    path.replacing(/[0-9a-f]{64}/) { "\($0.output.prefix(8))…" }
  }

  private var end: String {
    let read =
      "\(Quantity.count(report.elementCount, "element")), "
      + "\(Quantity.count(report.recordCount, "record")), "
      + "\(Quantity.count(report.fileCount, "file")) (\(Quantity.bytes(report.byteCount))) read"
    let left = [
      (report.count(.error), "error"), (report.count(.warning), "warning"),
      (report.count(.note), "note"),
    ].filter { $0.0 > 0 }.map { Quantity.count($0.0, $0.1) }
    let repaired = report.repairedCount == 0 ? [] : ["\(report.repairedCount) repaired"]
    let outcome = (left + repaired).joined(separator: ", ")
    return read + ": " + (outcome.isEmpty ? "no problems found" : outcome)
  }
}

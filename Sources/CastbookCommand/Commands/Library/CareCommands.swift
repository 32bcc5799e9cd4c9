internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook doctor`.
enum DoctorCommand {
  static let command = Command(
    "doctor", "Read the whole library again, and say what is wrong and what helps.",
    details: [
      "Every file and every record is read and held against its SHA-256, the index is held against the "
        + "records row by row, and all that lies in the library's folder is looked at. A library that "
        + "can only be read can be examined, too.",
      "--repair cures what can be cured without losing anything: it saves the sound records of a "
        + "damaged file, gives files their right names and permissions back, puts what is damaged "
        + "into the folder damaged/, removes what ended commands left, and makes the index anew. A "
        + "file that is gone or damaged comes back when its original is added again.",
      "--rescore measures pictures again that an earlier version of the measures was taken of, and does "
        + "nothing else. No record changes; who stops it goes on where it was next time.",
      "The exit code is 1 when errors are left.",
    ],
    examples: [
      Example("castbook doctor", "what is wrong, if anything"),
      Example("castbook doctor --repair", "the same, and cure what can be cured"),
      Example("castbook doctor --rebuild", "only make the index anew; nothing else is looked at"),
      Example("castbook doctor --rescore", "only measure again what an earlier version measured"),
    ],
    options: [
      OptionGroup(
        "What to do",
        [
          .flag("repair", "Cure what can be cured without losing anything."),
          .flag("rebuild", "Make the index anew from the records, and nothing else."),
          .flag("rescore", "Measure pictures again whose scores are old, and nothing else."),
        ]), OptionGroup("Output", [.flag("json", "One JSON object.")]),
    ],
    section: "Keep safe", run: run)

  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let screen = Screen(arguments)
    if arguments.has("repair"), arguments.has("rebuild") {
      throw UsageError(
        message: "--repair makes the index anew where that is needed",
        fix: "Leave --rebuild out.")
    }
    if arguments.has("rescore"), arguments.has("repair") || arguments.has("rebuild") {
      throw UsageError(
        message: "--rescore goes alone", fix: "Run the one first, and the other after it.")
    }
    try mendMark(arguments)
    let library = try await Libraries.open(arguments, for: .examination)
    if arguments.has("rescore") { return try await rescore(library, arguments) }
    if arguments.has("rebuild") {
      let count = try library.rebuildIndex()
      try screen.print(
        arguments.has("json")
          ? CareJSON.rebuilt(count, of: library).compactText
          : "made the index anew from \(Quantity.count(count, "record"))")
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
      try screen.print("all pictures are measured as this version does it: nothing to do")
    } else {
      let left = rescored.leftCount
      try screen.print(
        "measured \(Quantity.count(rescored.count, "picture")) again"
          + (left == 0
            ? "" : "; \(Quantity.grouped(left)) could not be read: castbook doctor says why"))
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
        fix: "write it anew: castbook doctor --repair")
    }
    try ElementLibrary.mendMark(at: location)
    try Libraries.say("castbook.json was missing or damaged; it was written anew")
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
    let path = item.path.map { style.columns == nil ? $0 : Self.shortened($0) }
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
    return read + ": " + (outcome.isEmpty ? "nothing is wrong" : outcome)
  }
}

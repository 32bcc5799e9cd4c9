internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook doctor`: checks the whole library, and repairs it.
///
/// It reads every file and record and compares them with their digests and with the index. It works
/// on a library that can't be written to; only `--repair`, `--rebuild` and `--rescore` change
/// anything.
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

  /// Checks the library, or only rebuilds its index or its scores. The status is `.findings` when
  /// errors remain.
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
    try repairMark(arguments)
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

  /// Measures the pictures again whose scores come from an earlier version of the measures.
  private static func rescore(
    _ library: ElementLibrary, _ arguments: Arguments
  ) async throws -> ExitStatus {
    let screen = Screen(arguments)
    let rescored: RescoreOutcome
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
    } else if rescored.count + rescored.failedCount == 0 {
      try screen.print("all scores are up to date: nothing to do")
    } else {
      let left = rescored.failedCount
      try screen.print(
        "measured \(Quantity.count(rescored.count, "picture")) again"
          + (left == 0
            ? "" : "; \(Quantity.grouped(left)) could not be read: castbook doctor shows why"))
    }
    return .success
  }

  /// Writes a missing or damaged `castbook.json`, without which the library can't even be opened.
  /// Throws without `--repair`.
  private static func repairMark(_ arguments: Arguments) throws {
    let location = try Libraries.location(arguments)
    guard ElementLibrary.lacksManifest(at: location) else { return }
    guard arguments.has("repair") else {
      throw Failure(
        exit: .failure, rule: RuleID.libraryManifest.rawValue,
        message: "\(location.folder): castbook.json is missing or damaged",
        fix: "write it again: castbook doctor --repair")
    }
    try ElementLibrary.restoreManifest(at: location)
    try Libraries.printRemark("castbook.json was missing or damaged; it was written again")
  }
}

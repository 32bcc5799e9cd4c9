internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook doctor`: checks the whole library, and repairs it.
///
/// It reads every file and record and compares them with their digests and with the index. It works
/// on a library that can't be written to; only `--repair`, `--rebuild` and `--rescore` change
/// anything.
enum DoctorCommand {
  private static let repairs = Flag("repair", "Fix whatever can be fixed without losing data.")
  private static let rebuilds = Flag("rebuild", "Only rebuild the index from the records.")
  private static let rescores = Flag("rescore", "Only measure pictures with old scores again.")

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
      "Without options it also checks what Castbook depends on: the C libraries that lack a known security fix, and "
        + "whether this system confines the processes that decode files. `castbook --version --libraries` lists all "
        + "libraries. These warnings don't change the exit code.",
      "The exit code is 1 when errors remain.",
    ],
    examples: [
      Example("castbook doctor", "check everything"),
      Example("castbook doctor --repair", "check, and fix what can be fixed"),
      Example("castbook doctor --rebuild", "only rebuild the index"),
      Example("castbook doctor --rescore", "only measure again pictures with old scores"),
    ],
    options: [
      OptionGroup("What to do", [repairs, rebuilds, rescores]), Options.output,
    ],
    section: "Keep safe", run: Command.printing(run))

  /// Checks the library, or only rebuilds its index or its scores. The status is `.findings` when
  /// errors remain.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    if arguments[repairs], arguments[rebuilds] {
      throw UsageError(
        message: "--repair already rebuilds the index if needed",
        fix: "Leave out --rebuild.")
    }
    if arguments[rescores], arguments[repairs] || arguments[rebuilds] {
      throw UsageError(
        message: "--rescore can't be combined with --repair or --rebuild",
        fix: "Run one first, then the other.")
    }
    try repairMark(arguments)
    let library: ElementLibrary
    do {
      library = try await Libraries.open(arguments, for: .examination)
    } catch ElementLibraryError.noLibrary(let location) {
      if !screen.wantsJSON { try remarkOnSystem(screen) }
      throw ElementLibraryError.noLibrary(location)
    }
    if arguments[rescores] { return try await rescore(library, screen) }
    if arguments[rebuilds] {
      let count = try Doctor.rebuildIndex(of: library)
      return Report(json: CareJSON.rebuilt(count, of: library)) { _ in
        ["index rebuilt from \(Quantity.count(count, "record"))"]
      }
    }
    let report = try await Doctor(repairs: arguments[repairs]).run(
      in: library,
      progress: { done, all, name in
        screen.progress.update(
          "read \(Quantity.grouped(done)) of \(Quantity.grouped(all))  \(name)")
      })
    let system = arguments[repairs] ? nil : try SystemReport.ofThisSystem()
    return Report(
      report.status == .fail ? .findings : .success,
      json: CareJSON.report(report, of: library, on: system)
    ) { style in ReportText(report: report, system: system, style: style).lines }
  }

  /// Prints what the system lacks, which can be examined without a library.
  private static func remarkOnSystem(_ screen: Screen) throws {
    let text = SystemText(report: try SystemReport.ofThisSystem(), style: screen.style)
    for line in text.warnings { try Screen.printMessage(line) }
  }

  /// Measures the pictures again whose scores come from an earlier version of the measures.
  private static func rescore(_ library: ElementLibrary, _ screen: Screen) async throws -> Report {
    let rescored = try await Rescore().run(
      in: library,
      progress: { done, all in
        screen.progress.update(
          "measured \(Quantity.grouped(done)) of \(Quantity.grouped(all)) pictures")
      })
    return Report(json: CareJSON.rescored(rescored, of: library)) { _ in
      let left = rescored.failedCount
      return rescored.count + left == 0
        ? ["all scores are up to date: nothing to do"]
        : [
          "measured \(Quantity.count(rescored.count, "picture")) again"
            + (left == 0
              ? "" : "; \(Quantity.grouped(left)) could not be read: castbook doctor shows why")
        ]
    }
  }

  /// Writes a missing or damaged `castbook.json`, without which the library can't even be opened.
  /// Throws without `--repair`.
  private static func repairMark(_ arguments: Arguments) throws {
    let location = try Libraries.location(arguments)
    guard Doctor.lacksManifest(at: location) else { return }
    guard arguments[repairs] else {
      throw Failure(
        exit: .failure, rule: RuleID.libraryManifest.rawValue,
        message: "\(location.folder): castbook.json is missing or damaged",
        fix: "write it again: castbook doctor --repair")
    }
    try Doctor.restoreManifest(at: location)
    try Screen.printWarning("castbook.json was missing or damaged; it was written again")
  }
}

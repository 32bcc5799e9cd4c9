internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook gc`: deletes unused files and leftovers.
///
/// Only files that no record refers to are deleted, after a grace period that starts when they are
/// first found unused. Small record files are merged at the same time.
enum GarbageCommand {
  private static let grace = ValueOption(
    "grace", "DAYS", in: 0...36_500,
    "Keep files for this many days after gc first found them unused "
      + "(\(CollectGarbage.defaultGraceDays)).")

  private static let isRemote = Flag(
    "remote", "Clean up the team's store instead of the library; needs the keeper's keys.")

  private static let deletesKept = Flag(
    "erased", "Delete all files of elements that teammates have erased, also new ones.")

  static let command = Command(
    "gc", "Delete unused files and leftovers of interrupted commands.",
    details: [
      "Only files that no record refers to are deleted, and only after a grace period. It starts when gc "
        + "first finds a file unused, not at the file's date, so "
        + "files whose records are still being synchronised are safe; adding a file again "
        + "restarts it. Files of an element stay, including those of earlier revisions.",
      "While records are damaged or missing, no file is deleted: they may refer to any file.",
      "Small record files from past days are merged. Other commands also merge some, so the "
        + "library stays fast without gc.",
      "Files of elements that teammates have erased stay in the folder erased/ for \(CollectGarbage.keptDays) days. They "
        + "are not part of the library. gc deletes them then, and gc --erased deletes all of them now.",
      "With --remote, files in the team's store that no record names are marked, and deleted by a gc "
        + "\(CollectedRemoteGarbage.graceDays) days later or more. What erasures cover is removed from the records at "
        + "once, and its files by the next gc two hours later or more.",
    ],
    examples: [
      Example("castbook gc --dry-run", "what would be deleted"),
      Example("castbook gc", "delete it"),
      Example("castbook gc --grace 0", "delete unused files without a grace period"),
      Example("castbook gc --erased", "delete at once what teammates have erased"),
      Example("castbook gc --remote", "clean up the team's store"),
    ],
    options: [
      OptionGroup(
        "What to delete",
        [
          grace, deletesKept, Options.dryRun.described(as: "Only report what would be deleted."),
          isRemote,
        ]),
      Options.output,
    ],
    section: "Keep safe", run: Command.printing(run))

  /// Deletes the files whose grace period is over, or only reports them in a dry run.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    if arguments[isRemote] { return try await cleanRemote(arguments) }
    var gc = CollectGarbage()
    if let days = try arguments[grace] { gc.graceDays = days }
    gc.deletesKept = arguments[deletesKept]
    gc.isDryRun = arguments[Options.dryRun]
    let library = try await Libraries.open(arguments, for: .freeingSpace)
    let garbage = try gc.run(in: library)
    return Report(json: CareJSON.collected(garbage)) { _ in lines(garbage) }
  }

  /// Cleans up the team's store.
  private static func cleanRemote(_ arguments: Arguments) async throws -> Report {
    let others: [(String, Bool)] = [
      (grace.option.name, arguments.has(grace)),
      (Options.dryRun.option.name, arguments[Options.dryRun]),
      (deletesKept.option.name, arguments[deletesKept]),
    ]
    for (name, isGiven) in others where isGiven {
      throw UsageError(
        message: "--\(name) is for the library, not for the team's store",
        fix: "leave it out: the store has a grace period of its own, and marks come first")
    }
    let library = try await Libraries.open(arguments)
    let garbage = try await CollectRemoteGarbage().run(in: library)
    return Report(json: TeamJSON.collected(garbage)) { _ in lines(garbage) }
  }

  /// What was marked and deleted in the team's store.
  private static func lines(_ collected: CollectedRemoteGarbage) -> [String] {
    let garbage = collected.found
    var lines: [String] = []
    if garbage.erasedRecordCount > 0 {
      lines.append(
        "removed \(Quantity.count(garbage.erasedRecordCount, "record")) of erased elements")
    }
    if garbage.erasedWaitingCount > 0 {
      lines.append(
        "\(Quantity.count(garbage.erasedWaitingCount, "file")) of erased elements: run this again in two hours to delete "
          + (garbage.erasedWaitingCount == 1 ? "it" : "them"))
    }
    if garbage.deletedCount > 0 {
      lines.append(
        "deleted \(Quantity.count(garbage.deletedCount, "file")), \(Quantity.bytes(garbage.deletedBytes))"
      )
    }
    let marked = garbage.markedCount + garbage.waitingCount - garbage.erasedWaitingCount
    if marked > 0 {
      lines.append(
        "\(Quantity.count(marked, "file")) not used by any record, deleted by a gc "
          + "\(CollectedRemoteGarbage.graceDays) days after it was first found unused")
    }
    return lines.isEmpty ? ["nothing to delete in \(sanitized(collected.location))"] : lines
  }

  /// What was deleted, merged, kept for now, and freed.
  private static func lines(_ garbage: CollectedGarbage) -> [String] {
    var lines = garbage.isDryRun ? garbage.paths.map { "  \(sanitized($0.text))" } : []
    func append(_ pile: FileTally, _ what: String) {
      guard pile.files > 0 else { return }
      lines.append(
        "\(Quantity.count(pile.files, "file")) \(what), \(Quantity.bytes(pile.bytes))")
    }
    append(garbage.unreferenced, "not used by any record")
    append(garbage.leftovers, "left by interrupted commands")
    append(garbage.erased, "of elements that teammates have erased")
    if garbage.segmentCount > 0 {
      lines.append(
        "\(Quantity.count(garbage.segmentCount, "small record file")) "
          + "\(garbage.isDryRun ? "would be merged into" : "merged into") "
          + Quantity.grouped(garbage.mergedCount))
    }
    if garbage.tooRecent.files > 0 {
      lines.append(
        "\(Quantity.count(garbage.tooRecent.files, "file")) not used by any record, "
          + "\(Quantity.bytes(garbage.tooRecent.bytes)), kept until unused for "
          + Quantity.count(garbage.graceDays, "day"))
    }
    if garbage.kept.files > 0 {
      lines.append(
        "\(Quantity.count(garbage.kept.files, "file")) of elements that teammates have erased, "
          + "\(Quantity.bytes(garbage.kept.bytes)), kept for \(CollectGarbage.keptDays) days: castbook gc --erased deletes "
          + "\(garbage.kept.files == 1 ? "it" : "them") now")
    }
    if garbage.unreferenced.files + garbage.leftovers.files + garbage.erased.files > 0 {
      let bytes = Quantity.bytes(garbage.byteCount)
      lines.append(garbage.isDryRun ? "\(bytes) would be freed" : "\(bytes) freed")
    }
    return lines.isEmpty ? ["nothing to delete"] : lines
  }
}

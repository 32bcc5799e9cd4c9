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
    ],
    examples: [
      Example("castbook gc --dry-run", "what would be deleted"),
      Example("castbook gc", "delete it"),
      Example("castbook gc --grace 0", "delete unused files without a grace period"),
    ],
    options: [
      OptionGroup(
        "What to delete",
        [grace, Options.dryRun.described(as: "Only report what would be deleted.")]),
      Options.output,
    ],
    section: "Keep safe", run: Command.printing(run))

  /// Deletes the files whose grace period is over, or only reports them in a dry run.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    var gc = CollectGarbage()
    if let days = try arguments[grace] { gc.graceDays = days }
    gc.isDryRun = arguments[Options.dryRun]
    let library = try await Libraries.open(arguments, for: .freeingSpace)
    let garbage = try gc.run(in: library)
    return Report(json: CareJSON.collected(garbage)) { _ in lines(garbage) }
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
    if garbage.unreferenced.files + garbage.leftovers.files > 0 {
      let bytes = Quantity.bytes(garbage.byteCount)
      lines.append(garbage.isDryRun ? "\(bytes) would be freed" : "\(bytes) freed")
    }
    return lines.isEmpty ? ["nothing to delete"] : lines
  }
}

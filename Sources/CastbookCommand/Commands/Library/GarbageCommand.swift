internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook gc`.
enum GarbageCommand {
  static let command = Command(
    "gc", "Delete files that nothing names, and what ended commands left.",
    details: [
      "Only files that no record of any kind names are deleted, and only after a time of grace. It "
        + "counts from the first gc that sees a file so, never from the file's own date, so that "
        + "files whose records are still being synchronized are safe; adding a file again starts it "
        + "anew. What an element has, or had in an earlier revision, stays.",
      "While records are damaged or missing nothing is deleted: they may name any file.",
      "Small files of records from past days are merged. Every command merges some, so that the "
        + "library never needs gc to stay quick.",
    ],
    examples: [
      Example("castbook gc --dry-run", "what would go"),
      Example("castbook gc", "delete it"),
      Example("castbook gc --grace 0", "also what is seen for the first time"),
    ],
    options: [
      OptionGroup(
        "What goes",
        [
          .value(
            "grace", "DAYS",
            "Keep files for this many days after gc first saw that nothing names them "
              + "(\(ElementLibrary.usualGraceDays))."), .flag("dry-run", "Only say what would go."),
        ]), OptionGroup("Output", [.flag("json", "One JSON object.")]),
    ],
    section: "Keep safe", run: run)

  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let screen = Screen(arguments)
    let days =
      try arguments.value("grace")?.number("--grace", in: 0...36_500)
      ?? ElementLibrary.usualGraceDays
    let library = try await Libraries.open(arguments, for: .freeingSpace)
    let garbage = try library.collectGarbage(graceDays: days, dry: arguments.has("dry-run"))
    if arguments.has("json") {
      try screen.print(CareJSON.collected(garbage).compactText)
    } else {
      for line in lines(garbage) { try screen.print(line) }
    }
    return .success
  }

  private static func lines(_ garbage: CollectedGarbage) -> [String] {
    var lines = garbage.isDry ? garbage.paths.map { "  \(sanitized($0.text))" } : []
    func say(_ pile: CollectedGarbage.Pile, _ what: String) {
      guard pile.count > 0 else { return }
      lines.append(
        "\(Quantity.count(pile.count, "file")) \(what), \(Quantity.bytes(pile.byteCount))")
    }
    say(garbage.unnamed, "that nothing names")
    say(garbage.leftovers, "left by commands that were ended")
    if garbage.segmentCount > 0 {
      lines.append(
        "\(Quantity.count(garbage.segmentCount, "small file")) of records "
          + "\(garbage.isDry ? "would become" : "merged into") "
          + Quantity.grouped(garbage.mergedCount))
    }
    if garbage.waiting.count > 0 {
      lines.append(
        "\(Quantity.count(garbage.waiting.count, "file")) that nothing names, "
          + "\(Quantity.bytes(garbage.waiting.byteCount)), kept until a gc sees them so for "
          + Quantity.count(garbage.graceDays, "day"))
    }
    if garbage.unnamed.count + garbage.leftovers.count > 0 {
      let bytes = Quantity.bytes(garbage.byteCount)
      lines.append(garbage.isDry ? "\(bytes) would be freed" : "\(bytes) freed")
    }
    return lines.isEmpty ? ["nothing to delete"] : lines
  }
}

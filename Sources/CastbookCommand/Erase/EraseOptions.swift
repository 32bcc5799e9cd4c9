internal import Castbook
internal import CommandLineKit
internal import Model

/// The options of `erase` and `forget`, and the steps they share: report what will be erased,
/// confirm, erase.
///
/// An erasure requires a reason, which the library keeps, and a confirmation: the
/// element's name, typed on a terminal, or `--yes`.
enum EraseOptions {
  private static let reason = ValueOption<String>(
    "reason", "TEXT", "The reason; it stays in the library.")
  /// Whether the clips that came back are erased as well.
  static let withTakes = Flag(
    "with-takes", "Also erase the clips that came back from its exports.")

  private static let isAtOnce = Flag(
    "at-once", "The team's other machines delete the files at once, too, and keep none aside.")

  /// The group of options as help shows it.
  static let group = OptionGroup(
    "Confirmation",
    [
      reason, withTakes, isAtOnce, Confirmation.isGiven,
      Options.dryRun.described(as: "Only report what would be erased, and who else has it."),
    ])

  /// Throws before anything is read if the command could not proceed: without a reason, or when it
  /// can't ask for confirmation.
  static func check(_ arguments: Arguments) throws {
    if arguments[Options.dryRun] { return }
    guard arguments.has(reason) else {
      throw UsageError(message: "no reason given", fix: "Add --reason and a few words.")
    }
    try Confirmation.require(
      arguments, because: "this can't be undone",
      fix: "Add --yes if you are sure; --dry-run shows what would be erased.")
  }

  /// Prints the plan and, unless it is a dry run, erases after confirmation.
  ///
  /// Another process that is reading the library can delay the deletion of files; the next command
  /// that opens the library then completes it.
  static func perform(
    _ plan: ElementErasurePlan, _ verb: String, _ library: ElementLibrary, _ arguments: Arguments,
    on screen: Screen
  ) throws -> Report {
    let isDry = arguments[Options.dryRun]
    if !screen.wantsJSON {
      try screen.print(lines: EraseText(plan: plan, style: screen.style).lines)
    }
    if !isDry, let reason = try arguments[reason] {
      if !arguments[Confirmation.isGiven], try !isConfirmed(plan, verb, screen) {
        try screen.print("no changes")
        return .printed(.success)
      }
      if try !plan.run(in: library, reason: reason, atOnce: arguments[isAtOnce]) {
        try Screen.printWarning(
          "another program is reading the library; the rest is erased when the next command opens it"
        )
      }
    }
    return Report(json: CareJSON.erased(plan, isDry: isDry)) { _ in
      isDry
        ? []
        : [
          plan.before == nil
            ? "erased \(plan.handle)" : "erased the earlier revisions of \(plan.handle)"
        ]
    }
  }

  /// Asks the user to type the element's name. Returns whether they did.
  private static func isConfirmed(
    _ plan: ElementErasurePlan, _ verb: String, _ screen: Screen
  ) throws -> Bool {
    try Confirmation.answer(
      to: "This can't be undone. Type \(plan.handle.name) to \(verb): ", on: screen)
      == plan.handle.name
  }
}

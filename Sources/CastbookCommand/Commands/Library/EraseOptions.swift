internal import Castbook
internal import CommandLineKit
internal import Model

/// The options of `erase` and `forget`, and the steps they share: report what will be erased,
/// confirm, erase.
///
/// An erasure requires a reason, which the library keeps, and a confirmation: the
/// element's name, typed on a terminal, or `--yes`.
enum EraseOptions {
  /// The group of options as help shows it.
  static let group = OptionGroup(
    "Confirmation",
    [
      .value("reason", "TEXT", "The reason; it stays in the library."),
      .flag("with-takes", "Also erase the clips that came back from its exports."),
      .flag("yes", "Don't ask for confirmation."),
      .flag("dry-run", "Only report what would be erased, and who else has it."),
    ])

  /// Throws before anything is read if the command could not proceed: without a reason, or when it
  /// can't ask for confirmation.
  static func check(_ arguments: Arguments) throws {
    if arguments.has("dry-run") { return }
    guard arguments.value("reason") != nil else {
      throw UsageError(message: "no reason given", fix: "Add --reason and a few words.")
    }
    guard arguments.has("yes") || isAsking(arguments) else {
      throw UsageError(
        message: "can't ask for confirmation here, and this can't be undone",
        fix: "Add --yes if you are sure; --dry-run shows what would be erased.")
    }
  }

  /// Whether the command can ask for confirmation: standard input is a terminal and output is not
  /// JSON.
  private static func isAsking(_ arguments: Arguments) -> Bool {
    TerminalFacts.of(descriptor: 0).isTerminal && !arguments.has("json")
  }

  /// Prints the plan and, unless it is a dry run, erases after confirmation.
  ///
  /// Another process that is reading the library can delay the deletion of files; the next command
  /// that opens the library then completes it.
  static func perform(
    _ plan: ElementErasurePlan, _ verb: String, _ library: ElementLibrary, _ arguments: Arguments
  ) throws -> ExitStatus {
    let screen = Screen(arguments)
    let isDry = arguments.has("dry-run")
    let isJSON = arguments.has("json")
    if !isJSON {
      for line in EraseText(plan, style: screen.style).lines { try screen.print(line) }
    }
    if !isDry, let reason = arguments.value("reason") {
      if !arguments.has("yes"), try !isConfirmed(plan, verb, screen) {
        try screen.print("no changes")
        return .success
      }
      if try !library.erase(plan, reason: reason.text) {
        try Libraries.printRemark(
          "another program is reading the library; the rest is erased when the next command opens it"
        )
      }
    }
    if isJSON {
      try screen.print(CareJSON.erased(plan, isDry: isDry).compactText)
    } else if !isDry {
      try screen.print(
        plan.before == nil
          ? "erased \(plan.handle)" : "erased the earlier revisions of \(plan.handle)")
    }
    return .success
  }

  /// Asks the user to type the element's name. Returns whether they did.
  private static func isConfirmed(
    _ plan: ElementErasurePlan, _ verb: String, _ screen: Screen
  ) throws -> Bool {
    try screen.finish()
    try OutputPipe.standardError.write(
      "This can't be undone. Type \(plan.handle.name) to \(verb): ")
    try OutputPipe.standardError.flush()
    return readLine()?.lowercased() == plan.handle.name
  }
}

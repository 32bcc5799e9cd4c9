internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook erase`: erases an element for good.
///
/// Unlike `remove` this can't be undone: texts, history and files are deleted, and later imports
/// leave the element out. It asks for confirmation unless `--yes` is given.
enum EraseCommand {
  static let command = Command(
    "erase", "Erase an element for good: its texts, its history, its files.",
    details: [
      "For a person who asks to be erased. The library keeps no part of the element: no text, no file "
        + "unless another element has it, and no entry of the index. What its use cost stays, without its "
        + "name. The record of the erasure has checksums of its files, to recognize what arrives later. Later imports leave it "
        + "out. To only remove an element from lists, use "
        + "`castbook remove`.",
      "Notes on clips with it are erased, and so are notes and reasons anywhere that mention its handle, name "
        + "or alias. The clips themselves are listed; --with-takes erases them, too.",
      "Data elsewhere is out of reach: exported bundles, backups, other people's copies, and "
        + "what providers have. The command lists what it knows of these. For backups made from "
        + "this library it prints the command that erases the element there, too. The "
        + "reason stays in the library, so write it without a name.",
    ],
    examples: [
      Example("castbook erase @mira --reason \"asked by letter of 3 May\"", "asks, then erases"),
      Example("castbook erase @mira --dry-run", "what would be erased, and who else has it"),
      Example("castbook erase @mira --reason \"contract ended\" --yes", "in a script"),
    ],
    positionals: [Positional("@HANDLE", .one, "The element, by handle or alias.")],
    options: [
      EraseOptions.group, Options.output,
    ],
    section: "Keep safe", run: Command.printing(run))

  /// Plans the erasure and carries it out after confirmation. The library is opened for freeing
  /// space, so a full disk doesn't prevent it.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let reference = try arguments.positionals[0].element
    try EraseOptions.check(arguments)
    let library = try await Libraries.open(arguments, for: .freeingSpace)
    var erasure = EraseElement(reference)
    erasure.withTakes = arguments[EraseOptions.withTakes]
    return try EraseOptions.perform(
      erasure.plan(in: library), "erase", library, arguments, on: screen)
  }
}

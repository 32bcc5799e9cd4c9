internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook init`: creates a library.
///
/// It fails if the folder already contains something. `--starter` adds sample elements, in the way
/// a pack is imported.
enum InitCommand {
  private static let starter = Flag("starter", "Include sample elements to try.")

  static let command = Command(
    "init", "Create a library.",
    details: [
      "One library serves all projects. Without a folder it is created in the default place; "
        + "`add` also does this on first use."
    ],
    examples: [
      Example("castbook init", "the one library that you need"),
      Example("castbook init --starter", "with a character, a product and a voice to try"),
      Example("castbook init /films/cast", "in a folder of your choice"),
    ],
    positionals: [
      Positional("DIR", .optional, "A new or empty folder.", completion: .folders)
    ],
    options: [
      OptionGroup("Contents", [starter]), Options.output,
    ],
    section: "Keep", run: Command.printing(run))

  /// Creates the library, adds the sample elements if requested, and tells how commands find a
  /// library that is not in the default place.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    if arguments.has(Libraries.option), !arguments.positionals.isEmpty {
      throw UsageError(
        message: "both a folder and --library given", fix: "leave out one of them")
    }
    let location =
      try arguments.positionals.first.map { LibraryLocation(try $0.path("init")) }
      ?? Libraries.location(arguments)
    try ElementLibrary.create(at: location)
    let library = try await ElementLibrary.open(at: location)
    for notice in library.notices { try screen.printNotice(notice) }
    let imported = arguments[starter] ? try await ImportPack.addStarter(to: library) : nil
    let usual = try LibraryLocation(environment: ProcessEnvironment.environment).folder
    let hint =
      location.origin == .standard || usual == location.folder
      ? []
      : [
        "commands find it with --library \(sanitized(location.folder.quoted)), or with "
          + "CASTBOOK_LIBRARY"
      ]
    return Report(json: LibraryJSON.made(library, imported)) { style in
      ["created a library in \(sanitized(location.folder.text))"] + hint
        + (imported.map { ImportText.lines($0, style) } ?? [])
    }
  }
}

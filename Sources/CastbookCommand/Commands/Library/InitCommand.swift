internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook init`.
enum InitCommand {
  static let command = Command(
    "init", "Make a library.",
    details: [
      "One library serves all projects. Without a folder it is made where it is looked for by "
        + "default; `add` does the same on first use."
    ],
    examples: [
      Example("castbook init", "the one library that you need"),
      Example(
        "castbook init --starter", "with a character, a product and a voice to try things on"),
      Example("castbook init /films/cast", "in a folder of your choice"),
    ],
    positionals: [
      Positional("DIR", .optional, "A folder that is empty or not there yet.", completion: .folders)
    ],
    options: [
      OptionGroup("What is in it", [.flag("starter", "Elements to try things on.")]),
      OptionGroup("Output", [.flag("json", "One JSON object.")]),
    ],
    section: "Keep", run: run)

  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let screen = Screen(arguments)
    if arguments.has("library"), !arguments.positionals.isEmpty {
      throw UsageError(
        message: "a folder and --library both say where", fix: "leave one of them out")
    }
    let location =
      try arguments.positionals.first.map { LibraryLocation(try $0.path("init")) }
      ?? Libraries.location(arguments)
    try ElementLibrary.create(at: location)
    let library = try await ElementLibrary.open(at: location)
    for notice in library.notices { try Libraries.say(notice, arguments) }
    let starter = arguments.has("starter") ? try await library.addStarter() : nil
    if arguments.has("json") {
      try screen.print(LibraryJSON.made(library, starter).compactText)
    } else {
      try screen.print("created a library in \(sanitized(location.folder.text))")
      let usual = try LibraryLocation(environment: Surroundings.environment).folder
      if location.origin != .standard, usual != location.folder {
        try screen.print(
          "commands find it by --library \(sanitized(location.folder.quoted)), or by "
            + "CASTBOOK_LIBRARY")
      }
      if let starter {
        for line in ImportText.lines(starter, screen.style) { try screen.print(line) }
      }
    }
    return .success
  }
}

internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook serve`: opens the library as a page in the browser.
///
/// The gallery is a program of its own, `castbook-gallery`, so that `castbook` needs no web server.
/// This command checks the options and the library, then replaces itself with that program.
enum ServeCommand {
  private static let port = ValueOption<Int>(
    "port", "N",
    "The port on this machine (\(GalleryProgram.defaultPort), or any free one if that is in use)."
  ) { word in
    guard let number = Int(word.text), (0...65_535).contains(number) else {
      throw UsageError(
        message: "--port \(word.text) is not a port",
        fix: "choose one from 1 to 65535, or 0 for any")
    }
    return number
  }
  private static let opens = Flag("open", "Open the address in the browser.")
  private static let isReadOnly = Flag("read-only", "Don't allow changes.")

  static let command = Command(
    "serve", "Open the library as a page in the browser.",
    details: [
      "The gallery shows all elements with their pictures, and lets you add, sort, compare and export "
        + "them. It runs on this machine only and stops with Ctrl-C. Only people who have the printed "
        + "address can open it.",
      "You can use commands and several browser tabs on the library at the same time.",
    ],
    examples: [
      Example("castbook serve --open", "the gallery, in the browser"),
      Example("castbook serve --read-only", "to look, not to change"),
      Example("castbook serve --port 0", "on any free port, beside another gallery"),
    ],
    options: [
      OptionGroup("How it opens", [port, opens, isReadOnly]),
      OptionGroup("Which elements", [Projects.option, Profiles.option]),
      OptionGroup("Output", [Options.json.described(as: "One JSON object with the address.")]),
    ],
    section: "Look", run: Command.printing(run))

  /// Checks the options and replaces this process with the gallery. Returns only by throwing.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    var words: [[UInt8]] = []
    func add(_ option: String, _ value: [UInt8]) { words += [Array("--\(option)".utf8), value] }
    add("castbook", Array(Version.text.utf8))
    if let port = try arguments[port] { add("port", Array(String(port).utf8)) }
    // Problems with the library are reported here, as in every other command, before the gallery
    // starts.
    let library = try await openOrMake(arguments)
    add("library", library.folder.bytes)
    if let project = try PromptOptions.project(arguments) { add("project", project.folder.bytes) }
    if let targets = try arguments[Profiles.option] { add("targets", targets.bytes) }
    _ = try Profiles.catalogue(arguments)
    for flag in [opens, isReadOnly, Options.json] where arguments[flag] {
      words.append(Array("--\(flag.option.name)".utf8))
    }
    guard let program = GalleryProgram.location else {
      throw Failure(
        exit: .failure, rule: "gallery.missing", message: "castbook-gallery is not installed",
        fix: "install castbook and castbook-gallery of the same version in the same folder")
    }
    let error = ProgramLauncher.replaceProcess(with: program.bytes, words)
    throw Failure(
      exit: .failure, rule: "gallery.missing",
      message: "castbook-gallery can't be started: \(error)",
      fix: "install castbook and castbook-gallery of the same version in the same folder")
  }

  /// Opens the library. The one in the default place is created on first use, since the gallery is
  /// a good place to begin; with `--read-only` it must exist.
  private static func openOrMake(_ arguments: Arguments) async throws -> ElementLibrary {
    let location = try Libraries.location(arguments)
    if location.origin == .standard, !arguments[isReadOnly],
      try ElementLibrary.createIfMissing(at: location)
    {
      try Screen(arguments).printNotice("created a library in \(location.folder)")
    }
    return try await Libraries.open(arguments)
  }
}

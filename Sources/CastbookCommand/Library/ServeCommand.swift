internal import Castbook
internal import CommandLineKit
internal import Gallery
internal import Model

/// `castbook serve`: opens the library as a page in the browser, and serves it until it is stopped.
enum ServeCommand {
  private static let port = ValueOption<Int>(
    "port", "N",
    "The port on this machine (\(GalleryServer.defaultPort), or any free one if that is in use)."
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
      OptionGroup(
        "Output",
        [Options.json.described(as: "One JSON object with the address."), Options.fields]),
    ],
    section: "Look", run: run)

  /// Opens the library, starts the server, prints its address and waits.
  ///
  /// An interrupt ends the process with the signal, after the server has been stopped.
  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    _ = try FieldOptions.selection(arguments)
    let screen = Screen(arguments)
    Signals.treatTerminationAsInterrupt()
    GalleryServer.allowManyConnections()
    let port = try arguments[port]
    let library = try await openOrMake(arguments)
    var options = GalleryServer.Options(catalogue: try Profiles.catalogue(arguments))
    options.port = port
    options.isReadOnly = arguments[isReadOnly]
    options.folders = GalleryFolders(environment: ProcessEnvironment.environment)
    options.project = try PromptOptions.project(arguments)
    let gallery = try GalleryServer(library, options)
    if screen.wantsJSON {
      try say(screen.selected(from: gallery.json).compactText)
    } else {
      try say("\(sanitized(library.folder.text)) is open at \(gallery.address)")
      try say("Ctrl-C closes it.")
    }
    if arguments[opens], !opens(gallery) {
      try Screen.printMessage("castbook: no browser could be started. Open the address yourself.")
    }
    await serve(gallery)
    gallery.stop()
    if Signals.interrupted { Signals.endByInterrupt() }
    return .success
  }

  /// Writes a line to the standard output at once.
  private static func say(_ line: String) throws {
    try OutputPipe.standardOutput.write(line + "\n")
    try OutputPipe.standardOutput.flush()
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

  /// Opens the gallery in the browser, and returns whether one could be started.
  private static func opens(_ gallery: GalleryServer) -> Bool {
    guard let path = gallery.makeOpener() else { return false }
    let parts = path.bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return ProgramLauncher.start(
      opener, "file://" + parts.map(\.percentEncoded).joined(separator: "/"))
  }

  #if canImport(Darwin)
    /// The program that opens an address in the browser.
    private static let opener = "open"
  #else
    /// The program that opens an address in the browser.
    private static let opener = "xdg-open"
  #endif

  /// Serves until the process is interrupted, and tells open pages what changes meanwhile.
  private static func serve(_ gallery: GalleryServer) async {
    await withTaskGroup { group in
      group.addTask { await gallery.watch() }
      while !Signals.interrupted { try? await Task.sleep(for: .milliseconds(50)) }
      group.cancelAll()
    }
  }
}

internal import Castbook
internal import CommandLineKit
internal import Files
internal import Gallery
internal import Linkage
internal import Model

/// The program `castbook-gallery`, which `castbook serve` turns into: it opens the library
/// and serves its web page until it is stopped.
@main
enum CastbookGallery {
  /// The options, which `castbook serve` passes on.
  private static let command = Command(
    "castbook-gallery", "The gallery of a library. `castbook serve` starts it.",
    options: [
      OptionGroup(
        "What to serve",
        [libraryFolder, projectFolder, targetsFolder, port, opens, isReadOnly, json, version])
    ], run: run)

  private static let libraryFolder = folder("library", "The library.")
  private static let projectFolder = folder("project", "The project whose pins apply.")
  private static let targetsFolder = folder("targets", "A folder of your own profiles.")
  private static let port = ValueOption<String>("port", "N", "The port.")
  private static let opens = Flag("open", "Open it in the browser.")
  private static let isReadOnly = Flag("read-only", "Allow no changes.")
  private static let json = Flag("json", "One JSON object.")
  private static let version = ValueOption<String>(
    "castbook", "VERSION", "The version of the castbook that starts it.")

  /// Returns an option whose value is a folder. It throws a `UsageError` for an empty value.
  private static func folder(_ name: String, _ summary: String) -> ValueOption<FilePath> {
    ValueOption(name, "DIR", summary, completion: .folders) { word in
      guard let path = FilePath(bytes: word.bytes) else {
        throw UsageError(message: "--\(name) needs a folder", fix: "name one")
      }
      return path
    }
  }

  /// Parses the arguments, serves, and reports an error in the form of all of Castbook's
  /// commands.
  static func main() async {
    if ProgramReport.isRequested { ProgramReport(libraries: LoadedLibrary.all()).printAndExit() }
    Signals.prepare()
    Signals.treatTerminationAsInterrupt()
    ProcessMemory.keepForReuse()
    OpenFileLimit.raise(to: 4096)
    do {
      switch try command.parse(Argument.ofThisProcess(), width: 80) {
      case .version(_): try say("castbook-gallery \(Version.text)")
      case .help(let text), .topic(let text): try say(text)
      case .run(let command, let arguments):
        guard let run = command.run else { return }
        try await run(arguments).endProcess()
      }
    } catch {
      try? OutputPipe.standardError.write(
        "castbook: \(sanitized(ErrorReport(error).sentence))\n")
      try? OutputPipe.standardError.flush()
      (error is UsageError ? ExitStatus.usage : .failure).endProcess()
    }
  }

  /// Writes a line to the standard output at once.
  private static func say(_ line: String) throws {
    try OutputPipe.standardOutput.write(line + "\n")
    try OutputPipe.standardOutput.flush()
  }

  /// Opens the library, starts the server, prints its address and waits.
  ///
  /// An interrupt ends the process with the signal, after the server has been stopped.
  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    if let starter = try arguments[version], starter != Version.text {
      throw UsageError(
        message: "castbook-gallery has version \(Version.text), and castbook \(starter)",
        fix: "install both of the same version in the same folder")
    }
    let location = try LibraryLocation(
      named: arguments[libraryFolder], environment: ProcessEnvironment.environment)
    let library = try await ElementLibrary.open(at: location)
    var options = GalleryServer.Options(
      catalogue: try TargetCatalogue.load(
        named: arguments[targetsFolder],
        configured: TargetCatalogue.configuredFolder(ProcessEnvironment.environment)))
    options.port = try arguments[port].flatMap { Int($0) }
    options.isReadOnly = arguments[isReadOnly]
    options.folders = GalleryFolders(environment: ProcessEnvironment.environment)
    options.project = try arguments[projectFolder].map { folder in
      try Project(at: ProjectLocation(named: folder))
    }
    let gallery = try GalleryServer(library, options)
    if arguments[json] {
      try say(gallery.json.compactText)
    } else {
      try say("\(sanitized(library.folder.text)) is open at \(gallery.address)")
      try say("Ctrl-C closes it.")
    }
    if arguments[opens], !opens(gallery) {
      try OutputPipe.standardError.write(
        "castbook: no browser could be started. Open the address yourself.\n")
      try OutputPipe.standardError.flush()
    }
    await serve(gallery)
    gallery.stop()
    if Signals.interrupted { Signals.endByInterrupt() }
    return .success
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

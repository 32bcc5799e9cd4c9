internal import Castbook
internal import CommandLineKit
internal import Files
internal import Gallery
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
        [
          .value("library", "DIR", "The library.", completion: .folders),
          .value("project", "DIR", "The project whose pins apply.", completion: .folders),
          .value("targets", "DIR", "A folder of your own profiles.", completion: .folders),
          .value("port", "N", "The port."), .flag("open", "Open it in the browser."),
          .flag("read-only", "Allow no changes."), .flag("json", "One JSON object."),
        ])
    ], run: run)

  /// Parses the arguments, serves, and reports an error in the form of all of Castbook's
  /// commands.
  static func main() async {
    Signals.prepare()
    Signals.treatTerminationAsInterrupt()
    ProcessMemory.keepForReuse()
    do {
      switch try command.parse(Argument.ofThisProcess(), width: 80) {
      case .version: try say("castbook-gallery \(Version.text)")
      case .help(let text): try say(text)
      case .run(let command, let arguments):
        guard let run = command.run else { return }
        try await run(arguments).endProcess()
      }
    } catch {
      let report = ErrorReport(error)
      let fix = report.fix ?? "castbook doctor shows more"
      try? OutputPipe.standardError.write(
        "castbook: \(sanitized(report.message)). \(sanitized(fix)).\n")
      try? OutputPipe.standardError.flush()
      (error is UsageError ? ExitStatus.usage : .failure).endProcess()
    }
  }

  /// Writes a line to the standard output at once.
  private static func say(_ line: String) throws {
    try OutputPipe.standardOutput.write(line + "\n")
    try OutputPipe.standardOutput.flush()
  }

  /// Returns the path of an option.
  ///
  /// - Throws: `UsageError` when the value is empty.
  private static func path(_ arguments: Arguments, _ name: String) throws -> FilePath? {
    try arguments.value(name).map { word in
      guard let path = FilePath(bytes: word.bytes) else {
        throw UsageError(message: "--\(name) needs a folder", fix: "name one")
      }
      return path
    }
  }

  /// Opens the library, starts the server, prints its address and waits.
  ///
  /// An interrupt ends the process with the signal, after the server has been stopped.
  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let location = try LibraryLocation(
      named: path(arguments, "library"), environment: ProcessEnvironment.environment)
    let library = try await ElementLibrary.open(at: location)
    var options = GalleryServer.Options(
      catalogue: try TargetCatalogue.load(
        named: path(arguments, "targets"),
        configured: TargetCatalogue.configuredFolder(ProcessEnvironment.environment)))
    options.port = arguments.value("port").flatMap { Int($0.text) }
    options.isReadOnly = arguments.has("read-only")
    options.project = try path(arguments, "project").map { folder in
      try Project(at: ProjectLocation(named: folder))
    }
    let gallery = try GalleryServer(library, options)
    if arguments.has("json") {
      try say(gallery.json.compactText)
    } else {
      try say("\(sanitized(library.folder.text)) is open at \(gallery.address)")
      try say("Ctrl-C closes it.")
    }
    if arguments.has("open"), !ProgramLauncher.start(Self.opener, gallery.address) {
      try OutputPipe.standardError.write(
        "castbook: no browser could be started. Open the address yourself.\n")
      try OutputPipe.standardError.flush()
    }
    await serve(gallery)
    gallery.stop()
    if Signals.interrupted { Signals.endByInterrupt() }
    return .success
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

internal import Castbook
internal import CommandLineKit
internal import Model

/// What a command line asks `check` to do.
struct CheckRequest {
  let files: FileList
  let check: Check
  let selection: TargetSelection
  let today: Day
  let isStrict: Bool
  let replaces: Bool
  let report: (path: FilePath, kind: ReportPage.Kind)?
  private let form: OutputForm
  private let prepareCommand: String?
  private let showsAll: Bool

  init(_ arguments: Arguments) async throws {
    today = ProcessEnvironment.today
    isStrict = arguments.has("strict")
    showsAll = arguments.has("all")
    replaces = arguments.has("replace")
    report = try arguments.value("report").map(Self.report)
    form = try OutputForm(arguments)
    let catalogue = try Profiles.catalogue(arguments)
    let names = arguments.list("for").map(\.text)
    if names.contains("") || (arguments.has("for") && names.isEmpty) {
      throw UsageError(
        message: "--for contains an empty name", fix: "name a target, or leave out --for")
    }
    let slot = arguments.value("as").flatMap { Slot(rawValue: $0.text) }
    selection = try TargetSelection(
      names.isEmpty ? [TargetCatalogue.defaultTarget.rawValue] : names, slot: slot, today: today,
      in: catalogue)
    var check = Check(
      targets: selection.targets, isTheSet: arguments.has("set"), today: today,
      workers: try arguments.value("jobs").map(Self.workers))
    check.keepsHeldRules = report != nil
    self.check = check
    prepareCommand = Self.prepareCommand(arguments, names)
    files = FileList(try await Self.sources(arguments))
  }

  func printer(on screen: Screen) -> any CheckPrinter {
    switch form {
    case .text, .csv:
      CheckTable(
        selection: selection, files: files, screen: screen, prepareCommand: prepareCommand,
        showsAll: showsAll)
    case .json: CheckJSONPrinter(selection: selection, screen: screen)
    case .jsonLines: CheckJSONLinesPrinter(screen: screen)
    }
  }

  /// `castbook prepare refs/ --for kling-o3 -o ready/`, as far as its words can be repeated. Copies of an element's
  /// files are kept beside them.
  private static func prepareCommand(_ arguments: Arguments, _ names: [String]) -> String? {
    let words = arguments.positionals
    guard words.count <= 3, !words.contains(where: { $0 == "-" }), names.count <= 4 else {
      return nil
    }
    let paths = words.compactMap { FilePath(bytes: $0.bytes)?.quoted }
    let target = names.isEmpty ? "" : " --for \(names.joined(separator: ","))"
    let slot = arguments.value("as").map { " --as \($0.text)" } ?? ""
    let isOfLibrary = words.allSatisfy { $0.bytes.first == UInt8(ascii: "@") }
    return "castbook prepare \(paths.joined(separator: " "))\(target)\(slot)"
      + (isOfLibrary ? "" : " -o ready/")
  }

  static func sources(_ arguments: Arguments) async throws -> [FileList.Source] {
    var library: ElementLibrary?
    var sources: [FileList.Source] = []
    for word in arguments.positionals {
      if word == "-" {
        sources += try PathList.fromStandardInput().map { .path($0) }
      } else if word.bytes.first == UInt8(ascii: "@") {
        let element = try word.element
        let opened = if let library { library } else { try await Libraries.open(arguments) }
        library = opened
        sources.append(.element(try opened.files(of: element)))
      } else if let path = FilePath(bytes: word.bytes) {
        sources.append(.path(path))
      } else {
        throw UsageError(message: "a path is empty", fix: "name a file or a folder")
      }
    }
    return sources
  }

  private static func report(_ word: Argument) throws -> (FilePath, ReportPage.Kind) {
    let kinds: [String: ReportPage.Kind] = [
      "md": .markdown, "markdown": .markdown, "html": .html, "htm": .html,
    ]
    guard let path = FilePath(bytes: word.bytes), let kind = kinds[path.suffix ?? ""] else {
      throw UsageError(
        message: "--report \(sanitized(word.text)): a report is a .md or .html file",
        fix: "end the file name in .md or .html")
    }
    return (path, kind)
  }

  static func workers(_ word: Argument) throws -> Int {
    guard let count = Int(word.text), (1...Check.mostWorkers).contains(count) else {
      throw UsageError(
        message:
          "--jobs \(sanitized(word.text)): not a number from 1 to \(Check.mostWorkers)",
        fix: "leave it out to use one per core")
    }
    return count
  }
}

/// The targets that a command line can name.
enum Profiles {
  /// The targets of `--for`, or Kling's common rules.
  static func selection(_ arguments: Arguments, slot: Slot? = nil) throws -> TargetSelection {
    let names = arguments.list("for").map(\.text)
    return try TargetSelection(
      names.isEmpty ? [TargetCatalogue.defaultTarget.rawValue] : names, slot: slot,
      today: ProcessEnvironment.today, in: try catalogue(arguments))
  }

  /// What completions offer.
  static let builtInNames = (try? TargetCatalogue().names) ?? []

  static let option = Option.value(
    "targets", "DIR", "A folder with your own target profiles.", completion: .folders)

  static func catalogue(
    _ arguments: Arguments, pinned: [(name: String, bytes: [UInt8])] = []
  ) throws -> TargetCatalogue {
    let folder = try arguments.value("targets").map { word in
      guard let path = FilePath(bytes: word.bytes) else {
        throw UsageError(message: "--targets needs a folder", fix: "name a folder")
      }
      return path
    }
    let catalogue = try TargetCatalogue.load(
      named: folder, configured: TargetCatalogue.configuredFolder(ProcessEnvironment.environment),
      pinned: pinned)
    for fault in catalogue.faults {
      try OutputPipe.standardError.write("castbook: skipped \(sanitized(fault.description)).\n")
    }
    try OutputPipe.standardError.flush()
    return catalogue
  }
}

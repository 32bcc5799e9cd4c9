internal import Castbook
internal import CommandLineKit
internal import Model

/// The checked options of `castbook check`.
///
/// It expands the positionals into files, resolves the targets, and prepares what is printed around
/// the results. Everything that can be wrong with the command line is found here, before any file
/// is read.
///
/// ```swift
/// let request = try await CheckRequest(arguments)
/// let printer = try request.printer(on: Screen(arguments))
/// ```
struct CheckRequest {
  /// The report to write. Its format follows from the file's suffix.
  static let report = ValueOption<(path: FilePath, kind: ReportPage.Kind)>(
    "report", "FILE", "Also write a report with every rule, for a ticket: .md or .html.",
    completion: .files
  ) { word in
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
  /// Makes the files one element, so their number is checked as well.
  static let isSet = Flag(
    "set", "Treat these files as one element: too few or too many are errors.")

  /// The files to check, expanded from the positionals.
  let files: FileList
  /// The check, with its targets and the number of files to work on concurrently.
  let check: Check
  /// The targets of `--for`, and those that its patterns left out.
  let selection: TargetSelection
  /// The day that decides which targets have ended; a report is dated with it.
  let today: Day
  /// Whether `--strict` makes warnings count as errors.
  let isStrict: Bool
  /// Whether `--replace` allows an existing report to be overwritten.
  let replaces: Bool
  /// The named folders that are exported bundles.
  let bundles: [FilePath]
  /// The report to write, or `nil`. Its format follows from the file's suffix.
  let report: (path: FilePath, kind: ReportPage.Kind)?
  /// The output format, which decides the printer.
  private let form: OutputFormat
  /// The `castbook prepare` command for the same files, or `nil` when it would not fit on one line.
  private let prepareCommand: String?
  /// Whether `--all` turns off the shortening of long output.
  private let showsAll: Bool
  /// Whether `--brief` leaves only errors, warnings and totals.
  private let isBrief: Bool

  /// Checks the options and opens the library if an element is named.
  ///
  /// Throws a `UsageError` for an empty target name, an unusable report name or a bad number of
  /// jobs.
  init(_ arguments: Arguments) async throws {
    today = ProcessEnvironment.today
    isStrict = arguments[Options.strict]
    showsAll = arguments[Options.all]
    replaces = arguments[Options.replace]
    report = try arguments[Self.report]
    form = try OutputFormat(arguments)
    isBrief = try arguments.wantsBrief(form)
    let catalogue = try Profiles.catalogue(arguments)
    let names = try Profiles.names(arguments)
    selection = try TargetSelection(
      names.isEmpty ? [TargetCatalogue.defaultTarget.rawValue] : names,
      slot: try arguments[Options.slot], today: today, in: catalogue)
    var check = Check(
      targets: selection.targets, isCompleteSet: arguments[Self.isSet], today: today,
      workers: try arguments[Options.jobs])
    check.includesPassedRules = report != nil
    self.check = check
    prepareCommand = try Self.prepareCommand(arguments, names)
    files = try await Self.files(arguments)
    bundles = arguments.positionals.compactMap { FilePath(bytes: $0.bytes) }
      .filter { !$0.appending(Self.bundleManifest).isMissing }
  }

  /// The name of the file that every exported bundle has.
  private static let bundleManifest = Array("bundle.json".utf8)

  func printer(on screen: Screen) throws -> any CheckPrinter {
    switch form {
    case .text where isBrief: BriefCheck(selection: selection, screen: screen)
    case .text, .csv:
      CheckTable(
        selection: selection, files: files, screen: screen, prepareCommand: prepareCommand,
        showsAll: showsAll)
    case .json: try CheckJSONPrinter(selection: selection, screen: screen)
    case .jsonLines: CheckJSONLinesPrinter(screen: screen)
    }
  }

  /// Returns the `castbook prepare` command for the same files and targets, such as `castbook
  /// prepare refs/ --for kling-o3 -o ready/`, or `nil` when it can't be repeated or is too long.
  ///
  /// Copies of an element's files are kept in the library, so no folder is named when all words are
  /// handles.
  private static func prepareCommand(
    _ arguments: Arguments, _ names: [String]
  ) throws -> String? {
    let words = arguments.positionals
    guard words.count <= 3, !words.contains(where: { $0 == "-" }), names.count <= 4 else {
      return nil
    }
    let paths = words.compactMap { FilePath(bytes: $0.bytes)?.quoted }
    let target = names.isEmpty ? "" : " --for \(names.joined(separator: ","))"
    let slot = try arguments[Options.slot].map { " --as \($0.rawValue)" } ?? ""
    let isOfLibrary = words.allSatisfy { $0.namesElement }
    return "castbook prepare \(paths.joined(separator: " "))\(target)\(slot)"
      + (isOfLibrary ? "" : " -o ready/")
  }

  /// Returns the files that the positionals name. Several commands share this.
  static func files(_ arguments: Arguments) async throws -> FileList {
    try FileList(await sources(arguments), asListedBy: arguments)
  }

  /// Returns the sources that the positionals name: paths, elements, and with `-` the paths listed
  /// on standard input.
  ///
  /// The library is opened at most once, and only when an element is named.
  static func sources(_ arguments: Arguments) async throws -> [FileList.Source] {
    var library: ElementLibrary?
    var sources: [FileList.Source] = []
    for word in arguments.positionals {
      if word == "-" {
        sources += try PathList.fromStandardInput().map { .path($0) }
      } else if word.namesElement {
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
}

extension FileList {
  /// Lists the files of the sources that the positionals name. If they are only a list on
  /// standard input, and it is empty, a notice says so, and having no file is fine.
  init(_ sources: [Source], asListedBy arguments: Arguments) throws {
    self.init(sources)
    guard sources.isEmpty else { return }
    mayBeEmpty = true
    try Screen(arguments).printEmptyListNotice()
  }
}

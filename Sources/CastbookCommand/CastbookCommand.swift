internal import Castbook
internal import CommandLineKit
internal import Model

/// The command `castbook`: parses the command line, runs the command, and reports its failure.
///
/// Each command has a file with its options, its row in the table, and a `run` function, in the
/// folder of its verb. `run` calls one verb of the `Castbook` library and returns a `Report`; it
/// has no logic of its own.
@main
enum CastbookCommand {
  /// Runs the command line and ends the process with its exit status.
  ///
  /// A usage error, a failure and an interrupt all end here, so every exit writes its buffered
  /// output.
  static func main() async {
    Signals.prepare()
    ProcessMemory.keepForReuse()
    let screen = Screen()
    let words = Argument.ofThisProcess()
    do {
      switch try commandTable.parse(words, width: screen.style.helpColumns) {
      case .version(listsLibraries: false):
        try screen.print("castbook \(Version.text) (\(Installation.current.words))")
      case .version(listsLibraries: true):
        let report = try SystemReport.ofThisSystem()
        try screen.print(
          asksForJSON(words)
            ? report.libraryList.compactText
            : SystemText(report: report, style: screen.style).page.joined(separator: "\n"))
      case .help(let text): try screen.print(text, ending: "")
      case .topic(let name):
        try screen.print(TopicText(name, style: screen.style).text, ending: "")
      case .run(let command, let arguments):
        guard let run = command.run else { return }
        if Self.offlineCommands.contains(arguments.commandPath) { NetworkAccess.forbid() }
        let namesMissingFile = Self.namesMissingFile(arguments, of: command)
        if namesMissingFile, !asksForJSON(words) { try await Self.refuseOnlyFile(arguments) }
        let status: ExitStatus
        do {
          status = try await Signals.cancellingOnInterrupt { try await run(arguments) }
        } catch {
          throw namesMissingFile ? Failure(error).asUsageError : Failure(error)
        }
        try screen.finish()
        (namesMissingFile ? .usage : status).endProcess()
      }
      try screen.finish()
    } catch {
      report(Failure(error), asJSON: asksForJSON(words), on: screen).endProcess()
    }
  }

  /// The commands that look into files and never connect, so they give up the right to.
  private static let offlineCommands: Set<[String]> = Set(
    [
      "add", "check", "import", "pick", "prepare", "score", "sheet", "sort", "split", "stills",
      "voice",
    ].map { ["castbook", $0] })

  /// Throws when the only named file doesn't exist, since there is nothing else to work on.
  ///
  /// With `--report` the command runs anyway: its report names the missing file along with
  /// everything else.
  private static func refuseOnlyFile(_ arguments: Arguments) async throws {
    // A report lists the missing file with the other findings.
    guard !arguments.hasAny(of: [CheckRequest.report]), arguments.positionals.count == 1,
      let word = arguments.positionals.first, let path = FilePath(bytes: word.bytes),
      let finding = try await path.missingFinding()
    else { return }
    throw Failure(
      exit: .usage, rule: finding.rule.rawValue, message: "\(path): \(finding.message)",
      fix: finding.fix)
  }

  /// Returns whether a positional names a file that doesn't exist. That is a mistake in the command
  /// line, regardless of other findings, so the exit code becomes 2.
  private static func namesMissingFile(_ arguments: Arguments, of command: Command) -> Bool {
    guard let last = command.positionals.last else { return false }
    return arguments.positionals.enumerated().contains { index, word in
      let positional = index < command.positionals.count ? command.positionals[index] : last
      guard positional.isExistingFile, word != "-", !word.namesElement else { return false }
      return FilePath(bytes: word.bytes)?.isMissing == true
    }
  }

  /// Returns whether failures are printed as JSON. It looks at the words themselves, since the
  /// command line may be what is wrong. Words after `--` are not options.
  private static func asksForJSON(_ words: [Argument]) -> Bool {
    let options = words.prefix { $0.text != "--" }
    return options.contains { word in
      ["--json", "--jsonl", "--fields"].contains(word.text) || word.text.hasPrefix("--fields=")
    }
  }

  /// Prints a failure and returns its exit status.
  ///
  /// JSON goes to standard output, unless the command already printed its result there (`isLate`);
  /// the sentence for people goes to standard error in any case. Errors of these writes are
  /// ignored: no channel is left to report them on.
  private static func report(
    _ failure: Failure, asJSON: Bool, on screen: Screen
  ) -> ExitStatus {
    if asJSON, !failure.isLate { try? screen.print(failure.json.compactText) }
    try? screen.finish()
    try? Screen.printMessage("castbook: \(failure.sentence)")
    return failure.exit
  }
}

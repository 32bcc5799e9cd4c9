internal import Castbook
internal import CommandLineKit
internal import Model

/// The command `castbook`: reads the command line, calls the verb, prints what it says.
@main
enum CastbookCommand {
  static func main() async {
    Signals.prepare()
    ProcessMemory.keepForReuse()
    let screen = Screen(color: .auto)
    let words = Argument.ofThisProcess()
    do {
      switch try commandTable.parse(words, width: screen.style.helpColumns) {
      case .version: try screen.print("castbook \(Version.text)")
      case .help(let text): try screen.print(text, ending: "")
      case .run(let command, let arguments):
        guard let run = command.run else { return }
        let namesMissingFile = Self.namesMissingFile(arguments, of: command)
        if namesMissingFile, !asksForJSON(words) { try await Self.refuseOnlyFile(arguments) }
        let status: ExitStatus
        do {
          status = try await run(arguments)
        } catch {
          throw namesMissingFile ? Failure(error).ofMissingFile : Failure(error)
        }
        try screen.finish()
        (namesMissingFile ? .usage : status).endProcess()
      }
      try screen.finish()
    } catch {
      report(Failure(error), asJSON: asksForJSON(words), on: screen).endProcess()
    }
  }

  /// Where the only file that is named does not exist, that is the answer: there is nothing else to work on.
  private static func refuseOnlyFile(_ arguments: Arguments) async throws {
    // A report names it with everything else.
    guard !arguments.hasAny(of: ["report"]), arguments.positionals.count == 1,
      let word = arguments.positionals.first, let path = FilePath(bytes: word.bytes),
      let finding = await path.missingFinding()
    else { return }
    throw Failure(
      exit: .usage, rule: finding.rule.rawValue, message: "\(path): \(finding.message)",
      fix: finding.fix)
  }

  /// Whether a file that the command line names does not exist: a mistake on the command line, whatever else is found.
  private static func namesMissingFile(_ arguments: Arguments, of command: Command) -> Bool {
    guard let last = command.positionals.last else { return false }
    return arguments.positionals.enumerated().contains { index, word in
      let positional = index < command.positionals.count ? command.positionals[index] : last
      guard positional.isExistingFile, word != "-", word.bytes.first != UInt8(ascii: "@") else {
        return false
      }
      return FilePath(bytes: word.bytes)?.isMissing == true
    }
  }

  /// Whether a failure is to be told as JSON: asked of the words themselves, since the command line
  /// may be what is wrong.
  private static func asksForJSON(_ words: [Argument]) -> Bool {
    let options = words.prefix { $0.text != "--" }
    return options.contains("--json") || options.contains("--jsonl")
  }

  private static func report(
    _ failure: Failure, asJSON: Bool, on screen: Screen
  ) -> ExitStatus {
    if asJSON, !failure.isLate { try? screen.print(failure.json.compactText) }
    try? screen.finish()
    try? OutputPipe.standardError.write("castbook: \(failure.sentence)\n")
    try? OutputPipe.standardError.flush()
    return failure.exit
  }
}

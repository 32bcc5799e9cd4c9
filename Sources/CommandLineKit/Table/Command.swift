/// A command as a plain value: parsing, help, completions and the manual all read this one table.
///
///     let check = Command(
///       "check", "Check files against what a provider accepts.",
///       positionals: [Positional("PATH", .atLeastOne, completion: .files)],
///       options: [OptionGroup("Rules", [.value("for", "TARGET", "Whose rules to take.")])]
///     ) { arguments in try await check(arguments) }
///     let castbook = Command("castbook", "The element library for AI video.", children: [check])
///
/// Options of a parent hold for its children too, before and after the child's name.
public struct Command: Sendable {
  /// Does the work of a command.
  public typealias Run = @Sendable (Arguments) async throws -> ExitStatus

  public let name: String
  /// What it does, in one line.
  public let summary: String
  /// What a reader may want to know beyond the options, one string a paragraph.
  public let details: [String]
  public let examples: [Example]
  public let positionals: [Positional]
  public let options: [OptionGroup]
  public let children: [Command]
  /// The title under which the parent's help lists this command.
  public let section: String
  /// Words that people bring from other programs, for commands and (with their dashes) options that are not here,
  /// and what to type for each.
  public let knownWords: [String: String]
  /// Hidden commands work but are listed nowhere.
  public let isHidden: Bool
  /// Nothing for a command that only holds others.
  public let run: Run?

  public init(
    _ name: String, _ summary: String, details: [String] = [], examples: [Example] = [],
    positionals: [Positional] = [], options: [OptionGroup] = [], children: [Command] = [],
    knownWords: [String: String] = [:], section: String = "Commands", isHidden: Bool = false,
    run: Run? = nil
  ) {
    self.name = name
    self.summary = summary
    self.details = details
    self.examples = examples
    self.positionals = positionals
    self.options = options
    self.children = children
    self.knownWords = knownWords
    self.section = section
    self.isHidden = isHidden
    self.run = run
  }

  var visibleChildren: [Command] { children.filter { !$0.isHidden } }

  /// Whether words may follow that are no sub-command.
  var takesPositionals: Bool { run != nil && !positionals.isEmpty }
}

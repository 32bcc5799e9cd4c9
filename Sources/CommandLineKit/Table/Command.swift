/// A command as a plain value, from which parsing, help, completions and the manual are derived.
///
///     let check = Command(
///       "check", "Check files against what a provider accepts.",
///       positionals: [Positional("PATH", .atLeastOne, completion: .files)],
///       options: [OptionGroup("Rules", [ListOption<String>("for", "TARGET[,…]", "Whose rules.")])]
///     ) { arguments in try await check(arguments) }
///     let castbook = Command("castbook", "The element library for AI video.", children: [check])
///
/// A parent's options apply to its children too, and may be typed before or after the child's name.
public struct Command: Sendable {
  /// Does the work of a command and returns its exit status.
  public typealias Run = @Sendable (Arguments) async throws -> ExitStatus

  /// The word that the user types.
  public let name: String
  /// What the command does, as one sentence on one line.
  public let summary: String
  /// Further paragraphs of the help, one string each.
  public let details: [String]
  public let examples: [Example]
  public let positionals: [Positional]
  /// The command's own options, grouped under titles. Those of its parents apply as well.
  public let options: [OptionGroup]
  public let children: [Command]
  /// The title under which the parent's help lists this command.
  public let section: String
  /// Names that users of other programs may type for a command or option (with its dashes), and
  /// what to type here instead. A usage error suggests it.
  public let knownWords: [String: String]
  /// What `help` explains besides commands, by name. Only the root has topics.
  public let topics: [String]
  /// Whether the command works but is left out of help, completions and the manual.
  public let isHidden: Bool
  /// The work of the command, or `nil` for a command that only groups others.
  public let run: Run?

  public init(
    _ name: String, _ summary: String, details: [String] = [], examples: [Example] = [],
    positionals: [Positional] = [], options: [OptionGroup] = [], children: [Command] = [],
    knownWords: [String: String] = [:], topics: [String] = [], section: String = "Commands",
    isHidden: Bool = false, run: Run? = nil
  ) {
    self.name = name
    self.summary = summary
    self.details = details
    self.examples = examples
    self.positionals = positionals
    self.options = options
    self.children = children
    self.knownWords = knownWords
    self.topics = topics
    self.section = section
    self.isHidden = isHidden
    self.run = run
  }

  /// The sub-commands that help, completions and the manual list.
  var visibleChildren: [Command] { children.filter { !$0.isHidden } }

  /// Whether words that are not sub-commands may follow.
  var acceptsPositionals: Bool { run != nil && !positionals.isEmpty }
}

/// What the shell offers when the user presses Tab at a value or a positional.
public enum Completion: Hashable, Sendable {
  /// No candidates; the value is free text.
  case nothing
  case files
  case folders
  /// Exactly these words.
  case choices([String])
}

/// A row of the table of options: a flag (`--json`) or an option with a value (`--for TARGET`).
///
/// A command declares and reads its options as `Flag`, `ValueOption` and `ListOption`; this is the
/// part of them that help and completions show.
public struct Option: Hashable, Sendable {
  /// The value that follows an option's name.
  public struct Value: Hashable, Sendable {
    /// The placeholder for the value in help: `TARGET`, or `TARGET[,…]` for a comma-separated list.
    public internal(set) var placeholder: String
    /// Whether the option may be given several times.
    public let repeats: Bool
    /// What Tab offers for the value.
    public internal(set) var completion: Completion
    /// The accepted values, or `nil` when any value is accepted.
    public let oneOf: [String]?

    init(_ placeholder: String, repeats: Bool, completion: Completion, oneOf: [String]?) {
      self.placeholder = placeholder
      self.repeats = repeats
      self.completion =
        completion == .nothing ? oneOf.map(Completion.choices) ?? .nothing : completion
      self.oneOf = oneOf
    }

    /// Whether one word may hold several values, separated by commas.
    public var isList: Bool { placeholder.hasSuffix("[,…]") }
  }

  /// The long name without its dashes.
  public let name: String
  /// The letter after a single dash, or `nil`.
  public let short: Character?
  public internal(set) var summary: String
  /// The option's value, or `nil` for a flag.
  public internal(set) var value: Value?

  /// The `--help` option, which every command has.
  static let help = Flag("help", short: "h", "Show this help.").option

  /// The `--version` option, which only the root has.
  static let version = Flag("version", "Show the version.").option

  /// The `--libraries` option, which only the root has.
  static let libraries = Flag(
    "libraries", "With --version: list the C libraries in use and known fixes that they lack."
  ).option
}

/// Options that serve one purpose, under a title that names it in help.
public struct OptionGroup: Hashable, Sendable {
  public let title: String
  public let options: [Option]

  public init(_ title: String, _ options: [any TypedOption]) {
    self.init(title, rows: options.map(\.option))
  }

  /// Creates a group from the rows of options that no command reads.
  init(_ title: String, rows: [Option]) {
    self.title = title
    options = rows
  }
}

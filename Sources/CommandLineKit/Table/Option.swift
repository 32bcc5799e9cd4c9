/// What the shell offers when the user presses Tab at a value or a positional.
public enum Completion: Hashable, Sendable {
  case nothing
  case files
  case folders
  /// These words, and only these.
  case choices([String])
}

/// A flag (`--json`) or an option with a value (`--for TARGET`).
public struct Option: Hashable, Sendable {
  /// What follows the name of an option.
  public struct Value: Hashable, Sendable {
    /// The word that stands for the value in help: `TARGET`, or `TARGET[,…]` for a comma list.
    public let placeholder: String
    /// Whether the option may be given several times.
    public let repeats: Bool
    public let completion: Completion
    /// The only values there are, or nothing when any is taken.
    public let oneOf: [String]?

    /// Whether several values may stand in one word, with commas between them.
    public var isList: Bool { placeholder.hasSuffix("[,…]") }
  }

  /// The long name without its dashes.
  public let name: String
  public let short: Character?
  public let summary: String
  /// Nothing for a flag.
  public let value: Value?

  /// An option that is there or not.
  public static func flag(
    _ name: String, short: Character? = nil, _ summary: String
  ) -> Option {
    Option(name: name, short: short, summary: summary, value: nil)
  }

  /// An option that is followed by a value. With `oneOf` any other value is a usage error, and
  /// Tab offers these unless `completion` says otherwise.
  ///
  ///     .value("for", "TARGET[,…]", "Whose rules to check against.", completion: .choices(ids))
  public static func value(
    _ name: String, short: Character? = nil, _ placeholder: String, _ summary: String,
    repeats: Bool = false, completion: Completion = .nothing, oneOf: [String]? = nil
  ) -> Option {
    let offered = completion == .nothing ? oneOf.map(Completion.choices) : nil
    let value = Value(
      placeholder: placeholder, repeats: repeats, completion: offered ?? completion, oneOf: oneOf)
    return Option(name: name, short: short, summary: summary, value: value)
  }

  /// `--help`, which every command has.
  static let help = Option.flag("help", short: "h", "Show this help.")

  /// `--version`, which only the root has.
  static let version = Option.flag("version", "Show the version.")
}

/// Options that serve one purpose, under a title that names it.
public struct OptionGroup: Hashable, Sendable {
  public let title: String
  public let options: [Option]

  public init(_ title: String, _ options: [Option]) {
    self.title = title
    self.options = options
  }
}

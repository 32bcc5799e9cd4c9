/// What the shell offers when the user presses Tab at a value or a positional.
public enum Completion: Hashable, Sendable {
  /// No candidates; the value is free text.
  case nothing
  case files
  case folders
  /// Exactly these words.
  case choices([String])
}

/// A flag (`--json`) or an option with a value (`--for TARGET`).
///
/// Options are made with `flag(_:short:_:)` and `value(_:short:_:_:repeats:completion:oneOf:)`.
public struct Option: Hashable, Sendable {
  /// The value that follows an option's name.
  public struct Value: Hashable, Sendable {
    /// The placeholder for the value in help: `TARGET`, or `TARGET[,…]` for a comma-separated list.
    public let placeholder: String
    /// Whether the option may be given several times.
    public let repeats: Bool
    /// What Tab offers for the value.
    public let completion: Completion
    /// The accepted values, or `nil` when any value is accepted.
    public let oneOf: [String]?

    /// Whether one word may hold several values, separated by commas.
    public var isList: Bool { placeholder.hasSuffix("[,…]") }
  }

  /// The long name without its dashes.
  public let name: String
  /// The letter after a single dash, or `nil`.
  public let short: Character?
  public let summary: String
  /// The option's value, or `nil` for a flag.
  public let value: Value?

  /// Returns an option without a value.
  ///
  ///     .flag("json", "One JSON object.")
  public static func flag(
    _ name: String, short: Character? = nil, _ summary: String
  ) -> Option {
    Option(name: name, short: short, summary: summary, value: nil)
  }

  /// Returns an option that is followed by a value.
  ///
  ///     .value("for", "TARGET[,…]", "Whose rules to check against.", completion: .choices(ids))
  ///
  /// - Parameters:
  ///   - placeholder: The value's name in help. One that ends in `[,…]` makes a comma-separated list.
  ///   - repeats: Whether the option may be given several times.
  ///   - completion: What Tab offers; the values of `oneOf` when omitted.
  ///   - oneOf: The accepted values; any other is a usage error. `nil` accepts any value.
  public static func value(
    _ name: String, short: Character? = nil, _ placeholder: String, _ summary: String,
    repeats: Bool = false, completion: Completion = .nothing, oneOf: [String]? = nil
  ) -> Option {
    let offered = completion == .nothing ? oneOf.map(Completion.choices) : nil
    let value = Value(
      placeholder: placeholder, repeats: repeats, completion: offered ?? completion, oneOf: oneOf)
    return Option(name: name, short: short, summary: summary, value: value)
  }

  /// The `--help` option, which every command has.
  static let help = Option.flag("help", short: "h", "Show this help.")

  /// The `--version` option, which only the root has.
  static let version = Option.flag("version", "Show the version.")
}

/// Options that serve one purpose, under a title that names it in help.
public struct OptionGroup: Hashable, Sendable {
  public let title: String
  public let options: [Option]

  public init(_ title: String, _ options: [Option]) {
    self.title = title
    self.options = options
  }
}

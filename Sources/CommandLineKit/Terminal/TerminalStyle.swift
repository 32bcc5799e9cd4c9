internal import Model

/// When to use colour: the values of `--color`.
public enum ColorChoice: String, CaseIterable, Sendable {
  case auto, always, never
}

/// The facts about an output stream that decide its colours and width.
public struct TerminalFacts: Hashable, Sendable {
  public let isTerminal: Bool
  /// The width of the terminal's window in columns, or `nil` when it is unknown.
  public let windowColumns: Int?
  /// The value of `$NO_COLOR`, or `nil` when it is not set.
  public let noColor: String?
  /// The value of `$TERM`, or `nil` when it is not set.
  public let term: String?
  /// The value of `$COLUMNS`, or `nil` when it is not set.
  public let columns: String?

  public init(
    isTerminal: Bool, windowColumns: Int? = nil, noColor: String? = nil, term: String? = nil,
    columns: String? = nil
  ) {
    self.isTerminal = isTerminal
    self.windowColumns = windowColumns
    self.noColor = noColor
    self.term = term
    self.columns = columns
  }

  /// Returns the facts of an open descriptor: 1 is standard output, 2 is standard error.
  public static func of(descriptor: Int32) -> TerminalFacts {
    TerminalFacts(
      isTerminal: SystemCalls.isTerminal(descriptor),
      windowColumns: SystemCalls.windowColumns(descriptor),
      noColor: SystemCalls.environment("NO_COLOR"), term: SystemCalls.environment("TERM"),
      columns: SystemCalls.environment("COLUMNS"))
  }
}

/// The colour and width of output, decided once.
///
/// ```swift
/// let style = TerminalStyle(.of(descriptor: 1))
/// print(style.styled("3 errors", .bad))
/// ```
public struct TerminalStyle: Hashable, Sendable {
  /// What a piece of text means; its colour follows from it.
  public enum Tone: Hashable, Sendable {
    case good, warn, bad, dim, bold
  }

  public let isTerminal: Bool
  public let isColored: Bool
  /// The width that lines are laid out for: the window's, or a fixed one when output is piped.
  public let columns: Int

  /// Decides the style from the facts.
  ///
  /// `--color always` and `--color never` override the environment. With `auto`, colour requires a
  /// terminal that supports it and an unset or empty `$NO_COLOR`. The width is the window's, then
  /// `$COLUMNS`, then 80 on a terminal and `pipedColumns` elsewhere, within 1–1000.
  public init(_ facts: TerminalFacts, color: ColorChoice = .auto) {
    isTerminal = facts.isTerminal
    let allowsColor = facts.isTerminal && (facts.noColor ?? "").isEmpty && facts.term != "dumb"
    isColored = color == .always || (color == .auto && allowsColor)
    let requestedColumns = facts.columns.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    let preferredColumns =
      facts.isTerminal
      ? facts.windowColumns ?? requestedColumns ?? 80 : requestedColumns ?? Self.pipedColumns
    columns = min(max(1, preferredColumns), Self.maximumColumns)
  }

  /// The width of piped output unless `$COLUMNS` sets another, so it is the same on every
  /// machine.
  public static let pipedColumns = 100

  /// The upper bound of `columns`, whatever the environment says.
  private static let maximumColumns = 1000

  /// The width to wrap help at, between 60 and 100 columns.
  public var helpColumns: Int { min(max(columns, 60), 100) }

  /// Returns the text in the colour of its tone, or unchanged when output is not coloured. The text
  /// must be sanitized: this function escapes nothing.
  public func styled(_ text: String, _ tone: Tone) -> String {
    isColored && !text.isEmpty ? "\u{1b}[\(tone.code)m\(text)\u{1b}[0m" : text
  }
}

extension TerminalStyle.Tone {
  /// The number of the terminal's own colour, which its user chose to be readable.
  fileprivate var code: String {
    switch self {
    case .good: "32"
    case .warn: "33"
    case .bad: "31"
    case .dim: "2"
    case .bold: "1"
    }
  }
}

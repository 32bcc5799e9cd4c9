internal import Model

/// When to use colour, as `--color` says it.
public enum ColorChoice: String, CaseIterable, Sendable {
  case auto, always, never
}

/// What is known about the place where output goes.
public struct TerminalFacts: Hashable, Sendable {
  public let isTerminal: Bool
  /// The width of the window, where the terminal tells it.
  public let windowColumns: Int?
  /// `$NO_COLOR`, `$TERM` and `$COLUMNS`; nothing where unset.
  public let noColor: String?
  public let term: String?
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

  /// The facts of an open descriptor: 1 is standard output, 2 standard error.
  public static func of(descriptor: Int32) -> TerminalFacts {
    TerminalFacts(
      isTerminal: SystemCalls.isTerminal(descriptor),
      windowColumns: SystemCalls.windowColumns(descriptor),
      noColor: SystemCalls.environment("NO_COLOR"), term: SystemCalls.environment("TERM"),
      columns: SystemCalls.environment("COLUMNS"))
  }
}

/// Decides once whether output is coloured and how wide it may be.
public struct TerminalStyle: Hashable, Sendable {
  /// What a piece of text means; its colour follows from that.
  public enum Tone: Hashable, Sendable {
    case good, warn, bad, dim, bold
  }

  public let isTerminal: Bool
  public let isColored: Bool
  /// The columns of a line: those of the window, or what piped output is laid out for.
  public let columns: Int

  /// `--color always` and `never` are asked for and win over the environment; with `auto`
  /// colour needs a terminal that knows it and no `NO_COLOR`.
  public init(_ facts: TerminalFacts, color: ColorChoice = .auto) {
    isTerminal = facts.isTerminal
    let isWelcome = facts.isTerminal && (facts.noColor ?? "").isEmpty && facts.term != "dumb"
    isColored = color == .always || (color == .auto && isWelcome)
    let asked = facts.columns.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    let wanted = facts.isTerminal ? facts.windowColumns ?? asked ?? 80 : asked ?? Self.pipedColumns
    columns = min(max(1, wanted), Self.maximumColumns)
  }

  /// Piped output has this width unless `$COLUMNS` asks for another, so that it is the same everywhere.
  public static let pipedColumns = 100

  /// No line is laid out for more columns, whatever the environment says.
  private static let maximumColumns = 1000

  /// The width to wrap help at: between 60 and 100.
  public var helpColumns: Int { min(max(columns, 60), 100) }

  /// The text in the colour of its meaning. Give it sanitized text: it adds nothing to escape.
  public func styled(_ text: String, _ tone: Tone) -> String {
    isColored && !text.isEmpty ? "\u{1b}[\(tone.code)m\(text)\u{1b}[0m" : text
  }
}

extension TerminalStyle.Tone {
  /// The terminal's own colours, which its user chose to be readable.
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

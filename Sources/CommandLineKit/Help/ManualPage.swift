/// Generates the manual page of a program and all its commands, in the macros of man(7).
public enum ManualPage {
  /// Returns the page for section 1.
  ///
  /// ```swift
  /// let page = ManualPage.text(for: commandTable, version: "1.4", date: "2026-11-20")
  /// ```
  ///
  /// - Parameters:
  ///   - version: The version in the footer, after the program's name.
  ///   - date: The date in the footer, printed as given.
  public static func text(for root: Command, version: String, date: String) -> String {
    let lineage = Lineage(root: root)
    var lines = [
      macro("TH", root.name.uppercased(), "1", date, "\(root.name) \(version)", "User Commands"),
      ".SH NAME", "\(text(root.name)) \\- \(text(trimmed(root.summary)))",
      ".SH SYNOPSIS",
    ]
    lines += paragraphs(lineage.usages)
    if !root.details.isEmpty { lines += [".SH DESCRIPTION"] + paragraphs(root.details) }
    lines += [".SH OPTIONS"]
    lines += options(lineage.groups + [OptionGroup("Help", rows: lineage.standardOptions)])
    for section in lineage.sections {
      lines.append(macro("SH", section.title.uppercased()))
      for child in section.commands {
        lines += lineage.entering(child).visibleTree.flatMap(commandSection)
      }
    }
    if !root.examples.isEmpty {
      lines += [".SH EXAMPLES"] + root.examples.flatMap(exampleLines)
    }
    lines += exitStatus
    return lines.joined(separator: "\n") + "\n"
  }

  /// The subsection of one command: its forms, summary, arguments, own options and examples.
  private static func commandSection(_ lineage: Lineage) -> [String] {
    let command = lineage.command
    var lines = [macro("SS", lineage.name)]
    lines += paragraphs(lineage.usages + [command.summary] + command.details)
    let summarized = command.positionals.filter { !$0.summary.isEmpty }
    for positional in summarized {
      lines += entry(".I " + text(positional.name), positional.summary)
    }
    lines += options(command.options)
    return lines + command.examples.flatMap(exampleLines)
  }

  private static func paragraphs(_ texts: [String]) -> [String] {
    texts.flatMap { [".PP", line($0)] }
  }

  private static func options(_ groups: [OptionGroup]) -> [String] {
    groups.flatMap { group in
      [".PP", line("\(group.title):")]
        + group.options.flatMap { entry(spelling($0), $0.explanation) }
    }
  }

  /// A tagged paragraph: the tag on its own line, the text indented below it.
  private static func entry(_ tag: String, _ summary: String) -> [String] {
    [".TP", tag, line(summary)]
  }

  /// The option's names in bold and its placeholder in italics.
  private static func spelling(_ option: Option) -> String {
    let short = option.short.map { "\\fB\(text("-\($0)"))\\fR, " } ?? ""
    let value = option.value.map { " \\fI\(text($0.placeholder))\\fR" } ?? ""
    return short + "\\fB\(text("--\(option.name)"))\\fR" + value
  }

  private static func exampleLines(_ example: Example) -> [String] {
    [
      ".PP", line(example.explanation), ".PP", ".RS 4", ".EX", line(example.command), ".EE", ".RE",
    ]
  }

  /// The exit codes of every command; they match `ExitStatus`.
  private static let exitStatus =
    [".SH EXIT STATUS"]
    + entry("0", "Success; there may be warnings.")
    + entry("1", "The command found a problem that must be fixed.")
    + entry("2", "The command line is wrong.")
    + entry("3", "The work could not be done.")
}

// MARK: - Escaping

extension ManualPage {
  /// Returns a roff request with its arguments quoted.
  private static func macro(_ name: String, _ arguments: String...) -> String {
    let quoted = arguments.map { argument in
      "\"" + text(argument).reduce(into: "") { $0 += $1 == "\"" ? "\\(dq" : String($1) } + "\""
    }
    return ".\(name) " + quoted.joined(separator: " ")
  }

  /// Returns a line of running text, with the parts in backticks in bold because they are typed.
  ///
  /// The line is guarded so that roff doesn't read it as a request: a dot at its start would make
  /// it one. (So would a quote, but `text(_:)` has already escaped those.)
  private static func line(_ plain: String) -> String {
    let parts = plain.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
    guard parts.count % 2 == 1 else { return guarded(text(plain)) }
    let pieces = parts.enumerated().map { index, part in
      index % 2 == 0 ? text(part) : "\\fB\(text(part))\\fR"
    }
    return guarded(pieces.joined())
  }

  /// Prefixes a line that begins with a dot with `\&`, a zero-width character.
  private static func guarded(_ line: String) -> String {
    line.hasPrefix(".") ? "\\&" + line : line
  }

  /// Escapes the characters that have a meaning in roff.
  ///
  /// All hyphens become `\-`: in a manual of commands most of them are typed, and a plain `-` would
  /// be printed as U+2010, which no shell accepts.
  private static func text(_ plain: String) -> String {
    plain.unicodeScalars.reduce(into: "") { escaped, scalar in
      switch scalar {
      case "\\": escaped += "\\e"
      case "-": escaped += "\\-"
      case "'": escaped += "\\(aq"
      case "`": escaped += "\\(ga"
      case "^": escaped += "\\(ha"
      case "~": escaped += "\\(ti"
      case "\n": escaped += " "
      case _ where scalar.isASCII: escaped.unicodeScalars.append(scalar)
      default:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        escaped += "\\[u\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)]"
      }
    }
  }

  /// Drops the full stop: the NAME section takes a phrase.
  private static func trimmed(_ summary: String) -> String {
    summary.hasSuffix(".") ? String(summary.dropLast()) : summary
  }
}

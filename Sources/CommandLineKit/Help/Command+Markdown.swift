extension Command {
  /// Returns the reference page of one command, or `nil` when no such command exists.
  ///
  /// `path` holds the names of the sub-commands below this command.
  ///
  /// ```swift
  /// for path in castbook.visiblePaths { pages.append(castbook.markdown(path: path) ?? "") }
  /// ```
  public func markdown(path: [String] = []) -> String? {
    Lineage(root: self).descending(path)?.markdown
  }

  /// The paths of this command (an empty array) and of all visible commands below it, one for each
  /// reference page.
  public var visiblePaths: [[String]] {
    Lineage(root: self).visibleTree.map { Array($0.path.dropFirst()) }
  }
}

extension Lineage {
  /// The page: title, summary, usage, details, examples, then tables of what may follow.
  fileprivate var markdown: String {
    var blocks = ["# \(name)", command.summary.markdown]
    blocks.append(code(usages))
    blocks += command.details.map(\.markdown)
    if !command.examples.isEmpty {
      blocks.append("## Examples")
      for example in command.examples {
        blocks.append(example.explanation.markdown)
        blocks.append(code([example.command]))
      }
    }
    for section in sections {
      let rows = section.commands.map { child in
        let link = "[`\(child.name)`](\((path + [child.name]).joined(separator: "-")).md)"
        return (link, child.summary.markdown)
      }
      blocks += ["## \(section.title.markdown)", table("Command", rows)]
    }
    let explained = command.positionals.filter { !$0.summary.isEmpty }
    if !explained.isEmpty {
      let rows = explained.map { ("`\($0.usage)`", $0.summary.markdown) }
      blocks += ["## Arguments", table("Argument", rows)]
    }
    blocks.append("## Options")
    for group in groups + [OptionGroup("Help", rows: standardOptions)] {
      let rows = group.options.map { ($0.markdownSpelling, $0.explanation.markdown) }
      blocks += ["### \(group.title.markdown)", table("Option", rows)]
    }
    return blocks.joined(separator: "\n\n") + "\n"
  }

  /// A fenced block of console lines.
  private func code(_ lines: [String]) -> String {
    (["```console"] + lines + ["```"]).joined(separator: "\n")
  }

  /// A table of two columns, the second titled "What it does".
  private func table(_ title: String, _ rows: [(String, String)]) -> String {
    let body = rows.map { "| \($0.0.cell) | \($0.1.cell) |" }
    return (["| \(title) | What it does |", "| --- | --- |"] + body).joined(separator: "\n")
  }
}

extension Option {
  /// The option's names and placeholder, as inline code.
  fileprivate var markdownSpelling: String {
    (short.map { "`-\($0)`, " } ?? "") + "`\(longSpelling)`"
  }
}

extension String {
  /// The text as Markdown: characters that would be mark-up are escaped, except inside backticks.
  fileprivate var markdown: String {
    var escaped = ""
    var isCode = false
    for character in self {
      if character == "`" { isCode.toggle() }
      if !isCode, "\\*_<>[]".contains(character) { escaped += "\\" }
      escaped.append(character)
    }
    return escaped
  }

  /// The text for a table's cell, with its bars escaped: a bar ends a cell even inside backticks.
  fileprivate var cell: String { reduce(into: "") { $0 += $1 == "|" ? "\\|" : String($1) } }
}

extension Command {
  /// The reference page of the command at the end of `path`, words below this one. Nothing when
  /// there is no such command.
  public func markdown(path: [String] = []) -> String? {
    Lineage(root: self).descending(path)?.markdown
  }

  /// The paths of this command (the empty one) and of all visible ones below it, for whoever
  /// writes a page for each.
  public var visiblePaths: [[String]] {
    Lineage(root: self).visibleTree.map { Array($0.path.dropFirst()) }
  }
}

extension Lineage {
  fileprivate var markdown: String {
    var blocks = ["# \(name)", command.summary.markdown]
    blocks.append(code(usages))
    blocks += command.details.map(\.markdown)
    if !command.examples.isEmpty {
      blocks.append("## Examples")
      for example in command.examples {
        blocks.append(example.says.markdown)
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
    for group in groups + [OptionGroup("Help", standardOptions)] {
      let rows = group.options.map { ($0.markdownSpelling, $0.explanation.markdown) }
      blocks += ["### \(group.title.markdown)", table("Option", rows)]
    }
    return blocks.joined(separator: "\n\n") + "\n"
  }

  private func code(_ lines: [String]) -> String {
    (["```console"] + lines + ["```"]).joined(separator: "\n")
  }

  private func table(_ title: String, _ rows: [(String, String)]) -> String {
    let body = rows.map { "| \($0.0.cell) | \($0.1.cell) |" }
    return (["| \(title) | What it does |", "| --- | --- |"] + body).joined(separator: "\n")
  }
}

extension Option {
  fileprivate var markdownSpelling: String {
    (short.map { "`-\($0)`, " } ?? "") + "`\(longSpelling)`"
  }
}

extension String {
  /// Plain text as Markdown: what would be mark-up is escaped, except inside backticks.
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

  /// A table's cell ends at a bar, even inside backticks.
  fileprivate var cell: String {
    reduce(into: "") { $0 += $1 == "|" ? "\\|" : String($1) }
  }
}

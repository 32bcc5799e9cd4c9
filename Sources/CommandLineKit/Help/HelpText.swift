extension Command {
  /// Returns the help of one command, or `nil` when no such command exists.
  ///
  /// ```swift
  /// try output.write(castbook.help(path: ["bundle", "verify"]) ?? "")
  /// ```
  ///
  /// - Parameters:
  ///   - path: The names of the sub-commands, below this command.
  ///   - width: The columns to wrap at; values outside 60–100 are clamped to that range.
  public func help(path: [String] = [], width: Int = 80) -> String? {
    Lineage(root: self).descending(path)?.help(width: width)
  }
}

extension Lineage {
  /// The help of the last command, wrapped at `width` columns, clamped to 60–100.
  func help(width: Int) -> String { HelpText(self, width: min(max(width, 60), 100)).text }

  /// The help of the last command for readers that pay for every word: a line for each argument,
  /// option and sub-command, not wrapped, without examples and details.
  var briefHelp: String { HelpText(self, width: 100).briefText }

  /// The help of the options that every command has, wrapped like `help(width:)`.
  func optionsHelp(width: Int) -> String {
    HelpText(self, width: min(max(width, 60), 100)).optionsText
  }
}

/// The help of one command: what it does, its usage, examples, arguments, options, then details.
private struct HelpText {
  /// A titled block of rows in two columns.
  private struct Table {
    let title: String
    let rows: [(left: String, right: String)]
  }

  private let lineage: Lineage
  private let width: Int
  private let tables: [Table]
  /// The column, counted from 0, where the right column of every table begins.
  private let column: Int

  init(_ lineage: Lineage, width: Int) {
    self.lineage = lineage
    self.width = width
    tables = Self.tables(of: lineage)
    // A left column wider than 26 gets a line of its own instead of pushing all texts to the right.
    let lefts = tables.flatMap(\.rows).map { displayWidth($0.left) }.filter { $0 <= 26 }
    column = 2 + (lefts.max() ?? 0) + 2
  }

  /// The whole help, ending in a newline.
  var text: String {
    let command = lineage.command
    var blocks = [wrapped(command.summary, width: width), usage]
    if !command.examples.isEmpty { blocks.append(["Examples:"] + command.examples.flatMap(lines)) }
    blocks += tables.map { ["\($0.title):"] + $0.rows.flatMap { lines($0.left, $0.right) } }
    blocks += command.details.map { wrapped($0, width: width) }
    if !command.visibleChildren.isEmpty {
      blocks.append(["`\(lineage.name) COMMAND --help` explains one command."])
    }
    let root = lineage.path[0]
    if lineage.isRoot, !lineage.topics.isEmpty {
      let topics = lineage.topics.joined(separator: ", ")
      blocks.append(wrapped("`\(root) help TOPIC` explains a subject: \(topics).", width: width))
    }
    if !lineage.isRoot, let shared = lineage.sharedOptionNames {
      blocks.append(wrapped("Every command has \(shared): `\(root) help options`.", width: width))
    }
    return blocks.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  /// What the command does, its usage, and its arguments and options, one line each.
  var briefText: String {
    let rows = tables.flatMap(\.rows).map { row in
      let left = row.left.drop { $0 == " " }
      return row.right.isEmpty ? String(left) : "\(left)  \(row.right)"
    }
    return ([lineage.command.summary] + lineage.usages + rows).map { "\($0)\n" }.joined()
  }

  /// The options that every command has, ending in a newline.
  var optionsText: String {
    tables.suffix(lineage.command.options.count + 1)
      .map { (["\($0.title):"] + $0.rows.flatMap { lines($0.left, $0.right) }) }
      .map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  /// The forms of the command, the first one after `Usage:`.
  private var usage: [String] {
    lineage.usages.enumerated().map { ($0.offset == 0 ? "Usage: " : "       ") + $0.element }
  }

  /// An example's command, and its explanation indented below it.
  private func lines(_ example: Example) -> [String] {
    ["  " + example.command] + wrapped(example.explanation, width: width - 6).map { "      " + $0 }
  }

  /// A row of a table, the right text wrapped in its own column.
  private func lines(_ left: String, _ right: String) -> [String] {
    let texts = wrapped(right, width: width - column)
    let indent = String(repeating: " ", count: column)
    guard let first = texts.first else { return ["  " + left] }
    let followers = texts.dropFirst().map { indent + $0 }
    if 2 + displayWidth(left) + 2 > column { return ["  " + left, indent + first] + followers }
    return [padded("  " + left, to: column) + first] + followers
  }

  /// The sub-commands by section, the arguments that have a summary, then the option groups.
  private static func tables(of lineage: Lineage) -> [Table] {
    var tables = lineage.sections.map { section in
      Table(title: section.title, rows: section.commands.map { ($0.name, $0.summary) })
    }
    let explained = lineage.command.positionals.filter { !$0.summary.isEmpty }
    if !explained.isEmpty {
      tables.append(
        Table(title: "Arguments", rows: explained.map { ($0.usage, $0.summary) }))
    }
    // A program with topics explains the options of every command only there.
    let isShort = !lineage.isRoot && lineage.sharedOptionNames != nil
    let groups =
      isShort
      ? lineage.ownGroups
      : lineage.groups + [OptionGroup("Help", rows: lineage.standardOptions)]
    tables += groups.map { group in
      Table(title: group.title, rows: group.options.map { ($0.paddedSpelling, $0.explanation) })
    }
    return tables
  }
}

extension Lineage {
  /// The visible sub-commands, grouped by `Command.section`, in the table's order.
  var sections: [(title: String, commands: [Command])] {
    var sections: [(title: String, commands: [Command])] = []
    for child in command.visibleChildren {
      if let index = sections.firstIndex(where: { $0.title == child.section }) {
        sections[index].commands.append(child)
      } else {
        sections.append((child.section, [child]))
      }
    }
    return sections
  }
}

extension Option {
  /// `-f, --for TARGET[,…]`, padded where an option has no short name so that long names line up.
  fileprivate var paddedSpelling: String { (short.map { "-\($0), " } ?? "    ") + longSpelling }

  /// The option with its placeholder, as in `--for TARGET[,…]`.
  var longSpelling: String { value.map { "--\(name) \($0.placeholder)" } ?? "--\(name)" }

  /// The summary, followed by the accepted values when there are at most 12.
  var explanation: String {
    guard let choices = value?.oneOf, choices.count <= 12 else { return summary }
    return "\(summary) One of: \(choices.joined(separator: ", "))."
  }
}

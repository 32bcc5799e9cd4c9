/// A command with its parents, from the root down: what its full name and its options depend on.
struct Lineage: Sendable {
  private(set) var commands: [Command]
  private(set) var command: Command

  init(root: Command) {
    commands = [root]
    command = root
  }

  /// The lineage one step further down.
  func entering(_ child: Command) -> Lineage {
    var lineage = self
    lineage.commands.append(child)
    lineage.command = child
    return lineage
  }

  /// The lineage at the end of `path`, words below this one; nothing when a name is unknown.
  func descending(_ path: some Sequence<String>) -> Lineage? {
    var lineage = self
    for name in path {
      guard let child = lineage.command.children.first(where: { $0.name == name }) else {
        return nil
      }
      lineage = lineage.entering(child)
    }
    return lineage
  }

  var isRoot: Bool { commands.count == 1 }

  var path: [String] { commands.map(\.name) }

  /// The words one types: `castbook bundle verify`.
  var name: String { path.joined(separator: " ") }

  /// The command's own groups first, then those of its parents, nearest first.
  var groups: [OptionGroup] { commands.reversed().flatMap(\.options) }

  /// Every option the user may type here, without those all programs have.
  var options: [Option] { groups.flatMap(\.options) }

  /// `--help`, and `--version` at the root.
  var standardOptions: [Option] { isRoot ? [.help, .version] : [.help] }

  /// This lineage and all visible ones below it, parents before children.
  var visibleTree: [Lineage] {
    [self] + command.visibleChildren.flatMap { entering($0).visibleTree }
  }

  /// One line a form of the command: `castbook check PATH… [options]`.
  var usages: [String] {
    var forms: [String] = []
    let ending = options.isEmpty ? [] : ["[options]"]
    if command.run != nil || command.children.isEmpty {
      forms.append((path + command.positionals.map(\.usage) + ending).joined(separator: " "))
    }
    if !command.children.isEmpty {
      forms.append((path + ["COMMAND"] + ending).joined(separator: " "))
    }
    return forms
  }
}

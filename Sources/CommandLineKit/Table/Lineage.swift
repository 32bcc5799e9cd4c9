/// A command with its parents, from the root down; they determine its full name and its options.
struct Lineage: Sendable {
  /// The commands from the root to `command`.
  private(set) var commands: [Command]
  /// The last command, which the lineage is about.
  private(set) var command: Command

  init(root: Command) {
    commands = [root]
    command = root
  }

  /// Returns the lineage extended by one sub-command.
  func entering(_ child: Command) -> Lineage {
    var lineage = self
    lineage.commands.append(child)
    lineage.command = child
    return lineage
  }

  /// Returns the lineage at the end of `path`, names below this command, or `nil` when a name is
  /// unknown.
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

  /// The names from the root to the command.
  var path: [String] { commands.map(\.name) }

  /// The words that the user types, as in `castbook bundle verify`.
  var name: String { path.joined(separator: " ") }

  /// The command's own option groups, followed by those of its parents, nearest first.
  var groups: [OptionGroup] { commands.reversed().flatMap(\.options) }

  /// The groups of the command and its parents, without those of the root.
  var ownGroups: [OptionGroup] { commands.dropFirst().reversed().flatMap(\.options) }

  /// The options that every command has, as a phrase such as `--color, --quiet and --help`; `nil`
  /// for a program without topics, whose help can't refer to one.
  var sharedOptionNames: String? {
    guard let root = commands.first, !root.topics.isEmpty else { return nil }
    let names = root.options.flatMap(\.options).map { "--\($0.name)" }
    return names.joined(separator: ", ") + " and --help"
  }

  /// Every option that the user may type here, except those that every program has.
  var options: [Option] { groups.flatMap(\.options) }

  /// The options that every program has: `--help`, and `--version` with `--libraries` at the root.
  var standardOptions: [Option] { isRoot ? [.help, .version, .libraries] : [.help] }

  /// This lineage and all visible ones below it, parents before children.
  var visibleTree: [Lineage] {
    [self] + command.visibleChildren.flatMap { entering($0).visibleTree }
  }

  /// The forms of the command, one line each, as in `castbook check PATH… [options]`.
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

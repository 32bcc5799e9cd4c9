internal import Castbook
internal import CommandLineKit
internal import Model

/// The members of its JSON that a command prints, as `--fields` names them.
///
/// The names are compared with the published schemas before the command begins, so a wrong one
/// costs no work and no money. A member that the document may have and doesn't is left out.
///
/// ```swift
/// let fields = try FieldOptions.selection(arguments)  // nil without --fields
/// ```
enum FieldOptions {
  /// Returns what `--fields` selects, or `nil` without it. Throws a `UsageError` for a name that
  /// the command's JSON can't have.
  static func selection(_ arguments: Arguments) throws -> FieldSelection? {
    guard arguments.hasAny(of: [Options.fields]) else { return nil }
    let paths = try arguments[Options.fields]
    guard !paths.isEmpty else {
      throw UsageError(
        message: "--fields names no member", fix: "Name one, such as --fields castbook.")
    }
    do {
      let selection = try FieldSelection(paths)
      for path in paths { try check(path, in: arguments) }
      return selection
    } catch let error as MalformedFieldError {
      throw UsageError(error)
    }
  }

  /// Throws if none of the documents that the command prints has such a member.
  private static func check(_ path: String, in arguments: Arguments) throws {
    let isLine = arguments.hasAny(of: [Options.jsonLines])
    let documents = PrintedDocuments(arguments.commandPath)
    var places = try documents.places(ofLines: isLine)
    var before = ""
    for name in path.split(separator: ".").map(String.init) {
      // Keys that are ids may contain dots, so what follows is not a list of names.
      if places.contains(where: \.isOpen) { return }
      let next = places.compactMap { $0[name] }
      guard !next.isEmpty else {
        let isList = isLine && before.isEmpty && name == documents.list
        throw UsageError(
          message: "--fields \(sanitized(path)): "
            + "the JSON of \(arguments.commandPath.joined(separator: " "))"
            + (isLine ? " --jsonl" : "") + " has no such member",
          fix: (isList
            ? "Each line is one of \(name): write what follows \(name). only. "
            : fix(of: name, at: before, among: places.flatMap(\.names)))
            + "`castbook help json` lists all names.")
      }
      places = next
      before += "\(name)."
    }
  }

  /// The number of names up to which all are listed.
  private static let maximumListed = 12

  /// Returns the nearest of the names at a place, or all of them if they are few.
  private static func fix(of name: String, at place: String, among names: [String]) -> String {
    let names = names.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    if let near = nearestName(to: name, among: names) { return "Did you mean \(place)\(near)? " }
    guard !names.isEmpty, names.count <= maximumListed else { return "" }
    return "Name some of \(names.map { place + $0 }.joined(separator: ", ")). "
  }
}

extension UsageError {
  /// Creates the error for a path that can't be one.
  fileprivate init(_ error: MalformedFieldError) {
    switch error {
    case .emptyName(let path):
      self.init(
        message: "--fields \(sanitized(path)): a name is empty",
        fix: "Write names with one dot between them: --fields files.path.")
    case .tooDeep:
      self.init(
        message: "--fields: a path has more than \(FieldSelection.maximumDepth) names",
        fix: "Name a member that contains it; `castbook help json` lists all names.")
    }
  }
}

/// The documents that a command prints as JSON, by the names of their schemas.
struct PrintedDocuments {
  /// The names of the schemas.
  let names: [String]
  /// The command below `castbook`, as words.
  private let command: String

  /// Creates the list for a command, by all words of its name.
  init(_ path: [String]) {
    command = path.dropFirst().joined(separator: " ")
    names = Self.others[command] ?? [command.replacing(" ", with: "-")]
  }

  /// The commands that print other documents than the one with their name.
  private static let others = [
    "pick": ["score"], "bind": ["edit"], "restore": ["edit"], "pack": ["pack-written"],
    "take add": ["take"], "take rate": ["take"], "take list": ["takes"],
    "pull": ["sync"], "push": ["sync"], "fetch": ["sync", "job-result"],
    "cancel": ["job-result"], "gc": ["gc", "remote-gc"], "register": ["register", "job-result"],
    "models add": ["models"], "models remove": ["models"],
    "settings key": ["settings"], "settings limit": ["settings"], "settings name": ["settings"],
    "remote add": ["remote-added"], "remote remove": ["remote-removed"],
    "remote key rotate": ["remote-key"], "targets": ["targets", "target-profile", "target-brief"],
    "explain": ["rules", "rule"], "similar": ["similar", "similar-subject"],
    "bundle request": ["bundle-request", "bundle-verify"],
  ]

  /// The lists of which `--jsonl` prints each item as a line. Other lines are whole documents.
  private static let lines = [
    "check": "files", "score": "files", "list": "elements", "search": "elements",
    "exports": "exports",
  ]

  /// The list of which `--jsonl` prints the items; `nil` if its lines are whole documents.
  var list: String? { Self.lines[command] }

  /// Returns where each document begins, or with `--jsonl` each of its lines.
  func places(ofLines isLine: Bool) throws -> [SchemaPlace] {
    let list = isLine ? list : nil
    return try names.compactMap { name in
      let document = try PublishedSchema.named(name)?.document()
      return list.map { document?[$0] } ?? document
    }
  }
}

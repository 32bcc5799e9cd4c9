internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook targets`: lists the targets, or shows one target's limits and sources.
///
/// A word is taken as a pattern, as the name of one target, or as the name of a provider, in that
/// order. One target is printed as a page with the date and source of each rule.
enum TargetsCommand {
  private static let brief = Flag(
    "brief", "One target: what a request needs, on about twenty lines. Several: one line each.")

  private static let stale = DayCountOption.make(
    "stale", "Only targets whose source was last looked at more than this many days ago: 60d.")
  private static let whole = Flag(
    "full", "With --json: each target with its whole profile, as a dataset.")

  static let command = Command(
    "targets", "List the targets, or show one target's limits and their sources.",
    details: [
      "Every rule has a date and a source. Rules that are inferred from elsewhere, or that no trusted "
        + "source states, are marked."
    ],
    examples: [
      Example("castbook targets", "all targets"),
      Example("castbook targets fal", "the targets of one provider"),
      Example("castbook targets '*omni*'", "targets whose id matches"),
      Example("castbook targets kling-o3", "one, by its short name"),
      Example("castbook targets kling-o3 --brief", "what a request needs, on twenty lines"),
      Example("castbook targets --stale 60d", "facts that may be out of date"),
      Example("castbook targets --json --full", "all profiles, for other programs"),
      Example("castbook targets fal --brief", "the ids of several, one on each line"),
      Example("castbook targets fal.kling-o3.r2v --json", "its profile, for a script"),
    ],
    positionals: [
      Positional(
        "TARGET", .optional, "An id, a short name, a provider, or a pattern such as '*omni*'.",
        completion: .choices(Profiles.builtInNames))
    ],
    options: [
      OptionGroup("Which targets", [stale, Profiles.option]),
      OptionGroup("Output", [brief, whole, Options.json, Options.fields]),
    ],
    children: [TargetsDiffCommand.command, TargetsLearnCommand.command], run: Command.printing(run))

  /// Prints one target as a page, or a list of all or of the matching targets.
  private static func run(_ arguments: Arguments, on screen: Screen) throws -> Report {
    let catalogue = try Profiles.catalogue(arguments)
    let word = arguments.positionals.first?.text
    if arguments[whole], !screen.wantsJSON {
      throw UsageError(message: "--full needs --json", fix: "Add --json.")
    }
    let several = try word.flatMap { try Self.severalTargets($0, in: catalogue) }
    let staleDays = try arguments[stale]
    if let word, several == nil, staleDays == nil {
      let profile = try catalogue.find(word)
      if arguments[brief] {
        let brief = try TargetBrief(profile, in: catalogue)
        return Report(json: brief.json) { style in
          brief.lines.map { Folding.page($0, columns: style.columns) }
        }
      }
      return try Report(json: TargetJSON.profile(profile, in: catalogue)) { style in
        [Folding.page(try TargetPage.text(of: profile, in: catalogue), columns: style.columns)]
      }
    }
    let ids = try listed(several, word, staleDays, in: catalogue)
    if arguments[brief] {
      guard !screen.wantsJSON else {
        throw UsageError(
          message: "--brief with JSON is for one target",
          fix: "Name it: castbook targets TARGET --brief; --fields targets.id shortens the list.")
      }
      let lines = try TargetList.brief(catalogue, ids)
      return Report(json: try TargetJSON.list(catalogue, ids)) { _ in lines }
    }
    let json = try TargetJSON.list(catalogue, ids, isWhole: arguments[whole])
    return Report(json: json) { style in
      guard !ids.isEmpty else { return ["No target is that old."] }
      let text = try TargetList.text(catalogue, ids, columns: style.columns)
      return [Folding.page(text, columns: style.columns)]
    }
  }

  /// Returns the targets to list: those that a word means, or all, and of these only the stale ones
  /// if a number of days is given.
  private static func listed(
    _ several: [TargetID]?, _ word: String?, _ staleDays: Int?, in catalogue: TargetCatalogue
  ) throws -> [TargetID] {
    let ids =
      if let several { several } else if let word { [try catalogue.find(word).id] } else {
        catalogue.ids
      }
    guard let staleDays else { return ids }
    let today = ProcessEnvironment.today
    return try ids.filter { id in
      let profile = try catalogue.profile(id)
      return profile.status != .ended && profile.age(on: today) > staleDays
    }
  }

  /// Returns the targets that a pattern or a provider's name matches, or `nil` when the word names
  /// one target.
  private static func severalTargets(
    _ word: String, in catalogue: TargetCatalogue
  ) throws -> [TargetID]? {
    if let ids = try TargetPattern.ids(like: word, in: catalogue) { return ids }
    guard !catalogue.names.contains(word.lowercased()) else { return nil }
    let ids = catalogue.ids(of: word)
    return ids.isEmpty ? nil : ids
  }
}

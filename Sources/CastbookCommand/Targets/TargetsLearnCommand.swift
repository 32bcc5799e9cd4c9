internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook targets learn`: proposes facts from what providers refused.
enum TargetsLearnCommand {
  static let command = Command(
    "learn", "Propose facts from the answers of providers that refused a request.",
    details: [
      "A refusal that no finding predicted shows what a profile lacks. This reads the refusals that the library "
        + "keeps, says which rule should have predicted each, and what the answer says of it. What can't be read for "
        + "certain is only shown.",
      "-o DIR writes the profiles with the proposed facts, each marked as unverified and dated. `castbook targets "
        + "diff TARGET FILE` shows what they change. To use them, put the files into ~/.config/castbook/targets, or name "
        + "the folder with --targets.",
    ],
    examples: [
      Example("castbook targets learn", "what all refusals say"),
      Example("castbook targets learn 'fal.*' -o learned/", "and write the profiles"),
    ],
    positionals: [
      Positional(
        "TARGET", .optional, "Only this target, or those that a pattern matches.",
        completion: .choices(Profiles.builtInNames))
    ],
    options: [
      OptionGroup("Which refusals", [Options.since]),
      OptionGroup("Output", [Options.folder, Options.replace]),
    ],
    run: Command.printing(run))

  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let catalogue = try Profiles.catalogue(arguments)
    var learn = LearnFacts(in: catalogue)
    learn.since = try arguments[Options.since]
    learn.targets = try arguments.positionals.first.map { word in
      try TargetPattern.ids(like: word.text, in: catalogue) ?? [catalogue.find(word.text).id]
    }
    let lessons = try await learn.run(in: Libraries.open(arguments))
    let written = try arguments[Options.folder].map {
      try LearnFacts.write(lessons, to: $0, replacing: arguments[Options.replace])
    }
    return Report(json: LearnJSON.value(of: lessons, written ?? [])) { style in
      lines(lessons, written, style)
    }
  }

  private static func lines(
    _ lessons: [Lesson], _ written: [FilePath]?, _ style: TerminalStyle
  ) -> [String] {
    if lessons.isEmpty { return ["no refusals: nothing to learn"] }
    let news = lessons.reduce(0) { $0 + $1.news.count }
    let closing: [String]
    if let written {
      closing =
        written.isEmpty
        ? ["nothing to write: the profiles have these facts"]
        : written.map { path in
          let target = path.name.text.dropLast(".json".count)
          return
            "wrote \(sanitized(path.text)): castbook targets diff \(sanitized(String(target))) "
            + "\(sanitized(path.text))"
        }
    } else {
      closing =
        news == 0
        ? [] : ["\(Quantity.count(news, "fact")) to propose: -o DIR writes the profiles with them"]
    }
    return lessons.flatMap { lines($0, style) } + closing
  }

  private static func lines(_ lesson: Lesson, _ style: TerminalStyle) -> [String] {
    let job = lesson.job
    let head =
      style.styled(sanitized(job.target), .bold) + "  job \(job.shortName)  "
      + job.at.minute
    let words = job.note.isEmpty ? [] : ["  \"\(sanitized(job.note))\""]
    guard lesson.profile != nil else {
      return [head] + words + ["  \(style.sign(Status.warn)) the target is not known any more"]
    }
    guard !lesson.facts.isEmpty else {
      return [head] + words + ["  \(style.sign(Status.warn)) no limit can be read from it"]
    }
    return [head] + words
      + lesson.facts.map { fact in
        let place = sanitized(fact.place.joined(separator: "."))
        let value = sanitized(fact.value.compactText)
        guard fact.isNews else {
          return
            "  \(style.sign(Status.pass)) \(place) \(value): the profile has it, and \(fact.rule) reports it"
        }
        let known = fact.known.map { "the profile says \(sanitized($0.compactText))" }
        return
          "  \(style.sign(Status.warn)) \(place) \(value): \(known ?? "the profile has no such limit"), so "
          + "\(fact.rule) did not predict it"
      }
  }
}

internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook fetch JOB`: gets the result of a job.
enum FetchJobCommand {
  static let task = ValueOption<String>(
    "task", "ID", "The provider's id for a job whose answer got lost, from its page.")

  static func run(
    _ word: String, _ arguments: Arguments, on screen: Screen
  ) async throws -> Report {
    guard arguments.positionals.count == 1 else {
      throw UsageError(
        message: "several jobs are named", fix: "fetch one at a time; elements begin with @")
    }
    let library = try await Libraries.open(arguments)
    var fetch = FetchJob(word, in: try Profiles.catalogue(arguments))
    fetch.folder = try arguments[Options.folder]
    fetch.task = try arguments[task]
    fetch.record = try arguments[Options.record]
    let followed = try await fetch.run(in: library) { screen.progress.update($0.text) }
    let listed = followed.job
    var report = Report(
      followed.result.isSuccess ? .success : .findings, json: SendJSON.fetched(followed)
    ) {
      SendText(style: $0).lines(
        followed.result, followed.comparison, name: listed.subject ?? listed.job.shortName)
    }
    report.notices += [followed.comparison.notice].compactMap(\.self).map(sanitized)
    return report
  }
}

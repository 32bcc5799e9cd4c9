internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook jobs` and `castbook cancel`: what was submitted to providers.
enum JobCommands {
  private static let isOpen = Flag("open", "Only jobs whose result is still to come.")

  static let jobs = Command(
    "jobs", "List what was submitted to providers, and how far it is.",
    details: [
      "This is what the library knows; `castbook fetch JOB` asks the provider. A job is named by the six "
        + "letters and digits at its line's beginning."
    ],
    examples: [
      Example("castbook jobs", "all jobs, newest first"),
      Example("castbook jobs --open", "those whose result is still to come"),
    ],
    options: [OptionGroup("Which", [isOpen, Options.since]), Options.output],
    section: "Send",
    run: Command.printing { arguments, _ in
      var list = ListJobs()
      list.onlyOpen = arguments[isOpen]
      list.since = try arguments[Options.since]
      let jobs = try await list.run(in: Libraries.open(arguments))
      return Report(json: SendJSON.value(of: jobs)) { SendText(style: $0).lines(jobs) }
    })

  static let cancel = Command(
    "cancel", "Stop a job, or give up one that may never have arrived.",
    details: [
      "A job that the provider has is stopped there, if its API has a way. Whether it is charged is the "
        + "provider's decision. One that the provider does not know any more is given up if you say that its page "
        + "doesn't have it either.",
      "If the answer to a submission got lost, and the provider can't be asked, Castbook does not submit the "
        + "bundle again by itself. Look at the provider's page: if the job is there, `castbook fetch JOB --task ID` "
        + "follows it; if it isn't, `castbook cancel JOB` gives it up, and the bundle can be sent again.",
    ],
    examples: [Example("castbook cancel 7F3K2M", "a job by the name that castbook jobs shows")],
    positionals: [Positional("JOB", .one, "The job.")],
    options: [
      OptionGroup("Confirmation", [Confirmation.isGiven, Profiles.option]),
      OptionGroup("Output", [Options.record, Options.json, Options.fields]),
    ],
    section: "Send", run: Command.printing(runCancel))

  private static func runCancel(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let library = try await Libraries.open(arguments)
    var cancel = CancelJob(arguments.positionals[0].text, in: try Profiles.catalogue(arguments))
    cancel.record = try arguments[Options.record]
    cancel.isSure = arguments[Confirmation.isGiven]
    let found = try cancel.job(in: library)
    let job: Job
    do {
      job = try await cancel.run(in: library)
    } catch let error as SendError {
      guard case .unsure(_, let words) = error, Confirmation.canAsk(arguments) else { throw error }
      guard
        try Confirmation.isYes("\(words). Is it missing on the provider's page?", on: screen)
      else {
        try screen.print("no changes")
        return .printed(.success)
      }
      cancel.isSure = true
      job = try await cancel.run(in: library)
    }
    return Report(json: SendJSON.stopped(job, of: found)) { _ in
      [
        job.state == .cancelled
          ? "stopped \(job.shortName)"
          : "job \(job.shortName) given up; its bundle can be sent again"
      ]
    }
  }
}

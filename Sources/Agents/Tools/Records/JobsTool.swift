internal import Castbook
internal import Model

/// The tool `jobs`: what was submitted to providers, as the library knows it.
struct JobsTool {
  /// The maximum number of jobs in the lines.
  private static let maximumShown = 10

  private static let isOpen = ToolParameter<Bool>.flag(
    "open", "Whether to list only jobs whose result is still to come.")
  private static let detail = Detail.parameter(
    adding: "the published document jobs/1 with the jobs of the page")

  let workspace: Workspace

  var tool: AgentTool {
    AgentTool(
      "jobs", title: "List what was sent to providers",
      description:
        "Lists the calls that were submitted to providers: their state, what for, the price that "
        + "was expected. It shows what the library knows, asks no provider and changes nothing. Use "
        + "it before send, so that nothing is paid twice, and to see which results are still to "
        + "come.",
      parameters: [
        Self.isOpen, PageParameters.since, PageParameters.limit, PageParameters.after, Self.detail,
      ], shape: "agent-jobs/1", dataSchema: Self.dataSchema
    ) { arguments, _ in try await answer(arguments) }
  }

  private static let dataSchema = Schema.object(
    required: ["count", "jobs"],
    [
      "count": Schema.integer,
      "jobs": Schema.list(
        of: Schema.object(
          required: ["job", "state", "target", "at"],
          [
            "job": Schema.text, "state": Schema.text, "subject": Schema.text,
            "target": Schema.text, "cost": PriceWords.amountSchema,
            "note": Schema.text, "at": Schema.text,
          ])),
      "after": Schema.text, "jobs_document": Schema.published("jobs/1"),
    ])

  private func answer(_ arguments: ToolArguments) async throws -> ToolAnswer {
    var verb = ListJobs()
    verb.onlyOpen = try arguments[Self.isOpen] ?? false
    verb.since = try arguments[PageParameters.since]
    let jobs = try await verb.run(in: workspace.library())
    let (page, after) = try PageParameters.page(of: jobs, arguments) { $0.job.job.text }
    var answer = ToolAnswer(lines(jobs, page, verb.onlyOpen).joined(separator: "\n"))
    answer.data = [
      "count": jobs.count, "jobs": page.map(Self.facts), "after": after,
      "jobs_document": try arguments[Self.detail] == .full ? SendJSON.value(of: page) : nil,
    ]
    let call: JSONValue = [
      "open": try arguments[Self.isOpen], "since": verb.since,
      "limit": try arguments[PageParameters.limit],
    ]
    answer.next = PageParameters.next("jobs", call, after: after)
    if workspace.allowances.contains(.send), let open = page.first(where: { Self.isOpen($0.job) }) {
      let fetch: JSONValue = ["action": "fetch", "job": open.job.shortName]
      answer.next.append(ToolAnswer.call("send", fetch))
    }
    return answer
  }

  private func lines(_ jobs: [ListedJob], _ page: [ListedJob], _ onlyOpen: Bool) -> [String] {
    guard !jobs.isEmpty else { return [onlyOpen ? "No open jobs" : "No jobs"] }
    let states = Job.State.allCases.map { state in
      (jobs.count { $0.job.state == state }, Self.words(state))
    }
    let more = page.count - Self.maximumShown
    let isOpen = jobs.contains { Self.isOpen($0.job) }
    let counts = Quantity.counts(states).joined(separator: ", ")
    return ["\(Quantity.count(jobs.count, "job")): \(counts)"]
      + page.prefix(Self.maximumShown).map(Self.line)
      + (more > 0 ? ["and \(more) more, in data"] : [])
      + (isOpen && !workspace.allowances.contains(.send)
        ? ["The user can fetch a result with: castbook fetch JOB"] : [])
  }

  private static func isOpen(_ job: Job) -> Bool { [.sending, .accepted].contains(job.state) }

  private static func line(_ listed: ListedJob) -> String {
    let job = listed.job
    let subject = listed.subject.map { " \(ShownNames.quoted($0))" } ?? ""
    let cost = job.cost.map { sanitized($0.text) } ?? "no price"
    let note = job.note.isEmpty ? "" : ": \(ShownNames.quoted(job.note))"
    return "\(job.shortName)\(subject) at \(sanitized(job.target)), \(job.at.minute), \(cost), "
      + "\(words(job.state))\(note)"
  }

  /// Returns a state as a phrase.
  private static func words(_ state: Job.State) -> String {
    switch state {
    case .sending: "may have been accepted"
    case .accepted: "still to come"
    case .refused: "refused"
    case .done: "done"
    case .failed: "failed"
    case .cancelled: "stopped"
    case .settled: "given up"
    }
  }

  private static func facts(_ listed: ListedJob) -> JSONValue {
    let job = listed.job
    return [
      "job": job.shortName, "state": job.state, "subject": listed.subject, "target": job.target,
      "cost": job.cost.map(PriceWords.amount),
      "note": job.note.isEmpty ? nil : job.note, "at": job.at,
    ]
  }
}

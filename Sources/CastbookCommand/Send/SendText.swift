internal import Castbook
internal import CommandLineKit
internal import Model

/// Plans, outcomes and jobs of sending, as lines for people.
///
/// ```text
/// out/lobby  fal.kling-o3.r2v pro
///   5 s · 1080p · 16:9 · sound on
///   1  creates @mira_voice  0.01 USD (1 call, as of 15 Sep 2026)
///   2  renders  0.70 USD (0.14 per second of output × 5, as of 15 Sep 2026)
///   uploads 4 files (1.2 MB)
///   sends to fal.run
/// Total 0.71 USD
/// ```
struct SendText {
  let style: TerminalStyle

  // MARK: The plan

  func lines(_ plan: SendPlan) -> [String] {
    plan.bundles.flatMap(lines) + total(plan)
      + missing(plan.missingKeys.map(SendObstacle.init(missingKey:)))
  }

  private func missing(_ keys: [SendObstacle]) -> [String] {
    keys.flatMap { style.problem($0.message, fix: $0.fix, .warn) }
  }

  /// The price of several calls together.
  private func total(_ plan: SendPlan) -> [String] {
    guard plan.submittedCallCount > 1, plan.hasWork else { return [] }
    let costs = plan.costs.map(\.text)
    let unknown = plan.unknownPriceCount
    let parts =
      costs + (unknown == 0 ? [] : ["\(Quantity.count(unknown, "call")) of unknown price"])
    return parts.isEmpty ? [] : ["Total " + parts.joined(separator: " + ")]
  }

  private func lines(_ bundle: PlannedSend) -> [String] {
    let tier = bundle.tier.map { " \(sanitized($0))" } ?? ""
    let head =
      style.styled(sanitized(bundle.path.shown), .bold) + "  \(bundle.target)\(tier)"
    guard bundle.isReady else {
      let warnings = bundle.warnings.flatMap { style.remark(FileRemark($0), indent: 2) }
      return [head] + warnings + bundle.obstacles.flatMap(obstacle)
    }
    switch bundle.earlier {
    case .done(let job):
      let name = bundle.sentAs.map { " as \(sanitized($0))" } ?? ""
      return [
        head,
        "  rendered already\(name), job \(job.shortName): castbook fetch \(job.shortName) writes the clip, "
          + "--again sends it for another take",
      ]
    case .accepted(let job):
      return [head, "  submitted already, job \(job.shortName): its result is fetched"]
    case .unknown(let job):
      guard bundle.maySubmit else { return [head] + unknown(job) }
      let words = "may have been accepted: the provider is asked; if it has no such job:"
      return [head, "  job \(job.shortName) \(words)"] + work(of: bundle) + changes(of: bundle)
    default: return [head] + work(of: bundle) + changes(of: bundle) + takes(of: bundle)
    }
  }

  /// The elements that have changed since the export, which the user has to accept.
  private func changes(of bundle: PlannedSend) -> [String] {
    bundle.changes.flatMap { style.remark(FileRemark($0), indent: 2) }
  }

  /// The takes that are there although no job is known that made them.
  private func takes(of bundle: PlannedSend) -> [String] {
    guard let take = bundle.takes.first else { return [] }
    let more = bundle.takes.count > 1 ? " and \(bundle.takes.count - 1) more" : ""
    return [
      "  \(style.sign(Status.warn)) \(sanitized(take))\(more) is there already, and this library has no job "
        + "that made it: it may be paid for"
    ]
  }

  private func work(of bundle: PlannedSend) -> [String] {
    bundle.warnings.flatMap { style.remark(FileRemark($0), indent: 2) }
      + ["  \(sanitized(bundle.renderWords))"] + calls(bundle) + files(bundle) + hosts(bundle)
  }

  /// The hosts that get the request and the files, and whose profile decides so.
  private func hosts(_ bundle: PlannedSend) -> [String] {
    guard !bundle.hosts.isEmpty else { return [] }
    var seen: Set<TargetID> = []
    let notices = bundle.calls.compactMap { call -> String? in
      guard case .file(let file, let replacesBuiltIn) = call.profile,
        seen.insert(call.target).inserted
      else { return nil }
      let words = replacesBuiltIn ? ", in the place of the built-in profile" : ""
      return "  \(style.sign(Status.warn)) \(call.target) is what \(sanitized(file)) says\(words)"
    }
    return ["  sends to \(bundle.hosts.map(sanitized).joined(separator: ", "))"] + notices
  }

  /// What to do about a job if only the provider's page shows whether it was accepted.
  private func unknown(_ job: Job) -> [String] {
    [
      "  job \(job.shortName) may have been accepted, and \(sanitized(job.target)) can't be asked for it",
      Self.advice(job),
    ]
  }

  /// Where to look for a job, and what to do then.
  private static func advice(_ job: Job) -> String {
    let provider = TargetID(rawValue: job.target).provider
    return
      "      look at your requests at \(sanitized(provider)): if it is there, castbook fetch \(job.shortName) --task ID; "
      + "if not, castbook cancel \(job.shortName)"
  }

  /// What creating an element will do.
  func creationLines(_ plan: PlannedSend, of handle: Handle) -> [String] {
    let head = "\(handle)  \(plan.calls.last?.target ?? plan.target)"
    guard plan.isReady else { return [head] + plan.obstacles.flatMap(obstacle) }
    return [head] + calls(plan) + files(plan) + hosts(plan)
      + missing(plan.keyObstacles)
  }

  private func calls(_ bundle: PlannedSend) -> [String] {
    bundle.calls.enumerated().map { index, call in
      "  \(index + 1)  \(call.creates.map { "creates \(sanitized($0))" } ?? "renders")  "
        + (call.cost?.explanation ?? "price not known")
    }
  }

  private func files(_ bundle: PlannedSend) -> [String] {
    func names(_ way: PlannedSend.File.Way) -> String? {
      let files = bundle.files.filter { $0.way == way }
      guard !files.isEmpty else { return nil }
      let bytes = files.reduce(0) { $0 + $1.byteCount }
      return "\(Quantity.count(files.count, "file")) (\(Quantity.bytes(bytes)))"
    }
    return [
      names(.upload).map { "  uploads \($0)" },
      names(.uploaded).map { "  \($0) uploaded before" },
      names(.inRequest).map { "  \($0) inside the request" },
      names(.given).map { "  \($0) at addresses of yours" },
    ].compactMap(\.self)
  }

  private func obstacle(_ obstacle: SendObstacle) -> [String] {
    style.problem(sanitized(obstacle.message), fix: obstacle.fix.map(sanitized), .fail)
      .map { "  \($0)" }
  }

  /// The last lines of a plan that is not carried out, or the total before the question.
  func closing(_ plan: SendPlan, isDry: Bool, _ style: TerminalStyle) -> [String] {
    if !plan.isReady { return ["nothing was sent"] }
    return isDry ? ["dry run: nothing was sent"] : []
  }

  // MARK: The outcome

  /// Returns a plan's results except jobs that only the user can look up: the plan lists those.
  func lines(_ outcome: SendOutcome, of plan: SendPlan) -> [String] {
    zip(outcome.bundles, plan.bundles).flatMap { sent, planned -> [String] in
      if case .unknown = sent.result, case .unknown = planned.earlier, !planned.maySubmit {
        return []
      }
      return lines(sent.result, sent.comparison, name: sent.name)
    }
  }

  func lines(
    _ result: JobResult, _ comparison: TakeComparison = TakeComparison(), name: String
  ) -> [String] {
    let name = sanitized(name)
    switch result {
    case .take(let take, let path, let job):
      let cost = take.cost.map { "  \($0.text)" } ?? ""
      let file = path.map { sanitized($0.shown) } ?? "in the library"
      return ["\(style.sign(Status.pass)) \(name)  → \(file)\(cost)  job \(job.shortName)"]
        + TakeText(style: style).lines(comparison)
    case .created(let id, let job):
      return ["\(style.sign(Status.pass)) \(name)  id \(sanitized(id)), job \(job.shortName)"]
    case .done(let job):
      return ["\(style.sign(Status.pass)) \(name)  rendered before, job \(job.shortName)"]
    case .accepted(let job), .finished(let job, _):
      return ["  \(name)  submitted, job \(job.shortName): castbook fetch \(job.shortName)"]
    case .unknown(let job):
      return [
        "\(style.sign(Status.warn)) \(name)  job \(job.shortName) may have been accepted"
          + (job.note.isEmpty ? "" : ": \(sanitized(job.note))"),
        Self.advice(job),
      ]
    case .failed(let job):
      return [
        "\(style.sign(Status.fail)) \(name)  \(Self.words(job.state))"
          + (job.note.isEmpty ? "" : ": \(sanitized(job.note))") + "  job \(job.shortName)"
      ]
    case .refused(let obstacle, _), .notSent(let obstacle, _), .notFetched(let obstacle, _):
      return ["\(style.sign(Status.fail)) \(name)  \(sanitized(obstacle.message))"]
        + (obstacle.fix.map { ["      \(sanitized($0))"] } ?? [])
    }
  }

  // MARK: Uploads

  func lines(_ files: [Upload.Uploaded]) -> [String] {
    let paths = Columns.aligned(files.map { sanitized($0.path) })
    return zip(files, paths).map { file, path in
      let end = file.expires.map { "  until \($0.minute)" } ?? ""
      let there = file.wasThere ? "  uploaded before" : ""
      let address = file.address.map(sanitized) ?? "to be uploaded"
      return "\(path)  \(address)\(end)\(there)"
    }
  }

  // MARK: Jobs

  func lines(_ jobs: [ListedJob]) -> [String] {
    if jobs.isEmpty { return ["no jobs"] }
    let subjects = Columns.aligned(
      jobs.map { sanitized($0.subject ?? $0.job.export.map { "\($0.hex.prefix(8))" } ?? "?") })
    let targets = Columns.aligned(jobs.map { sanitized($0.job.target) })
    return jobs.indices.map { index in
      let job = jobs[index].job
      let cost = job.cost.map { "  \($0.text)" } ?? ""
      let note = job.note.isEmpty ? "" : "  \(sanitized(job.note))"
      return "\(style.styled(job.shortName, .bold))  \(subjects[index])  \(targets[index])  "
        + "\(Self.words(job.state))  \(job.at.minute)\(cost)\(note)"
    }
  }

  static func words(_ state: Job.State) -> String {
    switch state {
    case .sending: "may have been accepted"
    case .accepted: "submitted"
    case .refused: "refused"
    case .done: "done"
    case .failed: "failed"
    case .cancelled: "stopped"
    case .settled: "given up"
    }
  }
}

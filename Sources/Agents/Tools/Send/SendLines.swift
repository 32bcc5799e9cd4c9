internal import Castbook
internal import Model

/// Plans, results and jobs of sending, in a few lines.
struct SendLines {
  let roots: Roots

  /// The number of bundles that are named, and of those whose calls and files are.
  private static let (maximumBundles, maximumDetailed) = (12, 3)

  // MARK: The plan

  /// Returns each bundle with its calls and files, and the total.
  func plan(_ plan: SendPlan) -> [String] {
    let isDetailed = plan.bundles.count <= Self.maximumDetailed
    let shown = plan.bundles.prefix(Self.maximumBundles).flatMap { bundle in
      isDetailed ? lines(bundle) : Array(lines(bundle).prefix(bundle.isReady ? 1 : 2))
    }
    let more = plan.bundles.count - Self.maximumBundles
    return shown + (more > 0 ? ["and \(Quantity.count(more, "other bundle"))"] : [])
      + [total(plan)]
  }

  private func total(_ plan: SendPlan) -> String {
    guard plan.submittedCallCount > 0 else { return "Nothing is to be paid." }
    let costs = plan.costs.map(\.text).joined(separator: " + ")
    return "Total: \(costs.isEmpty ? "not known" : costs) for "
      + Quantity.count(plan.submittedCallCount, "call")
  }

  private func lines(_ bundle: PlannedSend) -> [String] {
    let path = ShownNames.quoted(roots.shown(bundle.path) ?? bundle.path.name.text)
    let tier = bundle.tier.map { " \(sanitized($0))" } ?? ""
    let head = "\(path), \(bundle.target)\(tier)"
    guard bundle.isReady else {
      return ["✗ \(head)"] + bundle.obstacles.prefix(4).map { "  \(sentence($0))" }
    }
    switch bundle.earlier {
    case .done(let job): return ["\(head): rendered already, job \(job.shortName)"]
    case .accepted(let job): return ["\(head): submitted already, job \(job.shortName)"]
    case .unknown(let job):
      let words = "\(head): job \(job.shortName) may have been accepted"
      return bundle.maySubmit
        ? ["\(words); the provider is asked first, and if it has no such job:"] + work(bundle)
        : ["\(words), and only the user can look: castbook jobs"]
    default:
      let prices = bundle.calls.compactMap { $0.cost?.cost }.sums.map(\.text)
      return ["\(head): \(sanitized(bundle.renderWords)), \(prices.joined(separator: " + "))"]
        + work(bundle)
    }
  }

  private func sentence(_ obstacle: SendObstacle) -> String {
    sanitized(obstacle.message) + (obstacle.fix.map { ": \(sanitized($0))" } ?? "")
  }

  private func work(_ bundle: PlannedSend) -> [String] {
    let calls = bundle.calls.map { call in
      "  \(call.creates.map { "creates \(sanitized($0))" } ?? "renders"): "
        + (call.cost?.explanation ?? "price not known")
    }
    let warnings = bundle.warnings.prefix(3).map { "  ! \(sanitized($0.sentence))" }
    let hosts = bundle.hosts.map { sanitized($0) }.joined(separator: ", ")
    return warnings + calls + uploads(bundle) + (hosts.isEmpty ? [] : ["  sends to \(hosts)"])
  }

  /// Returns which files leave this machine.
  private func uploads(_ bundle: PlannedSend) -> [String] {
    func line(_ way: PlannedSend.File.Way, _ words: String) -> [String] {
      let files = bundle.files.filter { $0.way == way }
      guard !files.isEmpty else { return [] }
      let bytes = Quantity.bytes(files.reduce(0) { $0 + $1.byteCount })
      let names = Quantity.list(files.map { ShownNames.quoted($0.name) }, atMost: 4)
      return ["  \(words) \(Quantity.count(files.count, "file")) (\(bytes)): \(names)"]
    }
    return line(.upload, "uploads") + line(.inRequest, "sends inside the request")
      + line(.uploaded, "uploaded before:")
  }

  // MARK: Results

  /// Returns a line about the result of sending a bundle or following a job.
  func line(_ result: JobResult, name: String) -> String {
    let name = ShownNames.quoted(name)
    switch result {
    case .take(let take, let path, let job):
      let cost = take.cost.map { ", \($0.text)" } ?? ""
      let file = path.map { ShownNames.quoted(roots.shown($0) ?? $0.name.text) }
      return "\(name): \(file ?? "in the library")\(cost), job \(job.shortName)"
    case .created(_, let job): return "\(name): created, job \(job.shortName)"
    case .done(let job): return "\(name): rendered before, job \(job.shortName)"
    case .accepted(let job), .finished(let job, _):
      return "\(name): submitted, job \(job.shortName)"
    case .unknown(let job):
      return "\(name): job \(job.shortName) may have been accepted; only the user can look"
    case .failed(let job):
      let note = job.note.isEmpty ? "" : ": \(ShownNames.quoted(job.note))"
      return "✗ \(name): \(Self.words(job.state))\(note), job \(job.shortName)"
    case .refused(let obstacle, _), .notSent(let obstacle, _), .notFetched(let obstacle, _):
      return "✗ \(name): \(sentence(obstacle))"
    }
  }

  /// Returns the call that gets the result of a job that is open.
  static func next(_ result: JobResult) -> String? {
    switch result {
    case .accepted(let job), .finished(let job, _), .notFetched(_, let job):
      "send {\"action\":\"fetch\",\"job\":\"\(job.shortName)\"}"
    default: nil
    }
  }

  private static func words(_ state: Job.State) -> String {
    switch state {
    case .refused: "refused"
    case .cancelled: "stopped"
    case .settled: "given up"
    default: "failed"
    }
  }
}

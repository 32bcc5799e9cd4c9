internal import Castbook
internal import Model

extension SendTool {
  /// Sends the bundles of a plan that the user agreed to.
  ///
  /// If nothing is to be paid any more, the plan's name doesn't matter: the call was made before,
  /// and its answer may have got lost.
  func sent(
    _ arguments: ToolArguments, _ context: CallContext, in library: ElementLibrary
  ) async throws -> ToolAnswer {
    let send = try verb(arguments)
    let plan = try await plan(send, arguments, in: library)
    if !send.detaches, send.folder == nil { try requireRoots(for: plan) }
    if let obstacle = plan.allObstacles.first { throw SendRefusal.obstacle(obstacle) }
    if plan.submittedCallCount > 0 {
      guard try plan.fingerprint(in: library) == arguments.required(Self.plan) else {
        throw SendRefusal.otherPlan
      }
      try Self.check(plan, agreed: arguments.required(Self.maximumCost))
    }
    try account.reserve(plan)
    let known = Set(try ListJobs().run(in: library).map(\.job.job))
    let outcome: SendOutcome
    do {
      defer { settle(plan, besides: known, in: library) }
      let progress = SendTool.progress(to: context)
      outcome = try await send.run(plan, in: library) { progress($0) }
    }
    return try answer(plan, outcome, arguments)
  }

  /// Throws if a plan's price is above what the user agreed to.
  private static func check(_ plan: SendPlan, agreed: Cost) throws(SendRefusal) {
    switch plan.priceProblem(for: agreed) {
    case .unknown(let count): throw .unknownPrice(calls: count)
    case .otherCurrency(let currency): throw .otherCurrency(currency, limit: agreed)
    case .tooHigh(let price): throw .aboveAgreed(price, agreed: agreed)
    case nil: break
    }
  }

  /// Throws if a result would be written outside of the roots, beside its bundle.
  private func requireRoots(for plan: SendPlan) throws {
    guard plan.bundles.allSatisfy({ workspace.roots.holds($0.path.folder) }) else {
      throw ArgumentError(
        JSONPointer().member(Self.output.name), "the result would be outside the allowed folders",
        fix: "give output, a folder for the results")
    }
  }

  /// Counts what may be charged for a plan, instead of its price. If that can't be read, the price
  /// counts.
  private func settle(_ plan: SendPlan, besides known: Set<ULID>, in library: ElementLibrary) {
    guard let jobs = try? ListJobs().run(in: library).map(\.job) else { return }
    let digests = Set(plan.bundles.map(\.digest))
    let own = jobs.filter { job in
      !known.contains(job.job) && job.mayBeCharged && job.account == plan.account
        && (job.export.map(digests.contains) ?? true)
    }
    // A job that may have arrived earlier is looked up or submitted under its old name.
    let unknown = plan.bundles.filter { bundle in
      if case .unknown = bundle.earlier { bundle.maySubmit } else { false }
    }.flatMap(\.calls)
    account.settle(
      plan, charged: own.compactMap(\.cost) + unknown.compactMap { $0.cost?.cost })
  }

  /// Returns a function that reports how far sending has got.
  static func progress(to context: CallContext) -> (SendProgress) -> Void {
    var count = 0
    return { progress in
      count += 1
      context.report(count, sanitized(progress.text))
    }
  }

  private func answer(
    _ plan: SendPlan, _ outcome: SendOutcome, _ arguments: ToolArguments
  ) throws -> ToolAnswer {
    let lines = SendLines(roots: workspace.roots)
    var answer = ToolAnswer(
      outcome.bundles.flatMap { sent in
        [lines.line(sent.result, name: sent.name)] + TakeTool.lines(sent.comparison)
      }.joined(separator: "\n"))
    answer.next = outcome.bundles.compactMap { SendLines.next($0.result) }
    answer.data = try data(.send, plan, arguments, outcome).adding([
      "complete": outcome.isComplete,
      "results": outcome.bundles.objects { result($0.result, name: $0.name) },
    ])
    return answer
  }

  func result(_ result: JobResult, name: String) -> JSONValue {
    let file: FilePath? = if case .take(_, let path, _) = result { path } else { nil }
    return [
      "name": name, "end": SendJSON.end(of: result), "job": result.job?.shortName,
      "file": file.map { workspace.roots.shown($0) ?? $0.name.text },
    ]
  }
}

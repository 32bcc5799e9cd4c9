internal import Castbook
internal import Model

extension SendTool {
  /// How long `fetch` follows a job that isn't done, unless it waits.
  private static let patience = Duration.seconds(20)

  func fetched(
    _ arguments: ToolArguments, _ context: CallContext, in library: ElementLibrary
  ) async throws -> ToolAnswer {
    let word = try arguments.required(Self.job)
    var fetch = FetchJob(word, in: try workspace.loadTargets())
    let folder =
      try arguments[Self.output].map(workspace.path) ?? workspace.roots.roots.first?.folder
    guard let folder else { throw OutsideError(path: ".", labels: []) }
    fetch.folder = folder
    let isWaiting = try arguments[Self.waits] ?? false
    guard let found = try await follow(fetch, in: library, isWaiting: isWaiting, context) else {
      var answer = ToolAnswer("Job \(sanitized(word)) is still running.")
      answer.next = ["send {\"action\":\"fetch\",\"job\":\"\(sanitized(word))\"} after a while"]
      answer.data = ["action": Action.fetch.rawValue, "complete": false]
      return answer
    }
    let name = found.job.subject ?? found.job.job.shortName
    let lines =
      [SendLines(roots: workspace.roots).line(found.result, name: name)]
      + TakeTool.lines(found.comparison)
    var answer = ToolAnswer(lines.joined(separator: "\n"))
    answer.next = [SendLines.next(found.result)].compactMap(\.self)
    answer.data = [
      "action": Action.fetch.rawValue, "complete": found.result.isSuccess,
      "results": [result(found.result, name: name)],
      "result": try arguments[Self.detail] == .full
        ? SendJSON.fetched(found) : nil,
    ]
    return answer
  }

  /// Follows a job. Returns `nil` if it isn't done after a while. The provider continues.
  private func follow(
    _ fetch: FetchJob, in library: ElementLibrary, isWaiting: Bool, _ context: CallContext
  ) async throws -> FetchJob.Followed? {
    try await withThrowingTaskGroup { group in
      group.addTask { () -> FetchJob.Followed? in
        let progress = Self.progress(to: context)
        return try await fetch.run(in: library) { progress($0) }
      }
      if !isWaiting {
        group.addTask {
          try await Task.sleep(for: Self.patience)
          return nil
        }
      }
      let first = try await group.next() ?? nil
      group.cancelAll()
      // The result may have arrived while it was being stopped.
      while first == nil, let late = await group.nextResult() {
        if case .success(let found?) = late { return found }
      }
      try Task.checkCancellation()
      return first
    }
  }

  func cancelled(
    _ arguments: ToolArguments, in library: ElementLibrary
  ) async throws -> ToolAnswer {
    let cancel = CancelJob(
      try arguments.required(Self.job), in: try workspace.loadTargets())
    let listed = try cancel.job(in: library)
    let job = try await cancel.run(in: library)
    var answer = ToolAnswer(
      "Job \(job.shortName) is stopped. Whether it is charged is the provider's decision.")
    answer.data = [
      "action": Action.cancel.rawValue, "complete": true,
      "result": try arguments[Self.detail] == .full ? SendJSON.stopped(job, of: listed) : nil,
    ]
    return answer
  }
}

internal import Bundles
internal import Files
internal import Library
public import Model
internal import Transfers

/// A job that is followed until its result is here.
package struct FollowedJob {
  package let job: Job
  let endpoint: ProviderEndpoint
  /// The bundle's name, by which the user knows the job.
  package let name: String
  /// The folder for its result.
  package let folder: FilePath
  fileprivate var schedule = PollingSchedule()

  package init(_ job: Job, at endpoint: ProviderEndpoint, name: String, folder: FilePath) {
    (self.job, self.endpoint, self.name, self.folder) = (job, endpoint, name, folder)
  }

  /// Returns the result of a job whose clip or id can't be fetched now.
  package func notFetched(_ reason: String) -> JobResult {
    let fix =
      job.isRender
      ? "castbook fetch \(job.shortName) tries again; nothing is paid again"
      : "castbook fetch \(job.shortName), later"
    return .notFetched(SendObstacle(reason, fix: fix), job)
  }
}

/// When to poll a provider for a job, and when to stop.
private struct PollingSchedule {
  /// The seconds spent waiting so far.
  var seconds = 0
  private var failureCount = 0
  private var notFoundCount = 0

  /// The pause before the next poll, in seconds.
  var pause: Int {
    switch seconds {
    case ..<8: 2
    case ..<30: 4
    case ..<120: 6
    default: 10
    }
  }

  /// Whether to poll again after an answer. A provider may not yet know a job that it has just
  /// accepted.
  mutating func shouldContinue(after progress: JobProgress) -> Bool {
    switch progress {
    case .unavailable: failureCount += 1
    case .unknown: notFoundCount += 1
    case .waiting, .done, .failed: (failureCount, notFoundCount) = (0, 0)
    }
    return failureCount < 20 && notFoundCount < 5
  }
}

extension SendSession {
  /// Follows jobs that render bundles until all have ended, and reports each result as it arrives.
  package func follow(
    _ jobs: [Int: FollowedJob], each: (Int, JobResult) throws -> Void
  ) async throws {
    var jobs = jobs
    while !jobs.isEmpty {
      for index in jobs.keys.sorted() {
        guard var job = jobs[index] else { continue }
        let end = try poll(&job)
        jobs[index] = end == nil ? job : nil
        if let end { try each(index, try await fetched(end, of: job)) }
      }
      guard let pause = jobs.values.map(\.schedule.pause).min() else { return }
      try await Task.sleep(for: .seconds(pause))
      for index in jobs.keys { jobs[index]?.schedule.seconds += pause }
    }
  }

  /// Follows one job until the provider has finished it.
  func end(of job: FollowedJob) async throws -> JobResult {
    var job = job
    while true {
      if let end = try poll(&job) { return end }
      let pause = job.schedule.pause
      try await Task.sleep(for: .seconds(pause))
      job.schedule.seconds += pause
    }
  }

  /// Polls the provider for a job. Returns `nil` while the job is running.
  private func poll(_ followed: inout FollowedJob) throws -> JobResult? {
    guard let task = followed.job.task else {
      return followed.notFetched("the provider's id is not known")
    }
    let target = followed.endpoint.target
    let answer = try followed.endpoint.progress(of: task, by: client)
    let (state, problem): (String, String?)
    switch answer {
    case .done(let output): return .finished(followed.job, output: output)
    case .failed(let refusal):
      return .failed(
        try submitter.change(followed.job, to: .failed) {
          ($0.note, $0.answer) = (refusal.message, refusal.answer)
        })
    case .waiting(let word): (state, problem) = (word, nil)
    case .unknown:
      (state, problem) = ("not known", "\(target) does not know the job \(sanitized(task))")
    case .unavailable(let words): (state, problem) = ("no answer", "\(target): \(words)")
    }
    progress(.waiting(followed.name, state: state, seconds: followed.schedule.seconds))
    if followed.schedule.shouldContinue(after: answer) { return nil }
    return problem.map(followed.notFetched)
  }

  /// Fetches the clip of a job that the provider has finished. Returns any other result as it is.
  private func fetched(_ end: JobResult, of followed: FollowedJob) async throws -> JobResult {
    guard case .finished(let job, let output) = end else { return end }
    progress(.fetching(followed.name))
    let folder = try ScratchFolder()
    defer { folder.remove() }
    let clip = folder.path.appending("result".utf8)
    do {
      guard job.isRender else {
        throw TransferFailure(.invalidRequest, "the job creates something and has no file")
      }
      try download(output, to: clip, in: folder.path)
    } catch let failure as TransferFailure {
      return followed.notFetched(failure.summary)
    }
    let result = try await keep(clip, followed)
    if let recorded = try store.contents({ try $0.jobs.last(job.job) }) {
      submitter.recordInJournal(recorded)
    }
    return result
  }

  /// Downloads a clip to a path in a temporary folder.
  private func download(_ text: String, to path: FilePath, in folder: FilePath) throws {
    guard let address = ProviderAddress(text) else {
      throw TransferFailure(
        .invalidRequest, "the result is not at an https address: \(text.prefix(200))")
    }
    var call = ProviderCall(.get, address)
    (call.outputFile, call.maximumByteCount, call.timeoutSeconds) = (
      path, ClipLimits.bytes, ClipLimits.seconds
    )
    // The folder for temporary files may be memory, or a small disk that other programs need.
    if let free = FileSystem.freeBytes(at: folder) {
      call.maximumByteCount = min(call.maximumByteCount, free / 2)
    }
    let answer: ProviderResponse
    do {
      answer = try client.answer(call).get()
    } catch let failure as TransferFailure where failure.reason == .tooLong {
      throw TransferFailure(.tooLong, ClipLimits.description(call.maximumByteCount))
    }
    guard answer.isSuccess else {
      throw TransferFailure(
        .connectionLost, "the result's address answers with status \(answer.status)")
    }
  }
}

/// The limits on downloading a clip.
private enum ClipLimits {
  /// The maximum length in bytes.
  static let bytes = 4 << 30
  /// The time limit in seconds.
  static let seconds = 7200

  /// Returns a limit with its reason.
  static func description(_ limit: Int) -> String {
    limit == bytes
      ? "over \(Quantity.bytes(limit))"
      : "over \(Quantity.bytes(limit)), half of what is free in \(FileSystem.temporaryFolder); "
        + "set TMPDIR to a folder with more space"
  }
}

extension Job {
  /// Whether it renders a bundle; otherwise it creates an element or a voice.
  package var isRender: Bool { export != nil && call == BundleCalls.requestFile }

  /// The end of the identifier, by which users name the job: the beginning is almost the same for
  /// all jobs of a day.
  public var shortName: String { String(job.text.suffix(6)) }
}

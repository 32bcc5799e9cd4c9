internal import Library
internal import Sending

/// The verb `cancel`: stops a job, or abandons one that may never have arrived.
public struct CancelJob: Sendable {
  /// The end of the job's identifier.
  public let word: String
  /// Whether the user is sure that the provider does not have the job.
  public var isSure = false
  /// The folder where every call and its answer is recorded; `nil` for none.
  public var record: FilePath?
  let catalogue: TargetCatalogue

  /// Creates the verb for a job.
  public init(_ word: String, in catalogue: TargetCatalogue) {
    (self.word, self.catalogue) = (word, catalogue)
  }

  /// Returns the job with what it is for.
  public func job(in library: ElementLibrary) throws -> ListedJob {
    let job = try library.job(named: word)
    return try library.contents { try $0.listed(job) }
  }

  /// Seconds to wait before each lookup; after the last one the job counts as unknown to the
  /// provider. A job that was just accepted may not be listed yet.
  private static let pauses = [0, 2, 5]

  /// Stops the job at the provider. A job that may never have arrived, or that the provider no
  /// longer knows, is only recorded as abandoned; its bundle can then be sent again.
  ///
  /// - Throws: `SendError.unsure` if the job may be charged for and `isSure` is false, or
  ///   `SendError.notNow` if the job has ended or the provider doesn't stop it.
  public func run(in library: ElementLibrary) async throws -> Job {
    let job = try library.job(named: word)
    let link = try ProviderLink(account: job.account, recordingTo: record, in: library)
    let submitter = JobSubmitter(
      in: library, account: job.account, limits: (try? .ofUser()) ?? SpendingLimits())
    switch job.state {
    case .sending:
      guard isSure else {
        throw SendError.unsure(job, "\(sanitized(job.target)) may have job \(job.shortName)")
      }
      return try abandon(job, "given up by the user", library, submitter)
    case .accepted:
      let endpoint = try library.endpoint(of: job, in: catalogue)
      if let task = job.task, try isUnknown(task, at: endpoint, link) {
        guard isSure else {
          throw SendError.unsure(
            job, "\(endpoint.target) doesn't know job \(job.shortName), at least now")
        }
        return try abandon(job, "the provider does not know it", library, submitter)
      }
      return try stop(job, at: endpoint, link, submitter)
    case .done, .failed, .refused, .cancelled, .settled:
      throw SendError.notNow("job \(job.shortName) has ended", fix: nil)
    }
  }

  /// Records that a job is abandoned, unless its state has changed in the meantime.
  private func abandon(
    _ job: Job, _ note: String, _ library: ElementLibrary, _ submitter: JobSubmitter
  ) throws -> Job {
    // A command that is submitting the job may be about to learn that it was accepted.
    let given = try submitter.withSubmissionLock(job) {
      let now = try library.job(named: word)
      guard now.state == job.state, now.task == job.task else {
        throw SendError.notNow(
          "job \(job.shortName) has just come further", fix: "castbook fetch \(job.shortName)")
      }
      return try submitter.change(now, to: .settled) { $0.note = note }
    }
    guard let given else { throw SendError.isSubmitting }
    return given
  }

  private func isUnknown(
    _ task: String, at endpoint: ProviderEndpoint, _ link: ProviderLink
  ) throws -> Bool {
    for pause in Self.pauses {
      if pause > 0 { try ProviderLink.wait(seconds: pause) }
      guard case .unknown = try endpoint.progress(of: task, by: link) else { return false }
    }
    return true
  }

  private func stop(
    _ job: Job, at endpoint: ProviderEndpoint, _ link: ProviderLink, _ submitter: JobSubmitter
  ) throws -> Job {
    guard endpoint.canCancel, let task = job.task else {
      throw SendError.notNow(
        "no source states how a job is stopped at \(job.target)",
        fix: "castbook fetch \(job.shortName) gets its result; stopping may not save its price")
    }
    if let words = try endpoint.cancel(task, by: link) {
      throw SendError.notNow(
        "\(job.target) does not stop it: \(words)",
        fix: "castbook fetch \(job.shortName) gets its result")
    }
    return try submitter.change(job, to: .cancelled)
  }
}

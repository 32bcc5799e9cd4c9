internal import Files
internal import Library
internal import LibraryVerbs
internal import Sending
internal import Transfers

extension Send {
  /// Sends the bundles of a plan and fetches the results.
  ///
  /// If the task is cancelled, submitted jobs stay submitted; `castbook fetch` continues with them.
  ///
  /// - Throws: `SendError` if nothing can be sent at all, or an error of the library.
  public func run(
    _ plan: SendPlan, in library: ElementLibrary,
    progress: @escaping (SendProgress) -> Void = { _ in }
  ) async throws -> SendOutcome {
    if !detaches { try requireWritableFolders(plan) }
    var limits = try SpendingLimits.ofUser()
    limits.projects = plan.projectLimits
    let session = try session(in: library, limits: limits, progress)
    var results: [JobResult] = []
    for bundle in plan.bundles {
      do {
        results.append(try await result(of: bundle, session))
      } catch let error as any CastbookError where !results.isEmpty {
        // The jobs that were submitted for other bundles are still followed.
        results.append(.notSent(SendObstacle(error.message, fix: error.fix), nil))
      }
    }
    if !detaches { try await follow(plan, &results, session) }
    var outcome = SendOutcome(
      bundles: zip(plan.bundles, results).map { bundle, result in
        SendOutcome.Sent(
          name: bundle.name, digest: bundle.digest, target: bundle.target, result: result)
      })
    for index in outcome.bundles.indices {
      let result = outcome.bundles[index].result
      outcome.bundles[index].comparison = await result.comparison(in: library)
    }
    return outcome
  }

  /// Creates the folders for the results and throws if one isn't writable, before anything is paid
  /// for.
  private func requireWritableFolders(_ plan: SendPlan) throws {
    let bundles = plan.bundles.filter(\.needsProvider)
    let folders = folder.map { [$0] } ?? bundles.map(\.path.folder)
    for folder in bundles.isEmpty ? [] : folders { try OutputFile.requireWritable(folder) }
  }

  /// Returns the result of a planned bundle, which is submitted unless it was before.
  private func result(
    of bundle: PlannedSend, _ session: SendSession<ProviderLink>
  ) async throws -> JobResult {
    if let obstacle = bundle.obstacles.first { return .notSent(obstacle, nil) }
    switch bundle.earlier {
    case .accepted(let job): return .accepted(job)
    case .done(let job): return .done(job)
    default: return try await session.submit(bundle.submission(in: catalogue), isAgain: isAgain)
    }
  }

  /// Follows the jobs that were accepted, and replaces their results.
  private func follow(
    _ plan: SendPlan, _ results: inout [JobResult], _ session: SendSession<ProviderLink>
  ) async throws {
    var open: [Int: FollowedJob] = [:]
    for (index, bundle) in plan.bundles.enumerated() {
      guard case .accepted(let job) = results[index], let endpoint = bundle.requestEndpoint
      else { continue }
      open[index] = FollowedJob(
        job, at: endpoint, name: bundle.name, folder: folder ?? bundle.path.folder)
    }
    var ended = results
    try await session.follow(open) { index, result in
      ended[index] = result
      // A file that the provider has deleted in the meantime may be the reason.
      if case .failed = result {
        try session.forgetUploads(of: plan.bundles[index].submission(in: catalogue))
      }
    }
    results = ended
  }

  /// Returns a session for this account.
  ///
  /// - Throws: `SendError` if the user's keys or the folder for records can't be used.
  func session(
    in library: ElementLibrary, limits: SpendingLimits = SpendingLimits(),
    _ progress: @escaping (SendProgress) -> Void
  ) throws -> SendSession<ProviderLink> {
    let link = try ProviderLink(account: account, recordingTo: record, in: library)
    link.onStopRequest = { progress(.stopping) }
    return SendSession(
      library.store, account: account,
      JobSubmitter(in: library, account: account, limits: limits), by: link, progress: progress,
      hint: suggestedFact, keep: { try await library.keep($0, of: $1) })
  }

  /// Returns a hint if a refusal states a limit that the target's profile lacks.
  private func suggestedFact(from job: Job) throws -> String? {
    let profile = try catalogue.profile(TargetID(rawValue: job.target))
    let facts = LearnedFact.all(from: job.answer ?? "", saying: job.note, about: profile)
    guard let fact = facts.first(where: \.isNews) else { return nil }
    return "\(fact.rule) should have predicted it: castbook targets learn proposes the fact"
  }
}

extension ElementLibrary {
  /// Records a downloaded clip as a take together with the end of its job, and writes it next to
  /// the bundle.
  fileprivate func keep(_ clip: FilePath, of followed: FollowedJob) async throws -> JobResult {
    let job = followed.job
    guard let bundle = job.export else { return followed.notFetched("it belongs to no bundle") }
    var adding = AddTake(clip, of: bundle)
    (adding.cost, adding.job) = (job.cost, job)
    do {
      let take = try await adding.run(in: self).take
      let file = try take.blob.map { try writeTake($0, followed.name, to: followed.folder) }
      return .take(take, file, job)
    } catch let error as ElementLibraryError {
      return followed.notFetched(error.message)
    } catch let error as OutputFileError {
      // It is in the library, so only the file beside the bundle is missing.
      return .notFetched(
        SendObstacle(
          "it is in the library, but \(error.message)",
          fix: "castbook fetch \(job.shortName) -o DIR writes it elsewhere"), job)
    }
  }

  /// Writes a take next to its bundle as `NAME-take-N.mp4`, with the lowest free number. Returns
  /// the path of the file; an identical one may be there already.
  func writeTake(_ blob: Digest, _ name: String, to folder: FilePath) throws -> FilePath {
    let bytes = try store.blobs.bytes(of: blob)
    let format = try contents { try $0.blobs.facts(of: blob, as: .unnamed)?.format }
    let suffix = format?.suffixes.first ?? "bin"
    var number = 1
    while true {
      let path = folder.appending("\(name)-take-\(number).\(suffix)".utf8)
      if try Self.isWritten(bytes, to: path) { return path }
      number += 1
    }
  }

  /// Writes a file unless another one is in the way. Returns whether it is there now.
  private static func isWritten(_ bytes: [UInt8], to path: FilePath) throws -> Bool {
    do {
      _ = try OutputFile.write(bytes, to: path, replacing: false)
      return true
    } catch {
      guard error.isInTheWay else { throw error }
      return false
    }
  }
}

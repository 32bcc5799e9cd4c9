internal import Bundles
internal import Files
internal import Library
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
    let session = try SendSession(self, library, limits: SpendingLimits.ofUser(), progress)
    return try await session.send(plan)
  }

  /// Creates the folders for the results and throws if one isn't writable, before anything is paid
  /// for.
  private func requireWritableFolders(_ plan: SendPlan) throws {
    let bundles = plan.bundles.filter(\.needsProvider)
    let folders = folder.map { [$0] } ?? bundles.map(\.path.folder)
    for folder in bundles.isEmpty ? [] : folders { try OutputFile.requireWritable(folder) }
  }
}

/// Sends bundles over one connection to providers.
final class SendSession {
  private let send: Send
  let library: ElementLibrary
  let client: ProviderLink
  let desk: JobDesk
  let progress: (SendProgress) -> Void
  /// Where files were uploaded in this session, by target and digest.
  private var addresses: [String: UploadedFile] = [:]

  init(
    _ send: Send, _ library: ElementLibrary, limits: SpendingLimits = SpendingLimits(),
    _ progress: @escaping (SendProgress) -> Void
  ) throws {
    (self.send, self.library, self.progress) = (send, library, progress)
    client = try ProviderLink(account: send.account, recordingTo: send.record, in: library)
    client.stopping = { progress(.stopping) }
    desk = JobDesk(in: library, account: send.account, limits: limits)
    // Remove copies left by a killed upload, even if nothing is uploaded this time.
    ScratchFolder.removeLeftovers()
  }

  /// Why a call of a bundle did not lead to a job.
  struct Stop: Error {
    let result: SendOutcome.Result
  }

  /// Submits all bundles, then follows their jobs.
  func send(_ plan: SendPlan) async throws -> SendOutcome {
    var results: [SendOutcome.Result] = []
    for bundle in plan.bundles {
      do {
        results.append(try await submit(bundle))
      } catch let stop as Stop {
        results.append(stop.result)
      } catch let error as any CastbookError where !results.isEmpty {
        // The jobs that were submitted for other bundles are still followed.
        results.append(.notSent(SendObstacle(error.message, fix: error.fix)))
      }
    }
    if !send.detaches {
      var open: [Int: FollowedJob] = [:]
      for (index, result) in results.enumerated() {
        guard case .accepted(let job) = result else { continue }
        let bundle = plan.bundles[index]
        guard let endpoint = bundle.endpoints[BundleCalls.requestFile] else { continue }
        open[index] = FollowedJob(
          job, at: endpoint, name: bundle.name, folder: send.folder ?? bundle.path.folder)
      }
      try await follow(open) { index, result in
        results[index] = result
        // A file that the provider has deleted in the meantime may be the reason.
        if case .failed = result { try forgetUploads(of: plan.bundles[index]) }
      }
    }
    return SendOutcome(
      bundles: zip(plan.bundles, results).map { bundle, result in
        SendOutcome.Sent(
          name: bundle.name, digest: bundle.digest, target: bundle.target, result: result)
      })
  }

  // MARK: Submitting

  /// Makes only the call that creates an element, and the calls that it depends on.
  func create(_ handle: Handle, by calls: PlannedSend) async throws -> SendOutcome.Result {
    do {
      return try await submit(calls, until: RequestBody.remotePlaceholder(for: handle))
    } catch let stop as Stop {
      return stop.result
    }
  }

  /// Makes the preparatory calls of a bundle, then submits its request.
  ///
  /// - Parameter wanted: The placeholder to stop at once its id is known; `nil` for the request.
  private func submit(
    _ bundle: PlannedSend, until wanted: String? = nil
  ) async throws -> SendOutcome.Result {
    if let obstacle = bundle.obstacles.first { return .notSent(obstacle) }
    switch bundle.state {
    case .done(let job): return .doneBefore(job)
    case .accepted(let job): return .accepted(job)
    case .new, .undecided: break
    }
    var given = bundle.given
    var isRepeated = false
    let files = Set(bundle.calls.map(\.file))
    /// Returns the next call to make, with the known ids and addresses filled in.
    func next() throws -> BundleCalls.Call? {
      try bundle.bundle.calls(given, in: send.catalogue).calls.first { files.contains($0.file) }
    }
    while true {
      guard let call = try next(), let endpoint = bundle.endpoints[call.file]
      else { return .notSent(SendObstacle("it has no call", fix: nil)) }
      let sent = try upload(call, of: bundle, to: endpoint, &given)
      // This is the same call, with all addresses filled in.
      guard let filled = try next(), filled.file == call.file, filled.missing.isEmpty else {
        return .notSent(
          SendObstacle(
            "\(call.file) lacks \(call.missing.map(sanitized).joined(separator: ", "))", fix: nil))
      }
      progress(.submitting(call.producedPlaceholder == nil ? bundle.name : call.file))
      let order = try order(filled, of: bundle)
      switch try submit(order, call, of: bundle, to: endpoint) {
      case .accepted(let job):
        guard let placeholder = call.producedPlaceholder else { return .accepted(job) }
        let id = try await made(job, name: "\(bundle.name)  \(call.file)", at: endpoint)
        if placeholder == wanted { return .created(id, job) }
        given[placeholder] = id
      case .done(let job):
        guard let placeholder = call.producedPlaceholder else { return .doneBefore(job) }
        guard let id = job.made else {
          return .notSent(SendObstacle("\(call.file) was made without an id", fix: nil))
        }
        if placeholder == wanted { return .created(id, job) }
        given[placeholder] = id
      case .refused(let job):
        // An upload that the provider has deleted in the meantime is the likely reason. Nothing was
        // charged.
        let isForgotten = try forget(sent)
        if isForgotten, !isRepeated {
          isRepeated = true
          for file in sent { given[file.placeholder] = nil }
          continue
        }
        return .refused(
          SendObstacle(
            "\(endpoint.target) refused it: \(job.note)",
            fix: try lesson(from: job, at: endpoint)), job)
      case .notSent(let failure): return .notSent(Self.obstacle(failure, endpoint))
      case .undecided(let job): return .undecided(job)
      case .overLimit(let excess): return .notSent(Self.obstacle(excess))
      }
    }
  }

  /// Returns a hint if a refusal states a limit that the target's profile lacks.
  private func lesson(from job: Job, at endpoint: ProviderEndpoint) throws -> String? {
    let facts = LearnedFact.all(
      from: job.answer ?? "", saying: job.note, about: try send.catalogue.profile(endpoint.target))
    guard let fact = facts.first(where: \.isNews) else { return nil }
    return "\(fact.rule) should have predicted it: castbook targets learn proposes the fact"
  }

  /// Submits an order.
  ///
  /// If the plan has a call that creates an element of the library, the element's last id can't be
  /// used, so the call is submitted again. Otherwise only a bundle's request is.
  private func submit(
    _ order: JobOrder, _ call: BundleCalls.Call, of bundle: PlannedSend,
    to endpoint: ProviderEndpoint
  ) throws -> OrderOutcome {
    do {
      if case .element = order.purpose {
        return try desk.submit(order, to: endpoint, isAgain: true, since: bundle.at, by: client)
      }
      let isRequest = call.producedPlaceholder == nil
      return try desk.submit(order, to: endpoint, isAgain: isRequest && send.isAgain, by: client)
    } catch is SubmissionInProgress {
      throw Stop(
        result: .notSent(
          SendObstacle(
            "another command is submitting it", fix: "castbook jobs shows how that ends")))
    }
  }

  /// Returns the order of a call. An element in the library is created once, even if several
  /// bundles need it.
  private func order(
    _ call: BundleCalls.Call, of bundle: PlannedSend
  ) throws -> JobOrder {
    let cost = bundle.calls.first { $0.file == call.file }?.cost?.cost
    if let subject = try subject(of: call, bundle) {
      let appearance = try library.contents { try $0.appearance(of: subject.revision) }
      return JobOrder(
        .element(subject.element, revision: subject.revision, request: appearance), call.body,
        cost: cost)
    }
    return JobOrder(
      try bundle.bundle.purpose(of: call.file, bundle.digest, in: library), call.body, cost: cost)
  }

  /// What a call creates, if the library has it.
  private func subject(
    of call: BundleCalls.Call, _ bundle: PlannedSend
  ) throws -> (element: ULID, revision: Digest)? {
    guard let placeholder = call.producedPlaceholder,
      let named = bundle.bundle.element(behind: placeholder)
    else { return nil }
    return try library.contents { contents in
      guard let known = try contents.revision(named.revision),
        known.revision.element == named.identity
      else { return nil }
      return (named.identity, named.revision)
    }
  }

  /// Follows a job that creates something, for a command that only follows it.
  func created(
    _ job: Job, name: String, at endpoint: ProviderEndpoint
  ) async throws -> SendOutcome.Result {
    do {
      return .created(try await made(job, name: name, at: endpoint), job)
    } catch let stop as Stop {
      return stop.result
    }
  }

  /// Follows a job that creates something and returns its id, which is registered if the library
  /// has the element.
  private func made(
    _ job: Job, name: String, at endpoint: ProviderEndpoint
  ) async throws -> String {
    switch try await followed(job, at: endpoint, name: name) {
    case .done(let id):
      if let problem = ProviderText.problem(in: id, .id) {
        let words = "\(endpoint.target) gave an id that can't be used: it \(problem)"
        throw Stop(
          result: .notFetched(
            SendObstacle(words, fix: "castbook fetch \(job.shortName), later"), job))
      }
      let done = try library.change { change in
        let done = try job.next(.done, at: change.moment(after: job.at)) { $0.made = id }
        change.add(.job(done))
        if let element = job.element, let revision = job.revision,
          let known = try change.contents.revision(revision)?.revision
        {
          change.add(
            .registration(
              Registration(
                element: element, revision: revision, target: endpoint.target.provider,
                account: send.account, kind: known.kind == .voice ? .voice : .element,
                remoteId: id, at: done.at)))
        }
        return done
      }
      desk.note(done)
      return id
    case .failed(let failed): throw Stop(result: .failed(failed))
    case .notNow(let words):
      throw Stop(
        result: .notFetched(
          SendObstacle(words, fix: "castbook fetch \(job.shortName), later"), job))
    }
  }

  private static func obstacle(
    _ failure: TransferFailure, _ endpoint: ProviderEndpoint
  ) -> SendObstacle {
    let fix: String? =
      switch failure.reason {
      case .noKey: Send.keyFix
      case .noConnection, .late, .broken: "send it again; it did not arrive"
      default: nil
      }
    return SendObstacle("\(endpoint.target): \(failure.words)", fix: fix)
  }

  private static func obstacle(_ excess: SpendingLimits.Excess) -> SendObstacle {
    let fix = "wait, or raise \"daily\" in ~/.config/castbook/limits.json"
    guard let cost = excess.cost else {
      return SendObstacle(
        "its price is not known, and your daily limit is \(excess.limit) \(excess.currency)",
        fix: "remove the limit for this once: ~/.config/castbook/limits.json")
    }
    return SendObstacle(
      "it costs \(cost) \(excess.currency), and \(excess.spent) \(excess.currency) of your daily limit of "
        + "\(excess.limit) \(excess.currency) are spent",
      fix: fix)
  }

  // MARK: Uploading

  /// A file of a call at the provider.
  private struct SentFile {
    let placeholder: String
    let digest: Digest
    let target: TargetID
    /// Whether it was uploaded in an earlier session.
    let isReused: Bool
  }

  /// Uploads the files that a call needs and fills their addresses in.
  private func upload(
    _ call: BundleCalls.Call, of bundle: PlannedSend, to endpoint: ProviderEndpoint,
    _ given: inout [String: String]
  ) throws -> [SentFile] {
    let files = bundle.bundle.verification.manifest?.files ?? []
    let names = Set(call.missing + call.filled.map(\.placeholder))
    return try files.compactMap { file in
      let placeholder = RequestFile.scheme + file.name
      guard names.contains(placeholder), bundle.given[placeholder] == nil else { return nil }
      let found = try address(of: UploadSource(file, of: bundle.bundle), at: endpoint)
      given[placeholder] = found.address
      return SentFile(
        placeholder: placeholder, digest: file.digest, target: endpoint.target,
        isReused: found.isReused)
    }
  }

  /// A file in a provider's storage.
  struct KeptFile {
    let address: String
    /// When the provider deletes it; `nil` if it doesn't say.
    let expires: Instant?
    /// Whether it was uploaded in an earlier session.
    let isReused: Bool
  }

  /// Returns where the provider keeps a file, after uploading it if necessary.
  func address(of file: UploadSource, at endpoint: ProviderEndpoint) throws -> KeptFile {
    let key = "\(endpoint.target) \(file.digest)"
    if let known = addresses[key] {
      return KeptFile(address: known.address, expires: known.expires, isReused: false)
    }
    if let known = try knownAddress(of: file, at: endpoint) { return known }
    progress(.uploading(file.path))
    let uploaded = try upload(file, to: endpoint)
    addresses[key] = uploaded
    try remember(uploaded, of: file.digest, at: endpoint.target)
    return KeptFile(address: uploaded.address, expires: uploaded.expires, isReused: false)
  }

  /// Returns where the provider keeps a file, according to the library's records; `nil` if it has
  /// to be uploaded.
  func knownAddress(of file: UploadSource, at endpoint: ProviderEndpoint) throws -> KeptFile? {
    let known = try library.contents {
      try $0.knownUpload(of: file.digest, at: endpoint.target, send.account, library.now)
    }
    return (known?.registration).map {
      KeptFile(address: $0.remoteId, expires: $0.expires, isReused: true)
    }
  }

  /// Uploads a file, from a private copy that matches its digest.
  private func upload(_ file: UploadSource, to endpoint: ProviderEndpoint) throws -> UploadedFile {
    try file.withCopy { copy, byteCount in
      let upload = FileToUpload(
        copy, name: file.name, type: file.mediaType, byteCount: byteCount, digest: file.digest)
      do {
        return try endpoint.upload(upload, at: library.now, by: client)
      } catch let problem as UploadProblem {
        let name = sanitized(file.path)
        let obstacle =
          switch problem {
          case .notKnown:
            SendObstacle("no source states how a file is uploaded to \(endpoint.target)", fix: nil)
          case .refused(let words):
            SendObstacle("\(endpoint.target) refused \(name): \(words)", fix: nil)
          case .keyRefused(let words):
            SendObstacle(
              "\(endpoint.target): \(words)",
              fix: "look whether it is whole, and not withdrawn at the provider")
          case .failed(let failure): Self.obstacle(failure, endpoint)
          case .senseless(let words):
            SendObstacle("\(endpoint.target), uploading \(name): \(words)", fix: nil)
          }
        throw Stop(result: .notSent(obstacle))
      }
    }
  }

  /// Registers where a provider keeps a file, if the library has it.
  private func remember(_ uploaded: UploadedFile, of blob: Digest, at target: TargetID) throws {
    guard library.store.blobs.contains(blob) else { return }
    try library.change { change in
      change.add(
        .registration(
          Registration(
            blob: blob, target: target.provider,
            account: send.account, kind: .upload, remoteId: uploaded.address,
            at: try change.moment(), expires: uploaded.expires)))
    }
  }

  /// Withdraws the uploads of a bundle's files: next time they are uploaded again.
  private func forgetUploads(of bundle: PlannedSend) throws {
    let uploaded = Set(bundle.files.filter { $0.way == .uploaded }.map(\.name))
    let files = bundle.bundle.verification.manifest?.files ?? []
    _ = try forget(
      files.filter { uploaded.contains($0.name) }.map {
        SentFile(placeholder: "", digest: $0.digest, target: bundle.target, isReused: true)
      })
  }

  /// Withdraws earlier uploads of files, which the provider may have deleted. Returns whether there
  /// were any.
  private func forget(_ files: [SentFile]) throws -> Bool {
    let reused = files.filter(\.isReused)
    guard !reused.isEmpty else { return false }
    try library.change { change in
      for file in reused {
        let known = try change.contents.knownUpload(
          of: file.digest, at: file.target, send.account, library.now)
        guard let known else { continue }
        change.add(
          .withdrawal(
            Withdrawal(
              record: known.record, at: try change.moment(after: known.registration.at))))
      }
    }
    return true
  }
}

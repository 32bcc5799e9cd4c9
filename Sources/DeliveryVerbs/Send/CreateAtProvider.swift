internal import Bundles
internal import Files
internal import Library
internal import Sending

/// The verb `register --send`: creates an element or a voice at a provider, with the pictures or
/// the sample that the provider accepts, and registers its new id.
///
/// ```swift
/// let creation = CreateAtProvider(mira, at: "kling", in: catalogue)
/// let plan = try await creation.plan(in: library)
/// let outcome = try await creation.run(plan, in: library)
/// ```
///
/// An element that is registered and unchanged is not created again.
public struct CreateAtProvider: Sendable {
  /// The element or the voice.
  public let element: HandleReference
  /// The provider, or one of its targets.
  public let provider: String
  /// The account with the provider.
  public var account = RegistrationDraft.defaultAccount
  /// The folder where every call and its answer is recorded; `nil` for none.
  public var record: FilePath?
  let catalogue: TargetCatalogue

  /// Creates the verb.
  public init(_ element: HandleReference, at provider: String, in catalogue: TargetCatalogue) {
    (self.element, self.provider, self.catalogue) = (element, provider, catalogue)
  }

  /// What creating an element will do.
  public struct Plan: Sendable {
    /// The handle of the element.
    public let handle: Handle
    /// The calls and uploads; `nil` if the element is registered and unchanged.
    public let creation: PlannedSend?
    /// The existing registration, current or outdated; `nil` if there is none.
    public let known: RegistrationStatus?
    /// The folder with the calls, which is removed with the plan.
    fileprivate let scratch: ScratchFolder?
  }

  /// Works out what creating the element will do. Nothing is sent.
  ///
  /// - Throws: `SendError.notNow` if the provider has no call that creates it, or the element
  ///   doesn't meet its limits.
  public func plan(in library: ElementLibrary) async throws -> Plan {
    let found = try library.contents { contents in
      let found = try contents.unpinned(element)
      try contents.requireRights(to: found, today: library.today)
      return found
    }
    let isVoice = found.revision.revision.kind == .voice
    let text = try shotText(found, isVoice, library)
    let placeholder = RequestBody.remotePlaceholder(for: found.handle)
    var problem: SendError?
    for profile in try consumers(isVoice: isVoice) {
      let known = try status(of: found, at: profile, placeholder, library)
      if let known, known.state == .current {
        return Plan(handle: found.handle, creation: nil, known: known, scratch: nil)
      }
      let scratch = try ScratchFolder()
      let shot = scratch.path.appending("creation.md".utf8)
      try FileSystem.create(
        shot, Array("---\ntarget: \(profile.id)\n---\n\(text)\n".utf8), mode: 0o600,
        isDurable: false)
      var export = Export(library: library, project: nil, in: catalogue)
      export.options.prompt.account = account
      export.options.prompt.today = library.today
      export.isRecorded = false
      let destination = ExportDestination(scratch.path)
      let plan = try await export.plan([shot], to: destination)
      if let error = plan.firstError {
        export.discard(plan)
        problem = problem ?? .notNow("\(profile.id): \(error.message)", fix: error.fix)
        continue
      }
      guard let path = try export.write(plan, to: destination).bundles.first?.path else { continue }
      let send = Send(in: catalogue, account: account)
      var planned = try send.planned(
        await send.verifiedBundle(at: path, with: library), library, SendSurroundings())
      guard planned.calls.contains(where: { $0.creates == "\(found.handle)" }) else { continue }
      planned.keepCalls(creating: "\(found.handle)")
      return Plan(handle: found.handle, creation: planned, known: known, scratch: scratch)
    }
    throw problem
      ?? .notNow(
        "no source states how \(isVoice ? "a voice" : "an element") is created at \(sanitized(provider))",
        fix: "requests to it contain the files themselves, or register an id: --id ID")
  }

  /// Returns what the user agrees to: the calls and their prices; `nil` if there is nothing to
  /// create. A plan that is made again has the same terms, unless the element or a price has
  /// changed.
  public func terms(of plan: Plan) -> SendTerms? {
    plan.creation.map { planned in
      SendTerms(
        account: account, bundles: [planned.digest], costs: planned.calls.compactMap(\.cost?.cost))
    }
  }

  /// Carries out a plan with something to create.
  ///
  /// - Returns: The result, and the registration if there is one now.
  public func run(
    _ plan: Plan, in library: ElementLibrary,
    progress: @escaping (SendProgress) -> Void = { _ in }
  ) async throws -> (result: JobResult, registration: RegistrationStatus?) {
    guard let creation = plan.creation else {
      throw SendError.notNow("\(plan.handle) is registered and unchanged", fix: nil)
    }
    let session = try Send(in: catalogue, account: account, record: record)
      .session(in: library, limits: .ofUser(), progress)
    let result =
      if let obstacle = creation.obstacles.first {
        JobResult.notSent(obstacle, nil)
      } else {
        try await session.submit(creation.submission(in: catalogue), creating: plan.handle)
      }
    guard case .created(let id, _) = result else { return (result, nil) }
    let registration = try library.contents { contents in
      let found = try contents.unpinned(element)
      return try contents.registrations.of(found.element).first { $0.registration.remoteId == id }
        .map { try contents.status(of: $0, today: library.today) }
    }
    return (result, registration)
  }

  /// The live targets whose requests contain ids of elements, or of voices.
  private func consumers(isVoice: Bool) throws -> [TargetProfile] {
    let name = try ProviderName(provider, in: catalogue)
    return try catalogue.ids.filter(name.contains).map(catalogue.profile).filter { profile in
      profile.createdSlots.contains(isVoice ? .voice : .element)
    }
  }

  /// The shortest shot for which the element must be created.
  private func shotText(
    _ found: FoundElement, _ isVoice: Bool, _ library: ElementLibrary
  ) throws -> String {
    guard isVoice else { return "\(found.handle) looks into the camera." }
    let speaker = try library.contents { try $0.speakers(with: found.element).first }
    guard let speaker else {
      throw SendError.notNow(
        "no element speaks with \(found.handle)", fix: "castbook bind @HANDLE \(found.handle)")
    }
    return "\(speaker.handle): \"Hello.\""
  }

  /// The registration of an element at the provider of a target.
  private func status(
    of found: FoundElement, at profile: TargetProfile, _ placeholder: String,
    _ library: ElementLibrary
  ) throws -> RegistrationStatus? {
    try library.contents { contents in
      try contents.remote(
        placeholder, found.element, found.handle, revision: found.revision.digest,
        at: profile.registrationTargets, account: account, library.today
      ).status
    }
  }
}

extension TargetProfile {
  /// Of elements and voices, those that its requests contain by an id, and which another target
  /// creates. Empty for a target that is not live.
  public var createdSlots: [Slot] {
    guard status == .live, !isMaker else { return [] }
    return [.element, .voice].filter { self[$0]?.via != nil }
  }

  /// Whether it only creates elements or voices for other targets.
  fileprivate var isMaker: Bool { endpoints.contains { $0.variant == "create" } }
}

extension PlannedSend {
  /// Keeps only the call that creates an element, and the calls that it depends on.
  fileprivate mutating func keepCalls(creating handle: String) {
    guard let last = calls.firstIndex(where: { $0.creates == handle }) else { return }
    let needed =
      bundle.verification.calls.first { $0.file == calls[last].file }?
      .json["body"]?.placeholders.map(\.name) ?? []
    calls = calls[...last].filter { call in
      call.creates == handle
        || needed.contains { $0 == RequestBody.remotePrefix + (call.creates ?? "") }
    }
    let kept = Set(calls.map(\.file))
    let names = Set(
      bundle.verification.calls.filter { kept.contains($0.file) }
        .flatMap { $0.json.placeholders.map(\.name) })
    files = files.filter { $0.way == .inRequest || names.contains(RequestFile.scheme + $0.name) }
  }
}

internal import Bundles
internal import Library
internal import Sending

/// The verb `upload`: uploads files to a provider's storage and records where they are, which saves
/// `send` the upload.
///
/// ```swift
/// let upload = Upload(in: catalogue)
/// let files = try await upload.run(bundles: [path], in: library) { print($0.words) }
/// ```
public struct Upload: Sendable {
  /// The account with the provider.
  public var account = RegistrationDraft.defaultAccount
  /// The folder where every call and its answer is recorded; `nil` for none.
  public var record: FilePath?
  /// The project for bundles whose export the library has no record of; `nil` for none.
  public var project: Project?
  /// Whether to upload a bundle's files even if its elements have changed since it was exported.
  public var sendsStale = false
  /// Whether to return which files are there and which would be uploaded, without sending anything.
  public var isPreview = false
  let catalogue: TargetCatalogue

  /// Creates the verb.
  public init(in catalogue: TargetCatalogue) { self.catalogue = catalogue }

  /// A file at a provider.
  public struct Uploaded: Sendable {
    /// Its path in the bundle, or its name in the element.
    public let path: String
    public let digest: Digest
    public let target: TargetID
    /// Its address; `nil` if it would be uploaded.
    public let address: String?
    /// When the provider deletes it; `nil` if it doesn't say.
    public let expires: Instant?
    /// Whether it was there already.
    public let wasThere: Bool
  }

  /// Uploads the files of bundles that their targets need.
  ///
  /// - Throws: `SendError.notNow` with the reason if a file can't be uploaded.
  public func run(
    bundles: [FilePath], in library: ElementLibrary,
    progress: @escaping (SendProgress) -> Void = { _ in }
  ) async throws -> [Uploaded] {
    var send = Send(in: catalogue, account: account)
    send.project = project
    let plan = try await send.plan(bundles, in: library)
    let standings = plan.bundles.compactMap(\.standing)
    let problems = standings.flatMap { $0.refusals + (sendsStale ? [] : $0.changes) }
    if let problem = problems.first { throw SendError.notNow(problem.message, fix: problem.fix) }
    let session = try session(library, progress)
    return try plan.bundles.flatMap { bundle in
      let wanted = Set(bundle.files.filter { $0.way != .inRequest }.map(\.name))
      guard !wanted.isEmpty, let endpoint = bundle.requestEndpoint else {
        throw SendError.notNow(
          bundle.obstacles.first?.message ?? "\(bundle.target) needs no uploads",
          fix: bundle.obstacles.first?.fix)
      }
      let files = bundle.bundle.verification.manifest?.files ?? []
      return try files.filter { wanted.contains($0.name) }.map {
        try uploaded(UploadSource($0, in: bundle.bundle.files), at: endpoint, session)
      }
    }
  }

  /// Uploads the files of an element to a provider.
  public func run(
    _ element: HandleReference, at provider: String, in library: ElementLibrary,
    progress: @escaping (SendProgress) -> Void = { _ in }
  ) async throws -> [Uploaded] {
    let endpoint = try endpoint(of: provider)
    let session = try session(library, progress)
    let sources = try library.contents { contents in
      let found = try contents.find(element)
      try contents.requireRights(to: found, today: library.today)
      return try found.revision.revision.references.map { reference in
        if library.isElsewhere(reference.blob) {
          throw ElementLibraryError.fileElsewhere(
            reference.file, found.handle, fetch: "\(found.reference)")
        }
        return UploadSource(
          reference.blob, path: "\(found.handle)/\(reference.file)", in: library.store)
      }
    }
    return try sources.map { try uploaded($0, at: endpoint, session) }
  }

  private func session(
    _ library: ElementLibrary, _ progress: @escaping (SendProgress) -> Void
  ) throws -> SendSession<ProviderLink> {
    try Send(in: catalogue, account: account, record: record).session(in: library, progress)
  }

  private func uploaded(
    _ source: UploadSource, at endpoint: ProviderEndpoint, _ session: SendSession<ProviderLink>
  ) throws -> Uploaded {
    if isPreview {
      let known = try session.knownAddress(of: source, at: endpoint)
      return Uploaded(
        path: source.path, digest: source.digest, target: endpoint.target, address: known?.address,
        expires: known?.expires, wasThere: known != nil)
    }
    do {
      let found = try session.address(of: source, at: endpoint)
      return Uploaded(
        path: source.path, digest: source.digest, target: endpoint.target, address: found.address,
        expires: found.expires, wasThere: found.isReused)
    } catch let failure as UploadFailure {
      throw SendError.notNow(failure.obstacle.message, fix: failure.obstacle.fix)
    }
  }

  /// Returns a target of a provider to which files can be uploaded.
  private func endpoint(of provider: String) throws -> ProviderEndpoint {
    let name = try ProviderName(provider, in: catalogue)
    for id in catalogue.ids where name.contains(id) {
      let profile = try catalogue.profile(id)
      guard let path = profile.endpoints.first?.path,
        let endpoint = try? ProviderEndpoint(profile, path: path, catalogue.sending(of: profile)),
        endpoint.canUpload
      else { continue }
      return endpoint
    }
    throw SendError.notNow(
      "no source states how a file is uploaded to \(name.text)",
      fix: "castbook targets \(name.text) shows what is known")
  }
}

extension Contents {
  /// Throws an error if the rights to an element have ended.
  func requireRights(to found: FoundElement, today: Day) throws {
    let rights = try RightsWords(today: today).finding(of: found.latest, self)
    guard let rights, rights.severity == .error else { return }
    throw SendError.notNow("\(found.handle): \(rights.message)", fix: rights.fix)
  }
}

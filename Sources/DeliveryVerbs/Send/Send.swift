internal import Bundles
internal import Files
internal import Library
internal import Sending
internal import Transfers

/// The verb `send`: uploads what bundles need, submits their calls, follows the jobs, and records
/// the results as takes.
///
/// A bundle's request is submitted at most once: the library's records, not this value, keep track.
///
/// ```swift
/// let send = Send(in: catalogue)
/// let plan = try await send.plan(paths, in: library)
/// let outcome = try await send.run(plan, in: library) { print($0.words) }
/// ```
public struct Send: Sendable {
  /// The account with the providers.
  public var account: String
  /// Whether to send a bundle again even if its result was fetched before.
  public var isAgain = false
  /// The maximum price of all calls; `nil` for no limit.
  public var maximumCost: Cost?
  /// Whether to return when the jobs are submitted, without their results.
  public var detaches = false
  /// The folder for the results; `nil` for the folder that a bundle is in.
  public var folder: FilePath?
  /// The folder where every call and its answer is recorded; `nil` for none.
  public var record: FilePath?
  /// Addresses at which the provider can read files of a bundle, by their names in it.
  public var addresses: [String: String] = [:]
  /// How long the provider can read files from the team's store, in seconds; `nil` to upload them.
  public var presignSeconds: Int?
  /// The project for bundles whose export the library has no record of; `nil` for none.
  public var project: Project?
  /// Whether to send a bundle as it is even if its elements have changed since it was exported.
  public var sendsStale = false
  /// The facts about targets that the user trusts.
  public let catalogue: TargetCatalogue

  /// Creates the verb with default options.
  public init(
    in catalogue: TargetCatalogue, account: String = RegistrationDraft.defaultAccount,
    record: FilePath? = nil
  ) {
    (self.catalogue, self.account, self.record) = (catalogue, account, record)
  }

  /// Works out what sending bundles will do. Nothing is sent.
  ///
  /// - Throws: `BundleRefusal` if a path is not a bundle.
  public func plan(_ paths: [FilePath], in library: ElementLibrary) async throws -> SendPlan {
    try await plan(paths, library) { try await verifiedBundle(at: $0, with: library) }
  }

  /// Works out what sending a bundle from `verifiedBundle(at:with:)` will do. Nothing is sent.
  ///
  /// - Throws: `BundleRefusal` if it is a pack or damaged.
  public func plan(_ bundle: FoundBundle, in library: ElementLibrary) async throws -> SendPlan {
    try await plan([bundle], library) { $0 }
  }

  /// Opens and verifies a bundle, and checks its files by the rules of its target.
  ///
  /// - Throws: `BundleRefusal` if the path is not a bundle.
  public func verifiedBundle(
    at path: FilePath, with library: ElementLibrary
  ) async throws -> FoundBundle {
    var bundle = try FoundBundle(at: path, in: catalogue)
    try await bundle.check(
      with: library, account: account, today: library.today, decoder: library.decoder)
    return bundle
  }

  private func plan<Item>(
    _ items: [Item], _ library: ElementLibrary, opening bundle: (Item) async throws -> FoundBundle
  ) async throws -> SendPlan {
    var plan = SendPlan(bundles: [], account: account)
    // Remove copies left by a killed upload, even if nothing remains to be sent.
    ScratchFolder.removeLeftovers()
    let surroundings = try SendSurroundings(project)
    for item in items {
      let planned = try planned(await bundle(item), library, surroundings)
      // A bundle is sent once, however often it is named.
      if !plan.bundles.contains(where: { $0.digest == planned.digest }) {
        plan.bundles.append(planned)
      }
    }
    plan.unusedAddresses = addresses.keys.filter { name in
      !plan.bundles.contains { $0.hasFile(named: Self.fileName(name)) }
    }.sorted()
    if let maximumCost { limit(&plan, to: maximumCost) }
    try library.contents { try plan.refuseWhatProjectsForbid($0) }
    return plan
  }

  /// Returns the names of the keys that calls need but that have no source, in order.
  private func missingKeys(
    for endpoints: some Collection<ProviderEndpoint>, _ keys: KeyFile
  ) -> [String] {
    let names = endpoints.flatMap { endpoint in
      endpoint.keyNames.filter { name in
        !keys.hasSource(of: name, for: account, allowingSignedToken: endpoint.allowsSignedToken) {
          ProcessEnvironment.environment($0) != nil
        }
      }
    }
    return Set(names).sorted()
  }

  /// Returns the file name for a key in the list of addresses, which may be a placeholder.
  private static func fileName(_ key: String) -> String {
    key.hasPrefix(RequestFile.scheme) ? String(key.dropFirst(RequestFile.scheme.count)) : key
  }

  /// Works out what sending a verified bundle will do.
  ///
  /// - Parameter surroundings: What the bundles of a plan have in common.
  func planned(
    _ bundle: FoundBundle, _ library: ElementLibrary, _ surroundings: SendSurroundings
  ) throws -> PlannedSend {
    var (bundle, path) = (bundle, bundle.path)
    guard bundle.packElements == nil else {
      throw BundleRefusal(path: path, reason: "a pack has no calls", fix: "name a bundle")
    }
    guard bundle.integrity != .fail, let manifest = bundle.verification.manifest,
      let digest = bundle.verification.digest
    else {
      throw BundleRefusal(
        path: path, reason: bundle.findings.first { $0.severity == .error }?.message ?? "damaged")
    }
    let target = TargetID(rawValue: manifest.target)
    let placeholders = bundle.placeholders
    let given = Dictionary(
      addresses.map { (Self.fileName($0), $1) }, uniquingKeysWith: { $1 }
    ).filter { placeholders.contains(RequestFile.scheme + $0.key) }
    let inlined =
      try uploads(of: target) ? [] : bundle.inlineFiles(except: Set(given.keys), in: catalogue)
    var planned = PlannedSend(
      path: path, name: manifest.name, digest: digest, target: target, tier: manifest.tier,
      renderWords: bundle.verification.draft?.compiled.render.summaryWithoutPrice ?? "",
      at: library.now,
      bundle: bundle)
    planned.warnings = (bundle.findings + inlined).filter { $0.severity == .warning }
    let problems = bundle.fileFindings.flatMap(\.findings)
    if let finding = problems.first(where: { $0.severity == .error }) {
      planned.obstacles.append(
        SendObstacle(finding.message, fix: finding.fix ?? "export it again"))
    }
    planned.obstacles += inlined.filter { $0.severity == .error }
      .map { SendObstacle($0.message, fix: Self.addressFix) }
    planned.given = Dictionary(
      uniqueKeysWithValues: try presigned(bundle, library).merging(given) { $1 }
        .map { (RequestFile.scheme + $0, $1) })
    let calls = try bundle.calls(planned.given, in: catalogue).calls
    planned.obstacles += foreignIDs(calls, bundle)
    try add(calls, to: &planned, surroundings.keys.hosts)
    planned.missingKeys = missingKeys(for: planned.endpoints.values, surroundings.keys)
    if planned.isReady { try addFiles(of: calls, to: &planned, manifest, library) }
    if planned.isReady { planned.earlier = try earlierResult(of: planned, library) }
    if case .done(let job) = planned.earlier, let export = job.export, export != digest {
      planned.sentAs = try library.contents {
        try $0.exports.ofBundle(export, limit: 1).first?.name
      }
    }
    try compare(&planned, library, surroundings)
    if planned.earlier == nil, !isAgain {
      planned.takes = takes(beside: planned, library, surroundings)
    }
    return planned
  }

  /// Compares a bundle with the library as it is today.
  private func compare(
    _ planned: inout PlannedSend, _ library: ElementLibrary, _ surroundings: SendSurroundings
  ) throws {
    let (bundle, digest) = (planned.bundle, planned.digest)
    let (standing, project) = try library.contents { contents in
      let project = try surroundings.project(ofBundle: digest, contents)
      return (
        try BundleStanding(of: bundle, project?.lock, today: library.today, contents), project
      )
    }
    planned.standing = standing
    planned.addLimit(of: project)
    // A submitted bundle can only be fetched.
    guard planned.maySubmit else { return }
    planned.obstacles += standing.refusals.map { SendObstacle($0.message, fix: $0.fix) }
    planned.warnings += standing.warnings
    if sendsStale {
      planned.warnings += standing.changes
    } else {
      planned.changes = standing.changes
    }
  }

  /// Returns the names of files that look like takes of a bundle, beside it or in the folder where
  /// its take would be written, but that the library doesn't have.
  private func takes(
    beside planned: PlannedSend, _ library: ElementLibrary, _ surroundings: SendSurroundings
  ) -> [String] {
    let beside = planned.path.folder
    let own = takes(of: planned, in: beside, library, surroundings)
    guard let folder, folder != beside else { return own }
    return own + takes(of: planned, in: folder, library, surroundings).filter { !own.contains($0) }
  }

  private func takes(
    of planned: PlannedSend, in folder: FilePath, _ library: ElementLibrary,
    _ surroundings: SendSurroundings
  ) -> [String] {
    let names = surroundings.names(in: folder, beginning: "\(planned.name)-take-")
    let unknown = names.filter { name in
      let hash = RunningSHA256()
      guard let file = try? ReadableFile.open(folder.appending(name)),
        (try? file.readPieces { hash.update($0) }) != nil
      else { return true }
      return !library.store.blobs.contains(hash.digest)
    }
    return unknown.map { String(decoding: $0, as: UTF8.self) }
  }

  /// Returns why ids in a bundle can't be used: they belong to another account with the provider.
  private func foreignIDs(_ calls: [BundleCalls.Call], _ bundle: FoundBundle) -> [SendObstacle] {
    var seen: Set<String> = []
    return calls.flatMap(\.filled).compactMap { fill in
      guard fill.origin == .bundle, fill.placeholder.hasPrefix(RequestBody.remotePrefix),
        let carried = bundle.verification.carriedIDs[fill.placeholder], !carried.account.isEmpty,
        carried.account != account, seen.insert(fill.placeholder).inserted
      else { return nil }
      let handle = sanitized(String(fill.placeholder.dropFirst(RequestBody.remotePrefix.count)))
      let other = sanitized(carried.account)
      return SendObstacle(
        "the bundle's id for \(handle) is of account \(other), and it would be sent with account \(account)",
        fix: "add --account \(other), or export it again with --account \(account)")
    }
  }

  /// Returns the addresses of a bundle's files in the team's store, by name, if the provider reads
  /// them from there. Files inside the request need none.
  private func presigned(
    _ bundle: FoundBundle, _ library: ElementLibrary
  ) throws -> [String: String] {
    guard let presignSeconds else { return [:] }
    let names = bundle.placeholders
    return try PresignFiles(seconds: presignSeconds).run(for: bundle, in: library).values
      .filter { names.contains(RequestFile.scheme + $0.key) }
  }

  /// Returns whether files are uploaded to a target's provider.
  private func uploads(of target: TargetID) throws -> Bool {
    guard catalogue.ids.contains(target) else { return false }
    let rules = try catalogue.sending(of: catalogue.profile(target))
    return rules?.upload.map { $0.value.method != .none } ?? false
  }

  /// Adds the calls of a bundle that remain to be made, with their endpoints and prices.
  private func add(
    _ calls: [BundleCalls.Call], to planned: inout PlannedSend, _ allowed: KeyHosts
  ) throws {
    guard !calls.isEmpty else {
      planned.obstacles.append(
        SendObstacle(
          "\(planned.target) has no API", fix: "STEPS.md in the bundle says what to do there"))
      return
    }
    for call in calls {
      guard let path = planned.bundle.endpoint(of: call.file), catalogue.ids.contains(call.target)
      else { continue }
      let profile = try catalogue.profile(call.target)
      let rules = try catalogue.sending(of: profile)
      do throws(SendingNotSupported) {
        planned.endpoints[call.file] = try ProviderEndpoint(profile, path: path, rules)
      } catch {
        planned.obstacles.append(SendObstacle(error.message, fix: error.fix))
      }
      let endpoint = planned.endpoints[call.file]
      planned.obstacles += (endpoint?.refusals(by: allowed) ?? [])
        .map { SendObstacle("\(call.target): \($0.message)", fix: Self.hostFix($0)) }
        .filter { !planned.obstacles.contains($0) }
      let handle = call.producedPlaceholder.map { $0.dropFirst(RequestBody.remotePrefix.count) }
      planned.calls.append(
        PlannedSend.Call(
          file: call.file, target: call.target, creates: handle.map(String.init),
          cost: handle == nil
            ? planned.bundle.verification.draft?.cost : RenderCost(callAt: profile),
          hosts: endpoint?.hosts ?? [], profile: catalogue.origin(of: call.target)))
    }
  }

  /// Adds the files that the calls need, and obstacles for what is missing.
  private func addFiles(
    of calls: [BundleCalls.Call], to planned: inout PlannedSend, _ manifest: BundleManifest,
    _ library: ElementLibrary
  ) throws {
    let produced = Set(calls.compactMap(\.producedPlaceholder))
    let files = Dictionary(
      manifest.files.map { (RequestFile.scheme + $0.name, $0) }, uniquingKeysWith: { $1 })
    var seen: Set<String> = []
    for call in calls {
      let names = call.body.placeholders.map(\.name) + call.filled.map(\.placeholder)
      for name in names where seen.insert(name).inserted {
        if let file = files[name] {
          guard planned.given[name] == nil else {
            planned.files.append(
              PlannedSend.File(name: file.name, byteCount: file.byteCount, way: .given))
            continue
          }
          guard let endpoint = planned.endpoints[call.file], endpoint.canUpload else {
            planned.obstacles.append(Self.noUpload(file.name, call.target))
            continue
          }
          let known = try library.contents {
            try $0.knownUpload(of: file.digest, at: call.target, account, library.now)
          }
          planned.files.append(
            PlannedSend.File(
              name: file.name, byteCount: file.byteCount, way: known == nil ? .upload : .uploaded))
        } else if call.missing.contains(name), !produced.contains(name) {
          let handle = name.replacing(RequestBody.remotePrefix, with: "")
          planned.obstacles.append(
            SendObstacle(
              "\(call.target) needs an id for \(sanitized(handle)), and account \(account) has none",
              fix: "create it there, then castbook register \(sanitized(handle)) --at "
                + "\(call.target.provider) --id ID"))
        }
      }
    }
    planned.files += planned.bundle.inlinedFiles.map {
      PlannedSend.File(name: $0.name, byteCount: $0.byteCount, way: .inRequest)
    }
  }

  /// What to do if a key is not sent to a host.
  static func hostFix(_ refusal: KeyHosts.Refusal) -> String {
    "if that host may have the key, add \"hosts\": {\"\(refusal.name)\": [\"\(refusal.host)\"]} "
      + "to ~/.config/castbook/keys.json; otherwise remove the profile"
  }

  private static let addressFix =
    "put it where the provider can read it, and give its address: --urls FILE.json; or use the team's store: --presign 6h"

  private static func noUpload(_ file: String, _ target: TargetID) -> SendObstacle {
    SendObstacle(
      "\(sanitized(file)): no source states how a file is uploaded to \(target), and the field takes only an address",
      fix: addressFix)
  }

  /// Returns the result of an earlier submission of a bundle's request.
  private func earlierResult(
    of planned: PlannedSend, _ library: ElementLibrary
  ) throws -> JobResult? {
    let purpose = try library.contents {
      try Submission.Purpose.bundle(
        planned.digest, planned.bundle.verification, call: BundleCalls.requestFile, $0)
    }
    let earlier = try JobSubmitter(in: library, account: account).existingResult(
      of: purpose, at: planned.target, isAgain: isAgain)
    if isAgain, case .done = earlier { return nil }
    return earlier
  }

  /// Adds an obstacle to every bundle if the total price is higher than a maximum, or not known.
  private func limit(_ plan: inout SendPlan, to maximum: Cost) {
    let message: String
    let fix: String
    switch plan.priceProblem(for: maximum) {
    case .unknown(let count):
      message =
        "the price of \(Quantity.count(count, "call")) is not known, so --max-cost can't hold"
      fix = "leave out --max-cost, or those bundles"
    case .otherCurrency(let currency):
      message = "the price is in \(currency), and --max-cost in \(maximum.currency)"
      fix = "give --max-cost '\(maximum.amount) \(currency)'"
    case .tooHigh(let price):
      message =
        "the price\(plan.bundles.count > 1 ? " of all together" : "") is \(price.text), more than "
        + "--max-cost \(maximum.text)"
      fix = "send fewer bundles, or raise --max-cost"
    case nil: return
    }
    for index in plan.bundles.indices where plan.bundles[index].maySubmit {
      plan.bundles[index].obstacles.append(SendObstacle(message, fix: fix))
    }
  }
}

extension ElementLibrary {
  /// The current time by the library's clock.
  var now: Instant { Instant(milliseconds: store.environment.now()) }
}

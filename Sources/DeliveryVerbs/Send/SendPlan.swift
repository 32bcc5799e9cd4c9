internal import Bundles
internal import Sending

/// What sending bundles will do, worked out before anything leaves this machine.
///
/// ```swift
/// let plan = try await Send(in: catalogue).plan(paths, in: library)
/// for cost in plan.costs { print(cost.amount, cost.currency) }
/// ```
public struct SendPlan: Sendable {
  /// The bundles in the order in which they are sent.
  public internal(set) var bundles: [PlannedSend]
  /// The account with the providers.
  public let account: String
  /// The names in the user's list of addresses that match no file of any bundle. One list may be
  /// for several bundles.
  public internal(set) var unusedAddresses: [String] = []

  /// The names of the keys that are needed but have no source.
  public var missingKeys: [String] {
    Set(bundles.filter(\.needsProvider).flatMap(\.missingKeys)).sorted()
  }

  /// The prices of all calls that will or may be submitted, by currency.
  public var costs: [Cost] { calls.compactMap { $0.cost?.cost }.sums }
  /// The number of calls that will or may be submitted.
  public var submittedCallCount: Int { calls.count }
  /// The number of calls that will or may be submitted and whose price is not known.
  public var unknownPriceCount: Int { calls.count { $0.cost == nil } }
  /// Whether anything is left to do: a call, or a result to fetch.
  public var hasWork: Bool { bundles.contains { $0.isReady && !$0.isDone } }
  /// Whether anything of it needs the provider: a call, or a result to fetch.
  public var needsProvider: Bool { bundles.contains(where: \.needsProvider) }
  /// Whether every bundle can be sent, or was sent before.
  public var isReady: Bool { bundles.allSatisfy(\.isReady) }
  /// Whether the user has to confirm that a bundle should be paid for: there is a take of it, or an
  /// element in it has changed since the export.
  public var needsAnswer: Bool {
    bundles.contains { $0.isReady && !($0.takes.isEmpty && $0.changes.isEmpty) }
  }

  /// Turns each missing key into an obstacle, for a plan that is about to be carried out.
  public mutating func refuseKeyless() {
    for index in bundles.indices { bundles[index].obstacles += bundles[index].keyObstacles }
  }

  /// Turns each question that only the user can answer into an obstacle, for a run that asks no
  /// questions.
  public mutating func refuseUnanswered() {
    for index in bundles.indices {
      guard bundles[index].isReady else { continue }
      bundles[index].obstacles += bundles[index].changes.map {
        SendObstacle($0.message, fix: $0.fix)
      }
      guard let take = bundles[index].takes.first else { continue }
      bundles[index].obstacles.append(
        SendObstacle(
          "\(sanitized(take)) is there already, and this library has no job that made it: it may be paid for",
          fix: "--again sends it for another take; castbook take add \(sanitized(take)) "
            + "--bundle \(sanitized(bundles[index].path.text)) records the one that is there"))
    }
  }

  /// The calls that will or may be submitted.
  private var calls: [PlannedSend.Call] {
    bundles.filter { $0.isReady && $0.maySubmit }.flatMap(\.calls)
  }
}

/// What sending one bundle will do.
public struct PlannedSend: Sendable {
  /// The bundle's folder or zip.
  public let path: FilePath
  /// The bundle's name.
  public let name: String
  /// The SHA-256 of its manifest.
  public let digest: Digest
  public let target: TargetID
  public let tier: String?
  /// What is rendered: `5 s · 1080p · 16:9 · sound on`.
  public let renderWords: String
  /// The calls that remain to be made, in order; the request itself comes last.
  public internal(set) var calls: [Call] = []
  /// The files that the provider needs.
  public internal(set) var files: [File] = []
  /// Ids in the bundle that are not in the user's library, and other warnings.
  public internal(set) var warnings: [Finding] = []
  /// The names of the keys that its calls need but that have no source.
  public internal(set) var missingKeys: [String] = []
  /// An obstacle for each missing key, if the provider is needed.
  public var keyObstacles: [SendObstacle] {
    needsProvider ? missingKeys.map(SendObstacle.init(missingKey:)) : []
  }
  /// The changes to its elements since it was exported, unless the user wants it sent as it is.
  public internal(set) var changes: [Finding] = []
  /// Why it can't be sent; empty if it can.
  public internal(set) var obstacles: [SendObstacle] = []
  /// The result of an earlier submission of the same request: accepted, unknown or done. `nil` if
  /// there is none, it came to nothing, or the request is to be sent again.
  public internal(set) var earlier: JobResult?
  /// The name of the bundle that sent the same request before, if it is another one.
  public internal(set) var sentAs: String?

  /// The names of files next to the bundle that look like takes of it, although no known job made
  /// them: it may have been paid for elsewhere.
  public internal(set) var takes: [String] = []

  /// The limit of the project that it was exported for; `nil` if there is none.
  var projectLimit: SpendingLimits.ProjectLimit?
  /// What the library says today about its elements.
  var standing: BundleStanding?
  /// When the plan was made.
  let at: Instant
  /// The verified bundle.
  let bundle: FoundBundle
  /// The addresses of files that the user gives, by placeholder.
  var given: [String: String] = [:]
  /// The endpoints of the calls, by the call's file.
  var endpoints: [String: ProviderEndpoint] = [:]

  /// Whether it can be sent, or was sent before.
  public var isReady: Bool { obstacles.isEmpty }

  /// Whether a call is left to make, or a result to fetch.
  public var needsProvider: Bool {
    switch earlier {
    case .accepted: isReady
    case .done: false
    default: isReady && maySubmit
    }
  }

  /// Whether its calls will be submitted, unless the provider says that it already has the job.
  public var maySubmit: Bool {
    switch earlier {
    case .accepted, .done: false
    case .unknown: canBeAskedFor
    default: true
    }
  }

  /// Whether the provider can look up a job whose answer was lost.
  private var canBeAskedFor: Bool { requestEndpoint?.resume == .externalID }

  /// Whether the result is in the library.
  public var isDone: Bool { if case .done = earlier { true } else { false } }

  /// The endpoint of the request; `nil` if Castbook can't send it.
  var requestEndpoint: ProviderEndpoint? { endpoints[BundleCalls.requestFile] }

  /// Returns what a session needs to send the bundle.
  func submission(in catalogue: TargetCatalogue) -> BundleSubmission {
    var submission = BundleSubmission(
      name: name, digest: digest, target: target, bundle.verification, files: bundle.files,
      plannedAt: at
    ) { [bundle] in try bundle.calls($0, in: catalogue).calls }
    let remaining = Set(calls.map(\.file))
    submission.given = given
    submission.endpoints = endpoints.filter { remaining.contains($0.key) }
    for call in calls { submission.costs[call.file] = call.cost?.cost }
    submission.uploadedFiles = Set(files.filter { $0.way == .uploaded }.map(\.name))
    return submission
  }

  /// Whether the bundle has a file of an element or of the shot, no matter where the provider gets
  /// it.
  func hasFile(named name: String) -> Bool {
    bundle.verification.manifest?.files.contains { $0.name == name && $0.from != nil } ?? false
  }

  /// A call to the provider.
  public struct Call: Sendable {
    /// The call's file in the bundle.
    public let file: String
    public let target: TargetID
    /// The element or voice that the call creates; `nil` for the request itself.
    public let creates: String?
    /// The price; `nil` if it isn't known.
    public let cost: RenderCost?
    /// The hosts that the call and its uploads go to; empty if they are not known.
    public let hosts: [String]
    /// The source of the profile that determines the hosts.
    public let profile: ProfileOrigin
  }

  /// The hosts that all calls go to, in order.
  public var hosts: [String] { Set(calls.flatMap(\.hosts)).sorted() }

  /// A file that the provider needs.
  public struct File: Sendable {
    public let name: String
    public let byteCount: Int
    /// How the provider gets it.
    public let way: Way

    /// How a provider gets a file.
    public enum Way: Hashable, Sendable {
      /// The file is uploaded.
      case upload
      /// The file was uploaded before, and the provider still has it.
      case uploaded
      /// The file is part of the request.
      case inRequest
      /// The provider reads the file from an address that the user gives.
      case given
    }
  }
}

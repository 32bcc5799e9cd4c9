internal import Library
internal import Media

/// What an export would write, and every finding about it.
public struct ExportPlan: Sendable {
  /// One bundle for each shot file and target.
  public let shots: [PlannedBundle]
  /// The copies that wait to be kept in the library; `nil` if none can be kept.
  let staging: BlobStaging?
  /// How each waiting copy was made, and of which file.
  let derivations: [(blob: Digest, from: Digest, steps: [PreparationStep])]
  /// The calls that must come before the requests, each once, however many bundles need it.
  public let firstCalls: [FirstCall]

  /// The first error in the bundles.
  var firstError: Finding? {
    shots.flatMap(\.remarks).map(\.finding).first { $0.severity == .error }
  }
  /// Whether at least one bundle can't be sent.
  public var isFailed: Bool { shots.contains { $0.status == .fail } }
  /// Whether at least one bundle will be written.
  public var writesBundles: Bool { shots.contains { $0.bundle != nil } }
  /// The worst status of all bundles.
  public var status: Status { shots.map(\.status).max() ?? .pass }

  /// The total cost of what can be sent, by currency, and whether the cost of every call is known.
  public var total: (sums: [Cost], isAll: Bool) { total(of: shots.filter { $0.status != .fail }) }

  /// Returns the total cost of some bundles with the calls that come first.
  public func total(of shots: [PlannedBundle]) -> (sums: [Cost], isAll: Bool) {
    let costs = shots.map(\.cost)
    let known = (costs.compactMap { $0?.cost } + firstCalls.compactMap { $0.cost?.cost }).sums
    return (known, costs.allSatisfy { $0 != nil } && firstCalls.allSatisfy { $0.cost != nil })
  }
}

/// A call that creates a voice or an element at the provider, before requests can refer to it.
public struct FirstCall: Sendable {
  /// The target that receives the call.
  public let target: TargetID
  /// The placeholder that the call's answer fills in: `castbook:remote/@mira_voice`.
  public let placeholder: String
  /// The price of the call; `nil` if it is unknown.
  public let cost: RenderCost?
}

/// What would be exported of one shot file for one target.
public struct PlannedBundle: Sendable {
  /// The name of the bundle's folder or zip, without a suffix.
  public let name: String
  /// The target of an existing bundle that already has the shot file's name; `nil` if that name was
  /// free.
  public let existingTarget: TargetID?
  /// The shot file, as compiled for the target.
  public let read: ShotPrompt
  /// The bundle; `nil` if it can't be sent, or if the export is a dry run.
  public let bundle: Bundle?
  /// The request with a placeholder for every file; `nil` if there is none.
  package let request: JSONValue?
  /// The ids of elements and voices that the bundle contains, by placeholder.
  let ids: [String: KnownID]
  /// What will be rendered; `nil` if the shot file can't be compiled.
  public let render: Render?
  /// The price of the render; `nil` if it is unknown.
  public var cost: RenderCost? { render?.cost }
  /// The files that are sent, in the order of the request.
  public let files: [BundleFile]
  /// The findings about the shot file and its files, errors first.
  public let remarks: [PromptRemark]

  /// The worst status among `remarks`.
  public var status: Status { Status(remarks.map(\.finding.severity).max()) }
}

extension BundleFile {
  /// The label of a sent file for users: `@mira 1 front` or `frames/lobby.jpg`.
  public var label: String { request?.label ?? entry.name }
}

extension RequestFile {
  /// The file's label for users: `@mira 1 front` or `frames/lobby.jpg`.
  var label: String {
    switch source {
    case .element(let member, let file): "\(member.handle) \(file.label)"
    case .voice(let voice, let file): "\(voice.handle) \(file.label)"
    case .path(let path): sanitized(path)
    }
  }
}

extension CastFile {
  /// The file's number and role, or its number and name if it has no role.
  var label: String { role == .unsorted ? "\(number) \(sanitized(name))" : "\(number) \(role)" }
}

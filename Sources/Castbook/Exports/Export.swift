internal import Library
internal import Media

/// The verb `export`: makes bundles of shot files, each ready to send to its target.
///
/// ```swift
/// let export = Export(library: library, project: project, in: catalogue)
/// let plan = try await export.plan([FilePath("lobby.md")])
/// if !plan.isFailed { try export.write(plan, to: ExportPlace(folder)) }
/// ```
public struct Export: Sendable {
  public let library: ElementLibrary?
  public let project: Project?
  let catalogue: TargetCatalogue
  public var wishes = Wishes()
  /// Where `castbook-media` lies, when it is not beside the program that runs.
  public var decoder: FilePath?
  /// Whether anything is to be written: else no copies are kept and no legend is drawn.
  public var isDryRun = false

  /// What is asked besides what shot files say.
  public struct Wishes: Sendable {
    public var prompt = ReadPrompt.Wishes()
    /// Targets by id or short name: each shot file is exported for each of them. Where there is none, `prompt` and
    /// the shot file name the target.
    public var targets: [String] = []
    /// Whether files stand in the request itself.
    public var isInline = false
    /// Whether files go out as they are, or not at all.
    public var isAsIs = false
    /// Whether all that is beside sounds, clips and pictures may go along.
    public var keepsMetadata = false
    /// What else may go along with pictures.
    public var keeps: Set<KeptMetadata> = []

    public init() {}
  }

  public init(library: ElementLibrary?, project: Project?, in catalogue: TargetCatalogue) {
    self.library = library
    self.project = project
    self.catalogue = catalogue
    decoder = library?.decoder
  }

  /// Thinks it through: what would be sent of each shot file, and all that is to be said of it. Copies that are
  /// needed are made, and wait. Nothing is written. `place` is where the bundles will go: a bundle gets a name of its
  /// own there if its usual one belongs to another target.
  public func plan(_ shots: [FilePath], to place: ExportPlace? = nil) async throws -> ExportPlan {
    let names = try BundleNames.names(of: shots)
    let staging = library.flatMap { library in
      isDryRun || library.store.isReadOnly ? nil : BlobStaging(store: library.store)
    }
    do {
      let work = ExportWork(export: self, staging: staging)
      return try await work.plan(Array(zip(names, shots)), for: targets(), to: place)
    } catch {
      if let staging { library?.store.discard(staging.staged) }
      throw error
    }
  }
}

extension Export {
  /// The targets that are asked for, each once, in their order.
  private func targets() throws -> [TargetID] {
    try wishes.targets.reduce(into: []) { ids, name in
      let id = try catalogue.find(name).id
      if !ids.contains(id) { ids.append(id) }
    }
  }
}

/// The names of bundles: those of their shot files, without what stands behind the last dot.
enum BundleNames {
  static func names(of shots: [FilePath]) throws -> [String] {
    var taken: [String: FilePath] = [:]
    return try shots.map { shot in
      let file = shot.name.text
      let suffix = shot.suffix.map { $0.utf8.count + 1 } ?? 0
      let stem = String(file.dropLast(suffix))
      try take(stem, for: shot, &taken)
      return stem
    }
  }

  /// Checks names that bundles got by their shot files and their targets.
  static func check(_ names: [(name: String, shot: FilePath)]) throws {
    var taken: [String: FilePath] = [:]
    for (name, shot) in names { try take(name, for: shot, &taken) }
  }

  private static func take(
    _ name: String, for shot: FilePath, _ taken: inout [String: FilePath]
  ) throws {
    if let problem = problem(in: name, of: shot) {
      throw ElementLibraryError.wrong(
        "\(sanitized(shot.text)): the name of its bundle \(problem)",
        fix: "rename the shot file")
    }
    if let other = taken.updateValue(shot, forKey: name.lowercased()) {
      throw ElementLibraryError.wrong(
        "\(sanitized(other.text)) and \(sanitized(shot.text)) would both be called \(name)",
        fix: "rename one, or export them into two folders")
    }
  }

  /// Room for a suffix, and for the name that a bundle has while it is written.
  private static let byteLimit = 200

  private static func problem(in stem: String, of shot: FilePath) -> FileName.Problem? {
    guard shot.isText else { return .character("\u{FFFD}") }
    return FileName.problem(in: stem)
      ?? (stem.utf8.count > byteLimit ? .tooLong(byteCount: stem.utf8.count) : nil)
  }
}

/// What would be exported.
public struct ExportPlan: Sendable {
  public let shots: [PlannedBundle]
  /// What is to be kept in the library with it.
  let staging: BlobStaging?
  let derivations: [(blob: Digest, from: Digest, steps: [PreparationStep])]
  /// The calls that come first, each once, whatever number of bundles needs it.
  public let first: [FirstCall]

  /// Whether any of it can't be sent: then nothing is written.
  public var isFailed: Bool { shots.contains { $0.status == .fail } }
  public var status: Status { shots.map(\.status).max() ?? .pass }

  /// What all of it costs, by currency, and whether all of that is known.
  public var total: (sums: [Cost], isAll: Bool) {
    let costs = shots.map(\.cost)
    let known = (costs.compactMap { $0?.cost } + first.compactMap { $0.cost?.cost }).sums
    return (known, costs.allSatisfy { $0 != nil } && first.allSatisfy { $0.cost != nil })
  }
}

/// A call that makes a voice or an element before renders can have it.
public struct FirstCall: Sendable {
  public let target: TargetID
  /// What its answer stands for: `castbook:remote/@mira_voice`.
  public let gives: String
  public let cost: RenderCost?
}

/// What would be exported of one shot file for one target.
public struct PlannedBundle: Sendable {
  public let name: String
  /// The target of the bundle that has the name of the shot file already; `nil` if that name was free.
  public let besides: TargetID?
  public let read: ReadPrompt
  /// Nothing where it can't be sent.
  public let bundle: Bundle?
  /// What will be rendered; `nil` where it can't be understood.
  public let render: Render?
  public var cost: RenderCost? { render?.cost }
  /// The files that go out, in the order in which the request has them.
  public let files: [PlannedFile]
  public let remarks: [PromptRemark]

  public var status: Status { Status(remarks.map(\.finding.severity).max()) }
}

/// A file that goes out.
public struct PlannedFile: Sendable {
  /// `@mira 1 front`, `frames/lobby.jpg`.
  public let label: String
  /// Its name in the bundle.
  public let name: String
  public let from: Digest
  public let sent: Digest
  public let byteCount: Int
  public let size: PixelSize?
  public let steps: [PreparationStep]
  /// Whether a copy is sent that the library had, or one that was made now.
  public let isReused: Bool
  public let isMade: Bool
}

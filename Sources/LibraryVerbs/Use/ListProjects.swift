internal import Library

/// The verb `projects`: returns the projects that use a library, with the state of their pins, and
/// what was exported and spent.
///
/// ```swift
/// for project in try ListProjects().run(in: library).projects {
///   print(project.path ?? "?", project.counts)
/// }
/// ```
public struct ListProjects: Sendable {
  /// Projects that are listed even if the library has no record of them yet.
  public var including: [Project] = []
  /// Returns whether the lock file at a location may be read. By default every one may.
  public var isAllowed: @Sendable (ProjectLocation) -> Bool = { _ in true }

  /// Creates the verb for all projects that the library has records of.
  public init() {}

  /// Returns the projects: those with the worst pins first, then by path.
  public func run(in library: ElementLibrary) throws -> ProjectList {
    let ledger = try LedgerQuery().run(in: library)
    var projects = try folders(in: library).map {
      try KnownProject(id: $0.project, path: $0.path, library, isAllowed)
    }
    projects.sort { ($1.status, $0.path ?? "", $0.id) < ($0.status, $1.path ?? "", $1.id) }
    return ProjectList(
      projects: projects,
      withoutProject: ProjectTotals(ledger.entries.filter { $0.export.project == nil }),
      totals: ProjectTotals(ledger.entries), isTruncated: ledger.isTruncated)
  }

  /// Returns one project, also one that pins nothing any more; `nil` if the library has no record
  /// of it.
  public func project(_ id: ULID, in library: ElementLibrary) throws -> KnownProject? {
    if let found = try folders(in: library).first(where: { $0.project == id }) {
      return try KnownProject(id: id, path: found.path, library, isAllowed)
    }
    guard let folder = try library.contents({ try $0.uses.lastFolder(of: id) }) else { return nil }
    return try KnownProject(id: id, path: folder, library, isAllowed)
  }

  /// The projects to list, each with the folder where it was last.
  private func folders(in library: ElementLibrary) throws -> [(project: ULID, path: String?)] {
    let others = try library.contents { contents in
      try contents.uses.projects().filter { found in !including.contains { $0.id == found.project }
      }
      // A project that pins nothing any more is where it was.
      .map { ($0.project, try $0.path ?? contents.uses.lastFolder(of: $0.project)) }
    }
    return others + including.map { ($0.id, $0.folder.text) }
  }
}

/// The projects that use a library.
public struct ProjectList: Sendable {
  /// The projects, those with the worst pins first.
  public let projects: [KnownProject]
  /// The sums of exports that belong to no project.
  public let withoutProject: ProjectTotals
  /// The sums of all exports of the library.
  public let totals: ProjectTotals
  /// Whether only the newest exports are counted.
  public let isTruncated: Bool
}

/// Sums of exports and of what came back.
public struct ProjectTotals: Sendable {
  /// The number of exported bundles.
  public let exportCount: Int
  /// The number of takes by result.
  public let takes: TakeTally
  /// The expected cost of rendering each bundle once, by currency.
  public let expectedCosts: [Cost]
  /// The noted cost of the takes, by currency.
  public let paidCosts: [Cost]
  /// When a bundle was last exported; `nil` if none was.
  public let lastExport: Instant?

  init(_ entries: [Ledger.Entry]) {
    let takes = entries.flatMap(\.takes)
    exportCount = entries.count
    self.takes = TakeTally(takes)
    expectedCosts = entries.compactMap(\.export.cost).sums
    paidCosts = takes.compactMap(\.cost).sums
    lastExport = entries.compactMap(\.times.first).max()
  }
}

/// A project that a library has records of.
public struct KnownProject: Sendable {
  public let id: ULID
  /// The folder as it was last recorded; `nil` if nothing is pinned any more.
  public let path: String?
  /// The pins compared with the library; `nil` if the lock file can't be read.
  public let pins: ProjectStatus?
  /// The reason why the lock file can't be read; `nil` if it was read.
  public let unreadableReason: String?
  /// The elements that the library's records name; the lock file is the truth if it can be read.
  public let recordedElements: [ULID]
  /// The sums of its exports.
  public let totals: ProjectTotals
  /// The exported bundles with what came back.
  public let ledger: Ledger

  init(
    id: ULID, path: String?, _ library: ElementLibrary, _ isAllowed: (ProjectLocation) -> Bool
  ) throws {
    self.id = id
    self.path = path
    var query = LedgerQuery()
    query.project = id
    ledger = try query.run(in: library)
    totals = ProjectTotals(ledger.entries)
    recordedElements = try library.contents { try $0.uses.inProject(id).map(\.element) }
    switch Self.read(id, at: path, isAllowed) {
    case .success(let project):
      pins = try ReadStatus(of: project).run(in: library)
      unreadableReason = nil
    case .failure(let absent):
      pins = nil
      unreadableReason = absent.reason
    }
  }

  /// The worst status of the pins; a project that isn't where it was is a warning.
  public var status: Status { pins?.status ?? (path == nil ? .pass : .warn) }
  /// The number of pins.
  public var pinCount: Int { pins?.pins.count ?? recordedElements.count }
  /// The number of pins in each category, worst first.
  public var counts: [(category: PinStatus.Category, count: Int)] { pins?.counts ?? [] }

  /// The pins whose rights have ended, or end within 30 days, in the order of the lock file.
  public var endingRights: [PinStatus] {
    (pins?.pins ?? []).filter { pin in
      pin.findings.contains { $0.rule == .rightsExpired || $0.rule == .rightsExpiring }
    }
  }

  private struct Absent: Error {
    let reason: String
  }

  /// Reads the lock file of a project in the folder where it was last.
  private static func read(
    _ id: ULID, at path: String?, _ isAllowed: (ProjectLocation) -> Bool
  ) -> Result<Project, Absent> {
    guard let path, let folder = FilePath(path) else {
      return .failure(Absent(reason: "nothing is pinned"))
    }
    do {
      let location = try ProjectLocation(named: folder)
      guard isAllowed(location) else {
        return .failure(Absent(reason: "its folder may not be read here"))
      }
      let project = try Project(at: location)
      guard project.id == id else {
        return .failure(Absent(reason: "another project is in this folder now"))
      }
      return .success(project)
    } catch {
      return .failure(Absent(reason: error.message))
    }
  }
}

/// Records where a project is now, after its folder was moved or copied.
public struct FindProject: Sendable {
  /// The project.
  public var location: ProjectLocation

  /// Creates the verb for the folder of a project.
  public init(at location: ProjectLocation) { self.location = location }

  /// Records all pins of the project with its folder.
  ///
  /// - Throws: `ProjectError` if there is no lock file, or if it can't be read.
  @discardableResult
  public func run(in library: ElementLibrary) throws -> ProjectOutcome {
    try PinChange(library: library, location: location).run { try $0.keepAll() }
  }
}

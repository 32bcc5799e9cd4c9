internal import Library
internal import Media

/// The verb `export`: compiles shot files into bundles, each ready to send to its target.
///
/// ```swift
/// let destination = ExportDestination(folder)
/// let export = Export(library: library, project: project, in: catalogue)
/// let plan = try await export.plan(shots, to: destination)
/// for bundle in try export.write(plan, to: destination).bundles { print(bundle.path) }
/// ```
public struct Export: Sendable {
  /// The library that contains the cast; `nil` if there is none, so that shot files can only name
  /// files.
  public let library: ElementLibrary?
  /// The project whose pins decide which revisions are meant; `nil` for the latest ones.
  public let project: Project?
  let catalogue: TargetCatalogue
  /// Options that the shot files don't contain.
  public var options = Options()
  /// The path of `castbook-media`; `nil` if it is next to the running program.
  public var decoder: FilePath?
  /// Whether nothing will be written. Then no copies are kept and no legends are drawn.
  public var isDryRun = false
  /// Whether the library's ledger records the export.
  public var isRecorded = true
  /// Whether the ledger records where shot files are. Otherwise it records their names, as for
  /// texts that are in no file.
  public var recordsPaths = true
  /// Whether a bundle with a warning is not written.
  public var isStrict = false

  /// Options of an export, in addition to what shot files set.
  public struct Options: Sendable {
    /// Options for compiling the shot files.
    public var prompt = ShotPrompt.Options()
    /// The ids or short names of targets. Each shot file is exported for each of them; if this is
    /// empty, `prompt` or the shot file names the target.
    public var targets: [String] = []
    /// Whether files are embedded in the request instead of being referred to.
    public var embedsFiles = false
    /// Whether files are sent as they are. A file that would need a prepared copy is an error then.
    public var sendsAsIs = false
    /// Whether all metadata of pictures, clips and sounds may be sent.
    public var keepsMetadata = false
    /// The kinds of metadata that may be sent with pictures.
    public var keeps: Set<KeptMetadata> = []

    public init() {}
  }

  /// Creates an export. It uses the decoder of `library`.
  public init(library: ElementLibrary?, project: Project?, in catalogue: TargetCatalogue) {
    self.library = library
    self.project = project
    self.catalogue = catalogue
    decoder = library?.decoder
  }

  /// Works out what would be sent for each shot file, and every finding about it. Necessary copies
  /// are made and wait to be kept; no bundle is written.
  ///
  /// Call `write(_:to:)` or `discard(_:)` with the plan afterwards, otherwise the waiting copies
  /// stay behind.
  ///
  /// - Parameters:
  ///   - shots: The paths of the shot files.
  ///   - destination: The destination of the bundles. A bundle gets a longer name there if the
  ///     bundle of another target has its default name.
  public func plan(_ shots: [FilePath], to destination: ExportDestination? = nil) async throws
    -> ExportPlan
  {
    let names = try BundleNames.names(of: shots)
    let staging = library.flatMap { library in
      isDryRun || library.store.isReadOnly ? nil : BlobStaging(store: library.store)
    }
    do {
      let work = ExportPlanner(export: self, staging: staging)
      return try await work.plan(Array(zip(names, shots)), for: targets(), to: destination)
    } catch {
      if let staging { library?.store.discard(staging.staged) }
      throw error
    }
  }
}

extension Export {
  /// Returns the requested targets, each once, in their order.
  private func targets() throws -> [TargetID] {
    try options.targets.reduce(into: []) { ids, name in
      let id = try catalogue.find(name).id
      if !ids.contains(id) { ids.append(id) }
    }
  }
}

/// The names of bundles: those of their shot files, without the suffix.
enum BundleNames {
  /// Returns the name of each shot file's bundle.
  ///
  /// - Throws: An error if a name is not allowed for a folder, or if two names differ at most in
  ///   case.
  static func names(of shots: [FilePath]) throws -> [String] {
    var reserved: [String: FilePath] = [:]
    return try shots.map { shot in
      let file = shot.name.text
      let suffix = shot.suffix.map { $0.utf8.count + 1 } ?? 0
      let stem = String(file.dropLast(suffix))
      try reserve(stem, for: shot, &reserved)
      return stem
    }
  }

  /// Checks names that consist of a shot file's name and a target's id.
  static func check(_ names: [(name: String, shot: FilePath)]) throws {
    var reserved: [String: FilePath] = [:]
    for (name, shot) in names { try reserve(name, for: shot, &reserved) }
  }

  /// Adds a name to `reserved` if it is allowed and not used yet.
  private static func reserve(
    _ name: String, for shot: FilePath, _ reserved: inout [String: FilePath]
  ) throws {
    if let problem = problem(in: name, of: shot) {
      throw ElementLibraryError.invalidRequest(
        "\(sanitized(shot.text)): the name of its bundle \(problem)",
        fix: "rename the shot file")
    }
    if let other = reserved.updateValue(shot, forKey: name.lowercased()) {
      throw ElementLibraryError.invalidRequest(
        "\(sanitized(other.text)) and \(sanitized(shot.text)) would both be called \(name)",
        fix: "rename one, or export them into two folders")
    }
  }

  /// The maximum length of a name in bytes. It leaves room for a suffix, and for the temporary name
  /// while a bundle is written; file systems allow 255.
  private static let byteLimit = 200

  /// Returns what is wrong with a bundle's name; `nil` if it is allowed.
  private static func problem(in stem: String, of shot: FilePath) -> FileName.Problem? {
    guard shot.isText else { return .character("\u{FFFD}") }
    return FileName.problem(in: stem)
      ?? (stem.utf8.count > byteLimit ? .tooLong(byteCount: stem.utf8.count) : nil)
  }
}

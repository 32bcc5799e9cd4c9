internal import Library
internal import Media

/// Where a file that came back comes from, by what it says itself: the workflow that ComfyUI wrote
/// into it, and its name.
///
/// ```swift
/// let origin = try TakeOrigin(of: ReturnedFile(clip, in: library), in: library)
/// if let bundle = origin.bundle { try await AddTake(file, of: bundle, .kept).run(in: library) }
/// ```
public struct TakeOrigin: Sendable {
  /// How a bundle was recognized.
  public enum Evidence: String, JSONConvertible, Sendable {
    /// The workflow in the file names it.
    case workflow
    /// The name of the file contains digits of its SHA-256.
    case name
    /// It alone sent the files that the workflow loads.
    case references
    /// The file is named after its shot file.
    case shot
  }

  /// A file that the workflow loads.
  public struct Reference: Sendable {
    /// The path as the workflow states it.
    public let path: String
    /// The file in the library; `nil` if none has the digits in the path.
    public let blob: Digest?
    /// The element that the bundle sent it for.
    public internal(set) var handle: Handle?
    /// Its role in that element.
    public internal(set) var role: Role?
  }

  /// The bundle; `nil` if none was recognized, or several were.
  public private(set) var bundle: Digest?
  public private(set) var evidence: Evidence?
  /// The bundles that the file may come from if it is not certain, newest first.
  public private(set) var candidates: [ExportRecord] = []
  /// The files that the workflow loads from Castbook's folder, in its order.
  public private(set) var references: [Reference] = []

  /// The files that the bundle did not send.
  public var others: [Reference] { references.filter { $0.handle == nil } }

  /// The maximum number of exports that are looked through.
  private static let maximumCount = 10_000

  /// Finds the origin of a file.
  ///
  /// - Parameter named: The bundle that the user names, if any.
  public init(
    of file: ReturnedFile, named: Digest? = nil, in library: ElementLibrary
  ) throws {
    let graph = file.facts.format.flatMap { EmbeddedWorkflow.graph(in: file.bytes, $0) }
      .map(NodeGraph.init)
    try self.init(
      graph, file.path, isClip: file.facts.format?.medium == .clip, named: named, in: library)
  }

  private init(
    _ graph: NodeGraph?, _ path: FilePath, isClip: Bool, named: Digest?,
    in library: ElementLibrary
  ) throws {
    func firstBundle(beginning prefixes: [String]) -> Digest? {
      for prefix in prefixes {
        if let found = try? library.bundle(beginning: prefix) { return found }
      }
      return nil
    }
    let name = Self.name(of: path)
    if let found = firstBundle(beginning: graph?.bundles ?? []) {
      (bundle, evidence) = (found, .workflow)
    } else if let found = firstBundle(beginning: DigestInName.candidates(in: name)) {
      (bundle, evidence) = (found, .name)
    }
    try library.contents { contents in
      references = (graph?.loaded ?? []).map {
        Reference(path: $0.path, blob: try? contents.blob(beginning: $0.prefix))
      }
      if bundle == nil { try findByReferences(contents) }
      if bundle == nil, candidates.isEmpty { try findByShot(name, isClip: isClip, contents) }
      try nameReferences(of: named ?? bundle, contents)
    }
  }

  /// The name of a file without its extension.
  private static func name(of path: FilePath) -> String {
    String(decoding: path.stem, as: UTF8.self)
  }

  // MARK: Finding the bundle

  /// Finds the bundles that sent all files that the workflow loads.
  private mutating func findByReferences(_ contents: Contents) throws {
    let blobs = references.compactMap(\.blob)
    guard let first = blobs.first, blobs.count == references.count else { return }
    let exports = try contents.exports.naming(first, limit: Self.maximumCount)
      .filter { export in
        let sent = Set(export.elements.flatMap(\.blobs).map(\.sent))
        return blobs.allSatisfy(sent.contains)
      }
    choose(among: exports, .references)
  }

  /// Finds the bundles of shot files that the file is named after. A picture may as well be a frame
  /// that was drawn for the shot, so only a clip is certain.
  private mutating func findByShot(
    _ name: String, isClip: Bool, _ contents: Contents
  ) throws {
    let name = name.lowercased()
    var longest = 0
    var found: [ExportRecord] = []
    for export in try contents.exports.all(limit: Self.maximumCount) {
      guard
        let shot = FilePath(export.shot.path).map(Self.name)?.lowercased(),
        Self.isNamed(name, after: shot), shot.utf8.count >= longest
      else { continue }
      if shot.utf8.count > longest { (longest, found) = (shot.utf8.count, []) }
      found.append(export)
    }
    choose(among: found, .shot, isCertain: isClip)
  }

  /// Whether a name is that of a shot, alone or with more after a sign: `lobby`, `lobby-2`.
  private static func isNamed(_ name: String, after shot: String) -> Bool {
    guard !shot.isEmpty, name.hasPrefix(shot) else { return false }
    return name.dropFirst(shot.count).first.map { !$0.isLetter && !$0.isNumber } ?? true
  }

  private mutating func choose(
    among exports: [ExportRecord], _ evidence: Evidence, isCertain: Bool = true
  ) {
    var seen: Set<Digest> = []
    let bundles = exports.filter { seen.insert($0.bundle).inserted }
    if isCertain, bundles.count == 1, let only = bundles.first {
      (bundle, self.evidence) = (only.bundle, evidence)
    } else {
      candidates = bundles
    }
  }

  // MARK: Naming the references

  /// Finds the element and the role of each reference that a bundle sent.
  private mutating func nameReferences(of bundle: Digest?, _ contents: Contents) throws {
    guard let bundle,
      let export = try contents.exports.ofBundle(bundle, limit: 1).first
    else { return }
    for index in references.indices {
      guard let blob = references[index].blob else { continue }
      for element in export.elements {
        guard let sent = element.blobs.first(where: { $0.sent == blob }) else { continue }
        references[index].handle = element.handle
        references[index].role = try contents.revision(element.revision)?.revision.references
          .first { $0.blob == sent.from }?.role
      }
    }
  }
}

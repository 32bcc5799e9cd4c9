internal import Library

/// The elements that a project's texts can refer to: those that the project pins, otherwise the
/// latest in the library.
final class LibraryCast: CastSource {
  private let contents: Contents
  /// The project whose pins apply; `nil` without one.
  private let project: Project?
  private var lock: LockFile? { project?.lock }
  /// Answers that were given before. A hostile text may ask for the same name very often.
  private var known: [String: Bool] = [:]

  init(_ contents: Contents, _ project: Project?) {
    self.contents = contents
    self.project = project
  }

  /// Whether an element or a pin has this name.
  func isName(_ name: String) throws -> Bool {
    if let known = known[name] { return known }
    let isPinned = (try? Handle(name)).flatMap { lock?.pin(named: $0) } != nil
    let isName = try isPinned || !contents.entries(named: name).isEmpty
    known[name] = isName
    return isName
  }

  /// Returns similar names, for a suggestion when a name is unknown.
  func names(near name: String) throws -> [String] {
    try contents.names(near: name) + (lock?.pins.map(\.handle.name) ?? [])
  }

  /// Returns the element that a handle refers to, or a finding if it is unknown, forked, retired,
  /// or pinned to a missing revision. Only failures of the library itself are thrown.
  func member(_ reference: HandleReference) throws -> CastAnswer {
    do {
      let resolved = try contents.resolve(reference, in: lock)
      if !resolved.isPinned, resolved.found.latest.allSatisfy(\.isRetired) {
        throw ElementLibraryError.retired(resolved.handle)
      }
      return .member(try member(resolved))
    } catch let error as ElementLibraryError where error.blame != .failure {
      let rule: RuleID =
        switch error {
        case .forked: .elementForked
        case .retired: .elementRetired
        default: .promptUnknownHandle
        }
      return .problem(Finding(rule, .error, message: "\(error)", fix: error.fix))
    } catch let error as ProjectError where error.blame != .failure {
      // A lock file that was forgotten in a folder above decides here, too.
      let place = project.map { "; pinned by \($0.lockPath)" } ?? ""
      return .problem(Finding(.pinMissing, .error, message: "\(error)\(place)", fix: error.fix))
    }
  }

  /// Returns a resolved element as a member of the cast.
  private func member(_ resolved: ResolvedElement) throws -> CastMember {
    let found = resolved.found
    let revision = found.revision.revision
    return CastMember(
      element: found.element, revision: found.revision.digest, sequence: revision.sequence,
      handle: resolved.handle, name: revision.name, description: revision.description,
      kind: revision.kind, isPinned: resolved.isPinned,
      person: try revision.person ?? base(of: revision)?.person,
      voice: try voice(of: revision), files: try files(of: revision))
  }

  /// Returns the element's own voice, otherwise the voice of the element that it is a look of;
  /// `nil` if it has none. A pinned voice has precedence over the latest one.
  private func voice(of revision: ElementRevision) throws -> CastVoice? {
    let base = try base(of: revision)
    guard let voice = revision.voice ?? base?.voice else { return nil }
    let pin = lock?.pin(of: voice)
    let entry = try contents.entries(of: voice).first
    guard let digest = pin?.revision ?? entry?.revision, let handle = pin?.handle ?? entry?.handle,
      let found = try contents.revision(digest)
    else { return nil }
    return CastVoice(
      element: voice, revision: digest, sequence: found.revision.sequence, handle: handle,
      file: try files(of: found.revision).first)
  }

  /// Returns the element that a revision is a look of, in the pinned or latest revision; `nil` if
  /// it is no look.
  private func base(of revision: ElementRevision) throws -> ElementRevision? {
    guard let base = revision.lookOf else { return nil }
    let digest = try lock?.pin(of: base)?.revision ?? contents.entries(of: base).first?.revision
    return try digest.flatMap { try contents.revision($0) }?.revision
  }

  /// Returns the distinct files of a revision.
  private func files(of revision: ElementRevision) throws -> [CastFile] {
    try revision.distinctReferences.map { number, reference in
      CastFile(
        number: number, blob: reference.blob, role: reference.role,
        isRoleAssumed: reference.isRoleAssumed, name: reference.file,
        medium: try medium(of: reference))
    }
  }

  /// Returns a file's medium: by its facts in the index, otherwise by its role, for a file that was
  /// never inspected.
  private func medium(of reference: Reference) throws -> MediaFormat.Medium {
    if let path = FilePath(reference.file.isEmpty ? "file" : reference.file),
      let format = try contents.blobs.facts(of: reference.blob, as: path)?.format
    {
      return format.medium
    }
    return switch reference.role {
    case .clip: .clip
    case .voice: .sound
    default: .picture
    }
  }
}

/// The cast of a user without a library: it contains no one, and every handle is a finding.
struct EmptyCast: CastSource {
  func isName(_ name: String) -> Bool { false }

  func names(near name: String) -> [String] { [] }

  func member(_ reference: HandleReference) -> CastAnswer {
    .problem(
      Finding(
        .promptUnknownHandle, .error, message: "no library yet, so no \(reference)",
        fix: "create one: castbook init"))
  }
}

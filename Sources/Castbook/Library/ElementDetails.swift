internal import Library

/// An element with everything around it, as `show` tells it.
public struct ElementDetails: Sendable {
  public let found: FoundElement
  public let files: [File]
  /// What is to be said of the element itself, worst first: its rights, a fork, a voice that is retired.
  public let findings: [Finding]
  /// What is to be said of the files together, for the default target.
  public let setFindings: [Finding]
  public let voice: ElementSummary?
  /// What it is a look of.
  public let base: ElementSummary?
  public let looks: [ElementSummary]
  /// Who speaks with it, for a voice.
  public let speakers: [ElementSummary]
  /// The rights that hold, and whether they are those of the element it is a look of.
  public let rights: Rights?
  public let rightsAreInherited: Bool
  /// The sides of its fork, where it has several latest revisions.
  public let fork: ElementFork?
  /// Who takes its clip, and who its voice; none where it has neither.
  public let takers: SlotTakers

  public var revision: ElementRevision { found.revision.revision }

  /// A file of the element.
  public struct File: Sendable {
    /// From 1.
    public let number: Int
    public let reference: Reference
    /// What is known and found of it; nothing when it was never looked at, or is gone.
    public let checked: CheckedFile?
    /// What was measured of it, and what that comes to; nothing for what is no sound picture.
    public let scored: KeptScores?
    /// Whether its bytes are not in the library any more.
    public let isMissing: Bool
    /// Copies that were made of it, the earliest first; of very many not all.
    public let copies: [DerivedCopy]
    /// How it was made, where it is a copy of something else.
    public let origins: [Derivation]

    /// What its findings come to; nothing where nothing is known of it.
    public var status: Status? {
      checked.map { max($0.status, scored?.status ?? .pass) }
    }
  }
}

extension ElementLibrary {
  /// An element with its files and what is found of them.
  public func show(_ reference: HandleReference) throws -> ElementDetails {
    let targets = try defaultTargets()
    return try contents { contents in
      let found = try contents.find(reference)
      let revision = found.revision.revision
      var set = SetCheck(targets: targets, isTheSet: false)
      // One file may be in an element many times over.
      var measured: [Digest: KeptScores?] = [:]
      let files = try revision.references.enumerated().map { place, reference in
        let name = FilePath(reference.file) ?? .nameless
        let facts = try contents.facts(of: reference.blob, as: name)
        if let facts { set.take(facts) }
        let own =
          try measured[reference.blob]
          ?? contents.keptScores(of: reference.blob, kind: revision.kind)
        measured[reference.blob] = .some(own)
        let file = try facts.map {
          try judged($0, scored: own, of: revision.kind, targets, contents)
        }
        return ElementDetails.File(
          number: place + 1, reference: reference, checked: file?.checked,
          scored: file?.scored ?? own,
          isMissing: !store.blobs.has(reference.blob),
          copies: try contents.copies(of: reference.blob),
          origins: try contents.origins(of: reference.blob, limit: 8))
      }
      let base = try revision.lookOf.flatMap { try contents.entries(of: $0).first }
      let baseRevision = try base.flatMap { try contents.revision($0.revision) }?.revision
      let voice = try (revision.voice ?? baseRevision?.voice).flatMap {
        try contents.entries(of: $0).first
      }
      let isVoice = revision.kind == .voice
      let takers = try SlotTakers(
        clip: revision.references.contains { $0.role == .clip },
        voice: voice != nil || isVoice && !files.isEmpty
          || revision.references.contains { $0.role == .voice }, in: TargetCatalogue())
      return ElementDetails(
        found: found, files: files, findings: try findings(of: found, base, voice, contents),
        setFindings: files.isEmpty ? [] : set.findings, voice: voice,
        base: base, looks: try contents.looks(of: found.element),
        speakers: isVoice ? try contents.speakers(with: found.element) : [],
        rights: revision.rights ?? baseRevision?.rights,
        rightsAreInherited: revision.rights == nil && baseRevision?.rights != nil,
        fork: try contents.fork(of: found.element), takers: takers)
    }
  }

  private func findings(
    of found: FoundElement, _ base: ElementSummary?, _ voice: ElementSummary?, _ contents: Contents
  ) throws -> [Finding] {
    var findings = [
      try RightsWords(today: today).finding(of: found.latest, contents),
      found.isForked
        ? ForkWords(found.handle, found.latest.map(\.revision)).finding : nil,
    ]
    if let voice, voice.isRetired, try contents.entries(of: voice.element).allSatisfy(\.isRetired) {
      let speaker = found.revision.revision.voice == nil ? base?.handle : nil
      findings.append(
        Finding(
          .elementRetired, .warning, message: "its voice \(voice.handle) is retired",
          fix:
            "castbook restore \(voice.handle), or castbook edit \(speaker ?? found.handle) --unset "
            + "voice"))
    }
    return findings.compactMap(\.self).worstFirst
  }
}

/// The files of an element, for verbs that take files: each under the name it came with, below the
/// element's.
public struct ElementFiles: Sendable {
  public let handle: Handle
  /// The name to show.
  let name: String
  /// What is to be said of the element itself: that its rights have ended, or end soon, or are unknown.
  public let findings: [Finding]
  let kind: ElementKind
  /// `@mira/front.jpg`, where its bytes lie, its role, and its number in the element. Each file once.
  let files: [(name: FilePath, place: FilePath, role: Role, number: Int)]
  /// What was dismissed of them, by their names.
  let dismissals: [FilePath: [Contents.Dismissed]]
  /// The copies that the library keeps of them, by their names.
  let copies: [FilePath: [StoredCopy]]

  /// What is said of an element without any.
  var emptyFinding: Finding {
    Finding(
      .setEmpty, .warning, message: "\(handle) has no files yet",
      fix: "castbook add \(kind.rawValue) \(handle) FILE…")
  }
}

extension ElementLibrary {
  /// The files of an element, to be checked or measured as they lie in the library. A fork has to be told
  /// which one.
  public func files(of reference: HandleReference) throws -> ElementFiles {
    try contents { contents in
      let found = try contents.unpinned(reference)
      let rights = try RightsWords(today: today).finding(of: found.latest, contents)
      var names = FileNames()
      var files: [(name: FilePath, place: FilePath, role: Role, number: Int)] = []
      var dismissals: [FilePath: [Contents.Dismissed]] = [:]
      var copies: [FilePath: [StoredCopy]] = [:]
      let references = found.revision.revision.distinctReferences
      for (number, reference) in references {
        let name = names.add(Wording.fitName(reference.file, reference.blob))
        guard let path = FilePath("\(found.handle)/\(name)") else { continue }
        files.append((path, store.blobs.path(of: reference.blob), reference.role, number))
        let dismissed = try contents.dismissals(of: reference.blob)
        if !dismissed.isEmpty { dismissals[path] = dismissed }
        if let facts = try contents.facts(of: reference.blob, as: path) {
          copies[path] = try storedCopies(of: facts, contents)
        }
      }
      return ElementFiles(
        handle: found.handle, name: found.revision.revision.name,
        findings: [rights?.of(found.handle)].compactMap(\.self)
          + Self.repeated(
            found.revision.revision.references.count - references.count, in: found.handle),
        kind: found.revision.revision.kind, files: files, dismissals: dismissals,
        copies: copies)
    }
  }

  /// What is said when an element names files again that it named before.
  private static func repeated(_ count: Int, in handle: Handle) -> [Finding] {
    guard count > 0 else { return [] }
    return [
      Finding(
        .setDuplicate, .warning,
        message: "\(handle) has \(Quantity.count(count, "duplicate file"))",
        fix: "castbook edit \(handle) --repair", measured: String(count), limit: "0", unit: "files")
    ]
  }
}

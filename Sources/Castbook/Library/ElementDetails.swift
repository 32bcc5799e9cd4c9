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
      let files = try revision.references.enumerated().map { place, reference in
        let name = FilePath(reference.file) ?? .nameless
        let facts = try contents.facts(of: reference.blob, as: name)
        if let facts { set.take(facts) }
        return ElementDetails.File(
          number: place + 1, reference: reference,
          checked: facts.map { CheckedFile($0, targets, keepsHeld: false, isKept: true) },
          scored: try contents.keptScores(of: reference.blob, kind: revision.kind),
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
        takers: takers)
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
  /// `@mira/front.jpg`, where its bytes lie, and its role.
  let files: [(name: FilePath, place: FilePath, role: Role)]
  /// What was dismissed of them, by their names.
  let dismissals: [FilePath: [Contents.Dismissed]]

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
      var taken: Set<String> = []
      var files: [(name: FilePath, place: FilePath, role: Role)] = []
      var dismissals: [FilePath: [Contents.Dismissed]] = [:]
      for reference in found.revision.revision.references {
        let name = FileNames.unique(FileNames.safe(reference.file, reference.blob), &taken)
        guard let path = FilePath("\(found.handle)/\(name)") else { continue }
        files.append((path, store.blobs.path(of: reference.blob), reference.role))
        let dismissed = try contents.dismissals(of: reference.blob)
        if !dismissed.isEmpty { dismissals[path] = dismissed }
      }
      return ElementFiles(
        handle: found.handle, name: found.revision.revision.name,
        findings: [rights?.of(found.handle)].compactMap(\.self),
        kind: found.revision.revision.kind, files: files, dismissals: dismissals)
    }
  }
}

/// Names of files from records, made safe to create in a folder.
enum FileNames {
  /// No file system takes longer ones.
  private static let longest = 255

  /// The last so many bytes of a name, whole characters of them: the suffix stands there.
  private static func end(of name: String, byteCount: Int) -> String {
    guard name.utf8.count > byteCount else { return name }
    var start = name.endIndex
    var left = byteCount
    while start > name.startIndex {
      let before = name.index(before: start)
      left -= name[before..<start].utf8.count
      if left < 0 { break }
      start = before
    }
    return String(name[start...])
  }

  /// The name without what leads elsewhere or can't be a name; by its bytes when nothing is left.
  static func safe(_ name: String, _ blob: Digest) -> String {
    var safe = ""
    for scalar in name.unicodeScalars {
      let isUnsafe =
        scalar == "/" || scalar == "\\" || scalar.properties.generalCategory == .control
      safe.unicodeScalars.append(isUnsafe ? "_" : scalar)
    }
    safe = end(of: safe, byteCount: longest)
    return safe.isEmpty || safe == "." || safe == ".." ? String(blob.hex.prefix(16)) : safe
  }

  /// The name, with a number in front of its suffix when it is taken.
  static func unique(_ name: String, _ taken: inout Set<String>) -> String {
    var unique = name
    var number = 2
    while !taken.insert(unique.lowercased()).inserted {
      let dot = name.lastIndex(of: ".").flatMap { $0 > name.startIndex ? $0 : nil }
      let end = dot ?? name.endIndex
      let behind = "-\(number)\(Self.end(of: String(name[end...]), byteCount: longest / 2))"
      unique = Self.end(of: String(name[..<end]), byteCount: longest - behind.utf8.count) + behind
      number += 1
    }
    return unique
  }
}

internal import Library

/// An element with its files, its findings and everything related to it, as `show` prints it.
public struct ElementDetails: Sendable {
  /// The element and the revision that was asked for.
  public let found: FoundElement
  /// The end of the element's identifier if an older one has its handle, too; else `nil`.
  public let suffix: String?
  /// The files of the revision, in its order.
  public let files: [File]
  /// Findings about the element itself, the most severe first: its rights, a fork, a retired voice.
  public let findings: [Finding]
  /// Findings about the files together, for the default target.
  public let setFindings: [Finding]
  /// The element's voice, or that of its base element, or `nil`.
  public let voice: ElementSummary?
  /// The element that this one is a look of, or `nil`.
  public let base: ElementSummary?
  /// The looks of the element.
  public let looks: [ElementSummary]
  /// The elements that speak with this voice. Empty for other kinds.
  public let speakers: [ElementSummary]
  /// The rights that apply, or `nil` if none are stated.
  public let rights: Rights?
  /// Whether the rights are those of the element that this one is a look of.
  public let rightsAreInherited: Bool
  /// The sides of the element's fork, or `nil` if it isn't forked.
  public let fork: ElementFork?
  /// The targets that accept its clips and its voice. Empty if it has neither.
  public let acceptingTargets: AcceptingTargets

  /// The revision that was asked for.
  public var revision: ElementRevision { found.revision.revision }

  /// A file of the element.
  public struct File: Sendable {
    /// The file's number, from 1.
    public let number: Int
    public let reference: Reference
    /// The file's facts and findings, or `nil` if it was never examined.
    public let checked: CheckedFile?
    /// The file's scores and their findings, or `nil` if it isn't an intact picture.
    public let scored: KeptScores?
    /// Why the file's bytes are not here; `nil` if they are.
    let absence: FileProblem?
    /// Copies that were made from the file, the earliest first, up to a maximum.
    public let copies: [DerivedCopy]
    /// How the file was made, if it is a copy of something else.
    public let origins: [Derivation]

    /// Whether the file was examined. One that is here was not if it is damaged, or if the program
    /// that decodes it is missing.
    public var isExamined: Bool { checked != nil || isMissing }
    /// Whether the file's bytes are not here.
    public var isMissing: Bool { absence != nil }
    /// Whether the file's bytes are not here, but in the team's store.
    public var isElsewhere: Bool { absence?.isElsewhere == true }
    /// The finding on a file whose bytes are not here; `nil` if they are.
    public var absenceFinding: Finding? {
      absence.flatMap { problem in
        CheckedFile(FileFacts(path: .unnamed, problems: [problem]), []).findings.first
      }
    }

    /// The worst status of the file's findings and scores, or `nil` if the file was never examined.
    public var status: Status? { checked.map { max($0.status, scored?.status ?? .pass) } }
  }
}

/// The verb `show`: returns an element with its files and findings.
///
/// ```swift
/// let details = try Show(HandleReference("@mira")).run(in: library)
/// for file in details.files { print(file.number, file.reference.file) }
/// ```
public struct Show: Sendable {
  /// The element, and the revision if an earlier one is wanted.
  public var element: HandleReference

  /// Creates the verb for an element.
  public init(_ element: HandleReference) { self.element = element }

  /// Returns the element.
  public func run(in library: ElementLibrary) throws -> ElementDetails {
    let targets = try library.defaultTargets()
    return try library.contents { contents in
      let found = try contents.find(element)
      let revision = found.revision.revision
      var setCheck = SetCheck(targets: targets, isCompleteSet: false)
      // An element may have one file many times.
      var measured: [Digest: KeptScores?] = [:]
      let files = try revision.references.enumerated().map { index, reference in
        let name = FilePath(reference.file) ?? .unnamed
        let facts = try contents.blobs.facts(of: reference.blob, as: name)
        if let facts { setCheck.add(facts) }
        let scores =
          try measured[reference.blob]
          ?? contents.keptScores(of: reference.blob, kind: revision.kind)
        measured[reference.blob] = .some(scores)
        let file = try facts.map {
          try library.judged($0, scored: scores, of: revision.kind, targets, contents)
        }
        return ElementDetails.File(
          number: index + 1, reference: reference, checked: file?.checked,
          scored: file?.scored ?? scores,
          absence: library.absence(of: reference.blob, in: found.reference),
          copies: try contents.copies(of: reference.blob),
          origins: try contents.derivations.origins(of: reference.blob, limit: 8))
      }
      let base = try revision.lookOf.flatMap { try contents.entries(of: $0).first }
      let baseRevision = try base.flatMap { try contents.revision($0.revision) }?.revision
      let voice = try (revision.voice ?? baseRevision?.voice).flatMap {
        try contents.entries(of: $0).first
      }
      let isVoice = revision.kind == .voice
      let accepting = try AcceptingTargets(
        clip: revision.references.contains { $0.role == .clip },
        voice: voice != nil || isVoice && !files.isEmpty
          || revision.references.contains { $0.role == .voice }, in: TargetCatalogue())
      return ElementDetails(
        found: found,
        suffix: try found.latest.first.flatMap { try Namesakes.suffix(of: $0, contents) },
        files: files,
        findings: try findings(of: found, base, voice, on: library.today, contents),
        setFindings: files.isEmpty ? [] : setCheck.findings, voice: voice,
        base: base, looks: try contents.looks(of: found.element),
        speakers: isVoice ? try contents.speakers(with: found.element) : [],
        rights: revision.rights ?? baseRevision?.rights,
        rightsAreInherited: revision.rights == nil && baseRevision?.rights != nil,
        fork: try contents.fork(of: found.element), acceptingTargets: accepting)
    }
  }

  /// Returns the findings about the element itself.
  private func findings(
    of found: FoundElement, _ base: ElementSummary?, _ voice: ElementSummary?, on today: Day,
    _ contents: Contents
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

extension ElementDetails {
  /// Returns the numbers of the files that `prepare` would change to make targets accept them, and
  /// that have no such copy in the library yet.
  public func preparableFiles(for targets: [CheckTarget]) -> [Int] {
    let planner = Planner(targets, PreparationOptions())
    return files.filter { file in
      guard let checked = file.checked, !file.isMissing, checked.facts.format?.medium != .other,
        !checked.allFindings.contains(where: { $0.rule == .filePreparedCopy })
      else { return false }
      return planner.canMakeCopy(of: checked.facts)
    }.map(\.number)
  }
}

extension ElementLibrary {
  /// Returns the files of an element, to be checked or measured where the library keeps them.
  ///
  /// - Throws: `ElementLibraryError.forked` if the element is forked and no revision is named.
  public func files(of reference: HandleReference) throws -> ElementFiles {
    try contents { contents in
      let found = try contents.unpinned(reference)
      let rights = try RightsWords(today: today).finding(of: found.latest, contents)
      var names = UniqueFileNames()
      let revision = found.revision.revision
      let references = revision.distinctReferences
      let files = try references.compactMap { number, reference -> ListedFile? in
        let name = names.add(RecordText.portableName(reference.file, reference.blob))
        guard let path = FilePath("\(found.handle)/\(name)") else { return nil }
        var file = ListedFile(path, at: store.blobs.path(of: reference.blob))
        file.blob = reference.blob
        file.problem = absence(of: reference.blob, in: found.reference)
        file.kind = revision.kind
        file.number = number
        file.role = reference.role
        file.dismissals = try contents.dismissedRules(on: reference.blob)
        file.isSheet = try hasSeveralViews(file, contents)
        file.copies =
          try contents.blobs.facts(of: reference.blob, as: path)
          .map { try storedCopies(of: $0, contents) } ?? []
        return file
      }
      return ElementFiles(
        handle: found.handle, name: revision.name,
        findings: [rights?.prefixed(with: found.handle)].compactMap(\.self)
          + Self.repeated(revision.references.count - references.count, in: found.handle),
        kind: revision.kind, files: files)
    }
  }

  /// Returns whether a file's scores say that it shows several views, unless that was dismissed.
  private func hasSeveralViews(_ file: ListedFile, _ contents: Contents) throws -> Bool {
    guard let blob = file.blob, !file.dismissals.contains(where: { $0.rule == .imageCollage }),
      let scores = try contents.scores.of(blob)?.scores
    else { return false }
    return ScoreRules.findings(scores).contains {
      $0.rule == .imageCollage && $0.severity != .note
    }
  }

  /// Returns the finding for an element that has some files several times.
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

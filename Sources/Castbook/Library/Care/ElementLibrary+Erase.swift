internal import Files
internal import Library

/// What erasing an element, or forgetting what it was before a revision, comes to.
public struct Erasing: Sendable {
  public let handle: Handle
  public let name: String
  public let element: ULID
  /// The first revision that stays, when only what was before it goes.
  public let before: NamedRevision?
  /// The revisions that go, first to last.
  public let revisions: [Revision]
  /// Files that go, and the bytes they take.
  public let fileCount: Int
  public let byteCount: Int
  /// Files that stay, since others have them, too.
  public let sharedCount: Int
  /// Projects that pin it.
  public let uses: [ProjectUse]
  /// Exports that name it: they go on without it.
  public let exports: [ExportRecord]
  /// What came back from those exports.
  public let takes: [Take]
  /// Those of it that have a file, in the order in which they came back.
  public let clips: [Take]
  /// Whether these files go as well, as far as nothing else holds them; else they stay.
  public let isErasingClips: Bool
  /// Notes on takes and reasons that name it, or are about a clip of it: they go.
  public let remarkCount: Int
  /// What providers hold of it.
  public let registrations: [Registration]
  /// Elements that lose what they are a look of, or their voice.
  public let looks: [Handle]
  public let speakers: [Handle]
  /// Backups that may hold it, as far as the library noted where they lie; newest first.
  public let backups: [Backup]
  /// Words that the reason may not hold.
  let names: [String]

  /// A backup that was made since there is the element.
  public struct Backup: Sendable {
    public let place: FilePath
    public let form: BackupOutcome.Form
    public let at: Instant
    /// Whether there is anything in its place now: a disk may not be plugged in.
    public let isThere: Bool

    init(_ entry: BackupList.Entry) {
      place = entry.place
      form = entry.isZip ? .zip : .folder
      at = entry.at
      isThere = FileSystem.status(entry.place) != nil
    }

    /// What takes the element out of it, once it is erased in the library.
    public var fix: String {
      switch form {
      case .folder: "castbook backup \(place.quoted) --prune"
      case .zip: "create a new one, then delete this one"
      }
    }
  }

  public var revisionCount: Int { revisions.count }

  /// A revision as people know it.
  public struct Revision: Hashable, Sendable {
    public let number: Int
    public let at: Instant
  }
}

extension ElementLibrary {
  /// What erasing an element would take away; nothing is changed.
  ///
  ///     let plan = try library.planErasing(HandleReference("@mira"), withTakes: true)
  ///     try library.erase(plan, reason: "asked by letter of 3 May")
  public func planErasing(
    _ reference: HandleReference, withTakes: Bool = false
  ) throws -> Erasing {
    guard case .latest = reference.revision else {
      throw ElementLibraryError.wrong(
        "\(reference) is one revision; erase removes the whole element",
        fix: "leave the revision out; castbook forget erases earlier revisions")
    }
    return try plan(try find(reference), before: nil, withTakes: withTakes)
  }

  /// What forgetting all that an element was before a revision would take away. The revision is named by
  /// its number, by `sha256-…`, or behind the handle.
  public func planForgetting(
    _ reference: HandleReference, before text: String, withTakes: Bool = false
  ) throws -> Erasing {
    let found = try contents { try $0.latest(reference) }
    let name = text.hasPrefix("@") ? text : "@\(reference.name):\(text)"
    guard let before = try? HandleReference(name) else {
      throw ElementLibraryError.wrong(
        "\"\(text)\" is not a revision of \(found.handle)",
        fix: "give its number, such as --before 3; castbook log \(found.handle) lists them")
    }
    let kept = try find(before)
    guard kept.element == found.element else {
      throw ElementLibraryError.wrong(
        "\(text) is not a revision of \(found.handle)",
        fix: "castbook log \(found.handle) lists them")
    }
    let plan = try plan(found, before: kept.revision, withTakes: withTakes)
    guard plan.revisionCount > 0 else {
      throw ElementLibraryError.wrong(
        "revision \(kept.revision.revision.sequence) of \(found.handle) is the first one",
        fix: "name a later one; castbook log \(found.handle) lists them")
    }
    return plan
  }

  private func plan(
    _ found: FoundElement, before: NamedRevision?, withTakes: Bool
  ) throws -> Erasing {
    let plan: ErasurePlan
    let backups: [Erasing.Backup]
    do {
      plan = try store.erasurePlan(
        of: found.element, before: before?.digest, takes: withTakes)
      backups = try store.backups(of: found.element).map(Erasing.Backup.init)
    } catch {
      throw ElementLibraryError.telling(error)
    }
    return try contents { contents in
      let revision = found.revision.revision
      let whole = before == nil
      return Erasing(
        handle: revision.handle, name: revision.name, element: found.element, before: before,
        revisions: plan.revisions.map { Erasing.Revision(number: $0.sequence, at: $0.at) },
        fileCount: plan.goingCount,
        byteCount: plan.goingBytes, sharedCount: plan.sharedCount, uses: plan.uses,
        exports: plan.exports, takes: plan.takes, clips: plan.clips,
        isErasingClips: plan.isErasingClips, remarkCount: plan.remarkCount,
        registrations: plan.registrations,
        looks: whole ? try contents.looks(of: found.element).map(\.handle) : [],
        speakers: whole ? try contents.speakers(with: found.element).map(\.handle) : [],
        backups: backups,
        names: whole ? [revision.handle.name, revision.name] + revision.aliases : [])
    }
  }

  /// Erases what a plan says, for good. The reason stays in the library. False when another program reads
  /// the library for so long that the last of it goes with the next command.
  @discardableResult
  public func erase(_ plan: Erasing, reason: String) throws -> Bool {
    let reason = try Wording.line(reason, "a reason", limit: 500)
    let words = Self.words(of: reason)
    for name in plan.names where !name.isEmpty {
      let parts = Self.words(of: name)
      guard !parts.isEmpty, words.windows(of: parts.count).contains(where: { $0 == parts }) else {
        continue
      }
      throw ElementLibraryError.wrong(
        "the reason stays in the library, but it names the erased element",
        fix: "write it without the name")
    }
    do {
      return try store.erase(
        plan.element, before: plan.before?.digest, takes: plan.isErasingClips, reason: reason)
    } catch {
      throw ElementLibraryError.telling(error)
    }
  }

  private static func words(of text: String) -> [String] {
    Wording.folded(text).split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
  }
}

extension [String] {
  /// All runs of so many that stand next to one another.
  fileprivate func windows(of length: Int) -> [[String]] {
    length > count ? [] : (0...(count - length)).map { Array(self[$0..<$0 + length]) }
  }
}

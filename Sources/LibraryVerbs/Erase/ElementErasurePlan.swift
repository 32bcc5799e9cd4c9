internal import Files
internal import Library

/// The consequences of erasing an element, or of forgetting its revisions before a given one.
///
/// `EraseElement` and `ForgetRevisions` compute them, and `run(in:reason:)` carries them out.
public struct ElementErasurePlan: Sendable {
  public let handle: Handle
  /// The element's display name.
  public let name: String
  public let element: ULID
  /// The first revision that stays if only earlier ones are forgotten, or `nil` if all are erased.
  public let before: NamedRevision?
  /// The revisions that are deleted, the first one first.
  public let revisions: [Revision]
  /// The number of files that are deleted.
  public let fileCount: Int
  /// The total size of the files that are deleted.
  public let byteCount: Int
  /// The number of files that stay because other elements also have them.
  public let sharedCount: Int
  /// The projects that pin the element.
  public let uses: [ProjectUse]
  /// The exports that name the element. They are kept without it.
  public let exports: [ExportRecord]
  /// The takes that came back from those exports.
  public let takes: [Take]
  /// The takes that have a file, in the order in which they came back.
  public let clips: [Take]
  /// Whether the files of `clips` are also deleted, except those that another record needs.
  public let deletesClips: Bool
  /// The number of notes on takes, and of reasons, that name the element or are about a clip of it.
  /// They are deleted.
  public let remarkCount: Int
  /// The ids under which providers know the element. They stay valid at the providers.
  public let registrations: [Registration]
  /// The elements that lose the element they are a look of.
  public let looks: [Handle]
  /// The elements that lose their voice.
  public let speakers: [Handle]
  /// The backups that may contain the element, the newest first, as far as the library knows of
  /// them.
  public let backups: [KnownBackup]
  /// The other machines that share the library through a team's store, as far as this one knows;
  /// `nil` if the library isn't shared. The erasure reaches them later.
  public let otherMachines: [TeamMachine]?
  /// Whether these ask their users first: this machine neither made the element nor is the
  /// keeper's.
  public let othersAsk: Bool
  /// The names of the element, which the reason may not contain because it stays in the library.
  let excludedNames: [String]

  /// The number of revisions that are deleted.
  public var revisionCount: Int { revisions.count }

  /// A revision, as users know it: by its number and its date.
  public struct Revision: Hashable, Sendable {
    /// The revision's number, from 1.
    public let number: Int
    public let at: Instant
  }
}

extension ElementErasurePlan {
  /// Computes the consequences of erasing an element, or its revisions before `before`.
  init(
    of found: FoundElement, before: NamedRevision?, withTakes: Bool, in library: ElementLibrary
  ) throws {
    let plan = try library.store.erasurePlan(
      of: found.element, before: before?.digest, takes: withTakes)
    let backups = try library.store.backups(of: found.element).map(KnownBackup.init)
    self = try library.contents { contents in
      let revision = found.revision.revision
      let whole = before == nil
      return ElementErasurePlan(
        handle: revision.handle, name: revision.name, element: found.element, before: before,
        revisions: plan.revisions.map {
          ElementErasurePlan.Revision(number: $0.sequence, at: $0.at)
        },
        fileCount: plan.erasedFileCount,
        byteCount: plan.erasedByteCount, sharedCount: plan.sharedFileCount, uses: plan.uses,
        exports: plan.exports, takes: plan.takes, clips: plan.clips,
        deletesClips: plan.erasesClips, remarkCount: plan.remarkCount,
        registrations: plan.registrations,
        looks: whole ? try contents.looks(of: found.element).map(\.handle) : [],
        speakers: whole ? try contents.speakers(with: found.element).map(\.handle) : [],
        backups: backups, otherMachines: library.remote.otherMachines,
        othersAsk: library.remote.othersAsk(about: found.element, library),
        excludedNames: whole ? [revision.handle.name, revision.name] + revision.aliases : [])
    }
  }

  /// Erases what a plan names, permanently. The reason stays in the library.
  ///
  /// - Parameters:
  ///   - reason: Why it is erased, in one line of at most 500 characters without the element's
  ///     name.
  ///   - atOnce: Whether the team's other machines delete the files without keeping them aside.
  /// - Returns: `false` if another program reads the library for so long that the last traces are
  ///   deleted only with the next command.
  @discardableResult
  public func run(
    in library: ElementLibrary, reason: String, atOnce: Bool = false
  ) throws -> Bool {
    let reason = try RecordText.line(reason, "a reason", limit: 500)
    let words = Self.words(of: reason)
    for name in excludedNames where !name.isEmpty {
      let parts = Self.words(of: name)
      guard !parts.isEmpty, words.windows(of: parts.count).contains(where: { $0 == parts }) else {
        continue
      }
      throw ElementLibraryError.invalidRequest(
        "the reason stays in the library, but it names the erased element",
        fix: "write it without the name")
    }
    return try library.store.erase(
      element, before: before?.digest, takes: deletesClips, atOnce: atOnce, reason: reason)
  }

  /// Returns the words of a text, folded, so that names are found in any case.
  private static func words(of text: String) -> [String] {
    RecordText.folded(text).split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
  }
}

extension [String] {
  /// Returns all runs of `length` consecutive strings.
  fileprivate func windows(of length: Int) -> [[String]] {
    length > count ? [] : (0...(count - length)).map { Array(self[$0..<$0 + length]) }
  }
}

extension KnownBackup {
  /// The command or step that removes from the backup what was erased from the library.
  public var pruning: String {
    switch form {
    case .folder: "castbook backup \(path.quoted) --prune"
    case .zip: "create a new one, then delete this one"
    }
  }
}

internal import Files
internal import Library

/// A shot file that belongs to no project, as the library has it.
public struct KeptDraft: Hashable, Sendable {
  public let draft: Draft
  /// The SHA-256 of its latest record, which a change names.
  public let record: Digest
}

/// The verb that lists drafts: shot files that belong to no project.
///
/// ```swift
/// for kept in try ListDrafts().run(in: library) { print(kept.draft.name) }
/// ```
public struct ListDrafts: Sendable {
  /// The maximum number of drafts that are listed.
  public static let limit = 1000

  /// Creates the verb.
  public init() {}

  /// Returns the drafts, last changed first. One that was changed on two machines of a team is
  /// listed twice, with both texts.
  public func run(in library: ElementLibrary) throws -> [KeptDraft] {
    try library.contents { contents in
      try contents.drafts.latest(limit: Self.limit).map(KeptDraft.init(draft:record:))
    }
  }
}

/// The verb that writes a draft: a new one, or another text or name of one that is there.
///
/// ```swift
/// let outcome = try KeepDraft(name: "lobby.md", text: "@mira waits").run(in: library)
/// ```
public struct KeepDraft: Sendable {
  /// The draft and the record that the change was made from; `nil` for a new draft.
  public var known: (draft: ULID, record: Digest)?
  public var name: String
  public var text: String

  /// Creates the verb for a new draft.
  public init(name: String, text: String) {
    (self.name, self.text) = (name, text)
  }

  /// Writes the draft, unless it was changed elsewhere since.
  ///
  /// - Throws: `ElementLibraryError` if the name isn't a line of at most 200 characters, or the
  ///   text is too long for a shot file.
  @discardableResult
  public func run(in library: ElementLibrary) throws -> DraftOutcome {
    let name = try RecordText.checked(self.name, "the name of a draft", Draft.nameRule)
    guard text.utf8.count <= Draft.byteLimit else {
      throw ElementLibraryError.invalidRequest(
        "the text has \(text.utf8.count) bytes; the limit for a shot file is \(Draft.byteLimit)",
        fix: "split it into several")
    }
    return try library.change { change in
      guard let known else {
        let draft = Draft(
          try change.newIdentity(), name: name, text: text, at: try change.moment())
        return .kept(try change.keep(draft))
      }
      return try change.replace(known.draft, known.record) { ($0.name, $0.text) = (name, text) }
    }
  }
}

/// The verb that removes a draft. Its text stays in the library's history.
public struct RemoveDraft: Sendable {
  public let draft: ULID
  /// The record that the user saw.
  public let record: Digest

  /// Creates the verb for a draft.
  public init(_ draft: ULID, _ record: Digest) { (self.draft, self.record) = (draft, record) }

  /// Removes the draft, unless it was changed elsewhere since.
  @discardableResult
  public func run(in library: ElementLibrary) throws -> DraftOutcome {
    try library.change { change in
      try change.replace(draft, record) { $0.isRemoved = true }
    }
  }
}

/// What a change of a draft led to.
public enum DraftOutcome: Hashable, Sendable {
  /// The draft is as the user wants it.
  case kept(KeptDraft)
  /// The draft was changed elsewhere since, and stays so: how it is now.
  case changed([KeptDraft])
}

extension Change {
  /// Adds a record of a draft by the author of this change.
  fileprivate func keep(_ draft: Draft) throws -> KeptDraft {
    var draft = draft
    draft.by = author
    return KeptDraft(draft: draft, record: try addNamed(.draft(draft)))
  }

  /// Replaces a latest record of a draft. Nothing is added for an edit that changes nothing.
  fileprivate func replace(
    _ draft: ULID, _ record: Digest, _ edit: (inout Draft) -> Void
  ) throws -> DraftOutcome {
    let latest = try contents.drafts.latest(of: draft)
    guard let known = latest.first(where: { $0.record == record }) else {
      return .changed(
        latest.filter { !$0.draft.isRemoved && !$0.draft.name.isEmpty }
          .map(KeptDraft.init(draft:record:)))
    }
    var edited = known.draft
    edit(&edited)
    if edited == known.draft { return .kept(KeptDraft(draft: edited, record: record)) }
    let next = Draft(
      draft, after: record, name: edited.name, text: edited.text, isRemoved: edited.isRemoved,
      at: try moment(after: known.draft.at))
    return .kept(try keep(next))
  }
}

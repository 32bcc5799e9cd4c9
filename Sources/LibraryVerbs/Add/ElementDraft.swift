internal import Library
public import Preparing

/// A new element to add, or files and texts to add to an existing one.
///
/// ```swift
/// var mira = ElementDraft(.character, try Handle("@mira"), files: [.init(photo, role: .front)])
/// mira.texts.name = "Mira Okafor"
/// mira.rights.basis = .own
/// let outcome = try await Add(mira).run(in: library)
/// ```
public struct ElementDraft: Sendable {
  /// The kind of the element. If the element exists, it must be of this kind.
  public var kind: ElementKind
  /// The handle of the element.
  public var handle: Handle
  /// The texts to set, and the tags and aliases to add.
  public var texts = ElementTexts()
  /// The files to add, the most important first.
  public var files: [File] = []
  /// The rights to set.
  public var rights = RightsChange()
  /// The element that this one is a look of, or `nil`.
  public var lookOf: HandleReference?
  /// The element's voice, or `nil`.
  public var voice: HandleReference?
  /// Whether the element may be created without any file, to be filled later.
  public var mayBeEmpty = false
  /// The revision that the draft was made for; `nil` for any. If it isn't the latest one, adding is
  /// refused, unless the element has everything already.
  public var parent: Digest?
  /// The folder that describes the element, which errors name, or `nil`.
  var folder: FilePath?
  /// Whether the handle is one that `sort` proposed and the user didn't change, so that it doesn't
  /// say who the element is.
  var hasProposedHandle = false
  /// The display name of a new element if `texts` has none.
  var defaultName: String?

  /// Whether the draft has no other content than files.
  var hasOnlyFiles: Bool {
    texts == ElementTexts() && rights.isEmpty && lookOf == nil && voice == nil
  }

  /// A file or a folder of files, and the role of all of them.
  public struct File: Sendable {
    let source: Source
    /// The role of the files, or `nil` to derive it from each file and its name.
    public var role: Role?
    /// Whether the role follows from the order of views on a sheet, and has yet to be confirmed.
    public var isRoleAssumed = false
    /// A note on the files.
    public var note: String
    /// Whether the file was found in a folder; then it is skipped if it isn't media.
    let isFromFolder: Bool
    /// The origin of the file, which the library records with it; `nil` if it was made elsewhere.
    public var origin: FileOrigin?

    /// Where the bytes of a file are.
    enum Source: Sendable {
      case path(FilePath)
      /// The bytes of a file in memory, and the name that it gets.
      case bytes([UInt8], name: FilePath)
    }

    /// The path of the file, or the name of bytes in memory.
    var path: FilePath {
      switch source {
      case .path(let path), .bytes(_, let path): path
      }
    }

    /// Creates a file from a path, which may be that of a folder.
    public init(_ path: FilePath, role: Role? = nil, note: String = "") {
      self.init(path, role: role, note: note, isFromFolder: false)
    }

    init(_ path: FilePath, role: Role?, note: String = "", isFromFolder: Bool) {
      source = .path(path)
      self.role = role
      self.note = note
      self.isFromFolder = isFromFolder
    }

    /// Creates a file from bytes in memory.
    ///
    /// - Parameter name: The name that the file gets in the library.
    public init(_ bytes: [UInt8], name: FilePath, role: Role? = nil, note: String = "") {
      source = .bytes(bytes, name: name)
      isFromFolder = false
      self.role = role
      self.note = note
    }
  }

  public init(_ kind: ElementKind, _ handle: Handle, files: [File] = []) {
    self.kind = kind
    self.handle = handle
    self.files = files
  }
}

/// What a file was made from, and how.
public struct FileOrigin: Sendable {
  /// The digest of the original, which is in the library.
  public let original: Digest
  /// The steps that made the file.
  public let steps: [PreparationStep]

  public init(of original: Digest, _ steps: [PreparationStep]) {
    (self.original, self.steps) = (original, steps)
  }
}

/// The texts of an element that a user writes. A property that is `nil` or empty changes nothing.
public struct ElementTexts: Hashable, Sendable {
  /// The display name.
  public var name: String?
  /// What the element looks or sounds like, in words that a prompt can use.
  public var description: String?
  /// Notes for the user.
  public var notes: String?
  /// The kind of person that the element shows.
  public var person: PersonKind?
  /// The tags to add.
  public var tags: [String] = []
  /// The other names to add, by which the element can be found.
  public var aliases: [String] = []

  public init() {}

  init(name: String) { self.name = name }
}

/// Changes to an element's rights. A property that is `nil` changes nothing.
public struct RightsChange: Hashable, Sendable {
  /// The reason why the element may be used.
  public var basis: Rights.Basis?
  /// The holder of the rights. An empty text removes it.
  public var holder: String?
  /// The last day of the rights.
  public var expires: Day?
  /// A file that is evidence of the rights. It is stored in the library.
  public var document: FilePath?
  /// The purposes that the rights allow.
  public var allowed: [Rights.Purpose]?

  public init() {}

  /// Whether no property changes anything.
  public var isEmpty: Bool { self == RightsChange() }

  /// Returns rights with these changes.
  ///
  /// - Parameter document: The digest of the stored rights document, or `nil` if it doesn't change.
  func applied(to rights: Rights?, document: Digest?) throws -> Rights? {
    if isEmpty { return rights }
    var rights = rights ?? Rights()
    if let basis { rights.basis = basis }
    if let holder {
      rights.holder =
        holder.isEmpty ? "" : try RecordText.checked(holder, "a holder", RevisionRules.holder)
    }
    if let expires { rights.expires = expires }
    if let document { rights.document = document }
    if let allowed {
      rights.allowed = Rights.Purpose.allCases.filter(allowed.contains)
    }
    return rights
  }
}

extension ElementRevision {
  /// Sets texts in their normalized form, and adds tags and aliases that the revision doesn't have
  /// yet.
  mutating func apply(_ texts: ElementTexts) throws {
    if let name = texts.name {
      self.name = try RecordText.checked(name, "a name", RevisionRules.name)
    }
    if let description = texts.description {
      self.description = try RecordText.checked(
        description, "a description", RevisionRules.description)
    }
    if let notes = texts.notes {
      self.notes = try RecordText.checked(notes, "a note", RevisionRules.description)
    }
    if let person = texts.person { self.person = person }
    for tag in texts.tags {
      let tag = try RecordText.checked(tag, "a tag", RevisionRules.tag)
      if !tags.contains(where: { RecordText.areEquivalent($0, tag) }) { tags.append(tag) }
    }
    for alias in texts.aliases {
      let alias = try RecordText.alias(alias)
      if !aliases.contains(where: { RecordText.areEquivalent($0, alias) }), alias != handle.name {
        aliases.append(alias)
      }
    }
  }
}

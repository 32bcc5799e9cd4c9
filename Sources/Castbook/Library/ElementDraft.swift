/// What is to be registered: an element, or more files for one that is there.
public struct ElementDraft: Sendable {
  public var kind: ElementKind
  public var handle: Handle
  public var texts = ElementTexts()
  public var files: [File] = []
  public var rights = RightsChange()
  /// The name of an element of which this is a look.
  public var lookOf: HandleReference?
  /// The name of its voice.
  public var voice: HandleReference?
  /// Whether it may be made without any file, to be filled later.
  public var mayBeEmpty = false
  /// The folder that it stands for, which errors name.
  var folder: FilePath?
  /// Whether its handle is one that `sort` proposed and nobody changed: it says nothing about who it is.
  var hasProposedName = false
  /// The name to show that it has when nobody says one and it is new.
  var nameWhenNew: String?

  /// Whether it says nothing of its element but which files it has.
  var saysNothing: Bool {
    texts == ElementTexts() && rights.isEmpty && lookOf == nil && voice == nil
  }

  /// A file, a folder of files, and the role of what it holds.
  public struct File: Sendable {
    let source: Intake.Item.Source
    public var role: Role?
    public var note: String
    /// Whether it was met in a folder: then it is passed over when it is no media.
    let isMet: Bool

    /// The path that was named, or the name it shall have.
    var path: FilePath {
      switch source {
      case .path(let path), .bytes(_, let path): path
      }
    }

    public init(_ path: FilePath, role: Role? = nil, note: String = "") {
      self.init(path, role: role, note: note, isMet: false)
    }

    init(_ path: FilePath, role: Role? = nil, note: String = "", isMet: Bool) {
      source = .path(path)
      self.role = role
      self.note = note
      self.isMet = isMet
    }

    /// A file that is held in memory, and the name it shall have.
    public init(_ bytes: [UInt8], name: FilePath, role: Role? = nil, note: String = "") {
      source = .bytes(bytes, name: name)
      isMet = false
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

/// What people write of an element, as far as they do: what is not there changes nothing.
public struct ElementTexts: Hashable, Sendable {
  public var name: String?
  public var description: String?
  public var notes: String?
  public var person: PersonKind?
  public var tags: [String] = []
  public var aliases: [String] = []

  public init() {}

  init(name: String) { self.name = name }
}

/// Changes of an element's rights: what is not there changes nothing.
public struct RightsChange: Hashable, Sendable {
  public var basis: Rights.Basis?
  public var holder: String?
  public var expires: Day?
  /// A file that says so; it is kept in the library.
  public var document: FilePath?
  public var allowed: [Rights.Purpose]?

  public init() {}

  public var isEmpty: Bool { self == RightsChange() }

  /// The rights with these changes, the document kept under its name.
  func applied(to rights: Rights?, document: Digest?) throws -> Rights? {
    if isEmpty { return rights }
    var rights = rights ?? Rights()
    if let basis { rights.basis = basis }
    if let holder {
      rights.holder =
        holder.isEmpty ? "" : try Wording.checked(holder, "a holder", RevisionRules.holder)
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
  /// Takes texts over: in one form, tags and aliases each once.
  mutating func take(_ texts: ElementTexts) throws {
    if let name = texts.name { self.name = try Wording.checked(name, "a name", RevisionRules.name) }
    if let description = texts.description {
      self.description = try Wording.checked(
        description, "a description", RevisionRules.description)
    }
    if let notes = texts.notes {
      self.notes = try Wording.checked(notes, "a note", RevisionRules.description)
    }
    if let person = texts.person { self.person = person }
    for tag in texts.tags {
      let tag = try Wording.checked(tag, "a tag", RevisionRules.tag)
      if !tags.contains(where: { Wording.areSame($0, tag) }) { tags.append(tag) }
    }
    for alias in texts.aliases {
      let alias = try Wording.alias(alias)
      if !aliases.contains(where: { Wording.areSame($0, alias) }), alias != handle.name {
        aliases.append(alias)
      }
    }
  }
}

internal import Library
internal import Media

/// A folder with a folder for each element, as `add --from` takes it.
///
/// The folder's name gives the handle; an `element.json` in it may say more. Its keys are those of a
/// revision: kind, handle, name, description, notes, aliases, tags, person, rights, and voice and lookOf
/// by handle; `roles` gives roles by file name, `order` the files that come first.
public enum ElementFolders {
  private static let noteName = Array("element.json".utf8)

  /// The elements of a folder, in byte order of their folders' names.
  public static func drafts(in folder: FilePath, kind: ElementKind) throws -> [ElementDraft] {
    let names: [[UInt8]]
    switch Folder.names(in: folder) {
    case .success(let found): names = found
    case .failure(let failure):
      throw ElementLibraryError.wrong(
        "\(folder): \(failure.words)", fix: "name a folder that holds a folder for each element")
    }
    let folders = names.filter { $0.first != UInt8(ascii: ".") }.map { folder.appending($0) }
      .filter { Disk.status($0)?.isFolder == true }
    guard !folders.isEmpty else {
      throw ElementLibraryError.wrong(
        "\(folder) holds no folders, and --from takes each as an element",
        fix: "for the files of one element write castbook add \(kind.rawValue) @NAME "
          + "\(folder.quoted)")
    }
    return try folders.map { try draft($0, kind: kind) }
  }

  private static func draft(_ folder: FilePath, kind: ElementKind) throws -> ElementDraft {
    let note = try ElementNote(folder.appending(noteName))
    let name = folder.name.text
    guard let handle = try note.handle ?? Handle(nearestTo: name) else {
      throw ElementLibraryError.wrong(
        "the folder \"\(name)\" has no letters that a handle could be made of",
        fix: "say one in its element.json: {\"handle\": \"…\"}")
    }
    var draft = ElementDraft(try note.kind ?? kind, handle)
    draft.texts = try note.texts
    if draft.texts.name == nil, note.isEmpty || name != handle.name {
      draft.texts.name = name == handle.name ? nil : name
    }
    draft.rights = try note.rights(in: folder)
    draft.voice = try note.reference("voice")
    draft.lookOf = try note.reference("lookOf")
    let roles = try note.roles
    let list = FileList([folder])
    var paths = list.paths
    let first = try note.order
    let places = Dictionary(first.enumerated().map { ($1, $0) }) { first, _ in first }
    paths = paths.enumerated().sorted { left, right in
      let ranks = [left, right].map { places[$0.element.name.text] ?? first.count }
      return (ranks[0], left.offset) < (ranks[1], right.offset)
    }.map(\.element)
    // What rights rest on is kept beside the files; as one of them only where a role says so.
    let document = draft.rights.document?.name.text
    draft.files = paths.filter { path in
      let name = path.name.text
      return path.folder != folder || name != document || places[name] != nil
        || roles[Wording.fileName(path)] != nil
    }.map { path in
      ElementDraft.File(path, role: roles[Wording.fileName(path)], isMet: true)
    }
    let known = Set(paths.map { Wording.fileName($0) })
    if let unknown = (Array(roles.keys) + first).sorted().first(where: { !known.contains($0) }) {
      throw note.wrong("names the file \"\(unknown)\", which is not there")
    }
    return draft
  }
}

/// An `element.json`.
struct ElementNote {
  let path: FilePath
  let value: JSONValue

  private static let keys = [
    "kind", "handle", "name", "description", "notes", "aliases", "tags", "person", "rights",
    "voice", "lookOf", "roles", "order",
  ]

  /// The note, or an empty one when there is none.
  init(_ path: FilePath) throws {
    switch TextFile.read(path, limit: 1 << 20) {
    case .failure(.notFound): try self.init(Array("{}".utf8), path)
    case .failure(let failure):
      throw ElementLibraryError.wrong("\(path): \(failure.words)", fix: "mend it or take it away")
    case .success(let bytes): try self.init(bytes, path)
    }
  }

  /// Reads what stands in one.
  init(_ bytes: [UInt8], _ path: FilePath) throws {
    self.path = path
    do {
      value = try JSONParser.parse(bytes, bounds: JSONParser.Bounds(depth: 8))
    } catch {
      throw ElementLibraryError.wrong("\(path): \(error)", fix: "mend it or take it away")
    }
    guard let members = value.members else { throw wrong("is no object") }
    if let unknown = members.first(where: { !Self.keys.contains($0.key) }) {
      let near = nearestName(to: unknown.key, among: Self.keys)
      throw wrong(
        "has the key \"\(unknown.key)\"" + (near.map { "; did you mean \"\($0)\"?" } ?? ""))
    }
  }

  var isEmpty: Bool { value.members?.isEmpty ?? true }

  func wrong(_ problem: String) -> ElementLibraryError {
    .wrong("\(path) \(problem)", fix: "docs/element-json.md says what may stand there")
  }

  private func text(_ key: String, in object: JSONValue? = nil) throws -> String? {
    guard let value = (object ?? value)[key] else { return nil }
    guard let text = value.string else { throw wrong("has no text under \"\(key)\"") }
    return text
  }

  private func texts(_ key: String, in object: JSONValue? = nil) throws -> [String] {
    guard let value = (object ?? value)[key] else { return [] }
    guard let values = value.array, values.allSatisfy({ $0.string != nil }) else {
      throw wrong("has no list of texts under \"\(key)\"")
    }
    return values.compactMap(\.string)
  }

  private func word<Word: RawRepresentable<String> & CaseIterable>(
    _ key: String, in object: JSONValue? = nil
  ) throws -> Word? {
    try text(key, in: object).map { try word($0, key) }
  }

  private func word<Word: RawRepresentable<String> & CaseIterable>(
    _ text: String, _ key: String
  ) throws -> Word {
    guard let word = Word(rawValue: text) else {
      let words = Word.allCases.map(\.rawValue)
      let near = nearestName(to: text, among: words).map { "did you mean \"\($0)\"?" }
      throw wrong(
        "has \"\(text)\" under \"\(key)\"; \(near ?? "there are \(words.joined(separator: ", "))")")
    }
    return word
  }

  var kind: ElementKind? { get throws { try word("kind") } }

  var handle: Handle? {
    get throws {
      guard let text = try text("handle") else { return nil }
      do {
        return try Handle(text)
      } catch {
        throw wrong("has a handle that can't be: \(error.message)")
      }
    }
  }

  var texts: ElementTexts {
    get throws {
      var texts = ElementTexts()
      texts.name = try text("name")
      texts.description = try text("description")
      texts.notes = try text("notes")
      texts.person = try word("person")
      texts.tags = try self.texts("tags")
      texts.aliases = try self.texts("aliases")
      return texts
    }
  }

  func rights(in folder: FilePath) throws -> RightsChange {
    guard let object = value["rights"] else { return RightsChange() }
    guard object.members != nil else { throw wrong("has no object under \"rights\"") }
    var rights = RightsChange()
    rights.basis = try word("basis", in: object)
    rights.holder = try text("holder", in: object)
    if let text = try text("expires", in: object) {
      guard let day = Day(text) else { throw wrong("has no day under \"expires\"") }
      rights.expires = day
    }
    if let name = try text("document", in: object) {
      guard !name.isEmpty, !name.contains("/"), name != ".." else {
        throw wrong("has a document that does not lie beside it")
      }
      rights.document = folder.appending(Array(name.utf8))
    }
    if object["allowed"] != nil {
      rights.allowed = try texts("allowed", in: object).map { try word($0, "allowed") }
    }
    return rights
  }

  func reference(_ key: String) throws -> HandleReference? {
    guard let text = try text(key) else { return nil }
    do {
      return try HandleReference(text.hasPrefix("@") ? text : "@\(text)")
    } catch {
      throw wrong("has under \"\(key)\" what names no element: \(error.message)")
    }
  }

  var roles: [String: Role] {
    get throws {
      guard let object = value["roles"] else { return [:] }
      guard let members = object.members else { throw wrong("has no object under \"roles\"") }
      var roles: [String: Role] = [:]
      for member in members {
        guard let text = member.value.string else { throw wrong("has no text under \"roles\"") }
        roles[NormalText.nfc(member.key)] = try word(text, "roles")
      }
      return roles
    }
  }

  var order: [String] { get throws { try texts("order").map(NormalText.nfc) } }
}

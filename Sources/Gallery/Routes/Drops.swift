internal import Castbook
internal import Files
internal import Synchronization

/// Files that were dropped on the page and are not kept yet.
final class Drops: Sendable {
  /// The temporary folder that contains them.
  let folder: DropFolder
  /// The files by their secret name.
  private let dropped = Mutex<[String: Dropped]>([:])

  /// The largest number of dropped files at the same time.
  private static let maximumCount = 500
  /// The largest size of all dropped files together, in bytes.
  private static let maximumBytes = 8 << 30

  /// A dropped file.
  private struct Dropped {
    /// The name that the browser gave.
    let name: String
    /// The path in the temporary folder.
    let path: FilePath
    /// The size in bytes; 0 until the file is complete.
    var byteCount = 0
    /// Whether the file arrived completely.
    var isWhole = false
    /// The origin of a file that was made for the page; `nil` for one that the user dropped.
    var origin: FileOrigin?
  }

  init(folder: DropFolder) { self.folder = folder }

  /// Begins an incoming file under a secret name that the page refers to.
  ///
  /// - Throws: `Refusal` when there are too many files or no space is left.
  func begin(_ target: WebTarget) throws(Refusal) -> IncomingDrop {
    let name = Self.fileName(target["name"] ?? "")
    let kind = try Self.kind(target)
    let (drop, file) = try open(name)
    return IncomingDrop(drop: drop, name: name, kind: kind, file: file)
  }

  /// Adds a file that was made from one in the library.
  func add(
    _ bytes: [UInt8], named name: String, from origin: FileOrigin?
  ) throws(Refusal) -> (drop: String, path: FilePath) {
    let (drop, file) = try open(name)
    guard (try? file.write(bytes[...])) != nil else {
      remove(drop)
      throw Self.noSpace
    }
    dropped.withLock { dropped in
      dropped[drop]?.isWhole = true
      dropped[drop]?.byteCount = bytes.count
      dropped[drop]?.origin = origin
    }
    return (drop, file.path)
  }

  /// Creates a file under a new secret name.
  private func open(_ name: String) throws(Refusal) -> (drop: String, file: WritableFile) {
    let drop = AccessControl.secret()
    let hasRoom = dropped.withLock { dropped in
      dropped.count < Self.maximumCount
        && dropped.values.reduce(0) { $0 + $1.byteCount } < Self.maximumBytes
    }
    guard hasRoom else { throw .tooManyRequests }
    guard let file = folder.begin(drop, name: name) else { throw Self.noSpace }
    dropped.withLock { $0[drop] = Dropped(name: name, path: file.path) }
    return (drop, file)
  }

  private static let noSpace = Refusal(
    status: 500, rule: "output.failed", message: "no space for dropped files",
    fix: "free some space in the temporary folder")

  /// Returns the kind of element that a dropped file is checked as; a character by
  /// default.
  static func kind(_ target: WebTarget) throws(Refusal) -> ElementKind {
    guard let text = target["kind"] else { return .character }
    guard let kind = ElementKind(rawValue: text) else { throw .badRequest("unknown kind") }
    return kind
  }

  /// Returns the last component of a name, without control characters and shortened to
  /// about 200 bytes.
  static func fileName(_ text: String) -> String {
    let last = text.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
    var safe = ""
    for scalar in last.unicodeScalars where scalar.properties.generalCategory != .control {
      safe.unicodeScalars.append(scalar)
      if safe.utf8.count > 200 { break }
    }
    return safe.isEmpty || safe == "." || safe == ".." ? "file" : safe
  }

  /// Records that an incoming file is complete.
  func finish(_ incoming: IncomingDrop) {
    dropped.withLock { dropped in
      dropped[incoming.drop]?.isWhole = true
      dropped[incoming.drop]?.byteCount = incoming.file.byteCount
    }
  }

  /// Returns the path of a dropped file, or `nil` when it does not exist or is incomplete.
  func path(of drop: String) -> FilePath? {
    dropped.withLock { dropped in dropped[drop].flatMap { $0.isWhole ? $0.path : nil } }
  }

  /// Returns the origin of a file that was made for the page; `nil` for one that the user dropped.
  func origin(of drop: String) -> FileOrigin? { dropped.withLock { $0[drop]?.origin } }

  /// Deletes a dropped file, if it exists.
  func remove(_ drop: String) {
    guard let removed = dropped.withLock({ $0.removeValue(forKey: drop) }) else { return }
    folder.remove(drop, name: removed.name)
  }

  /// Deletes all dropped files and their folder.
  func removeAll() {
    for drop in dropped.withLock({ Array($0.keys) }) { remove(drop) }
    folder.removeAll()
  }
}

extension Router {
  /// Checks a file that just arrived and returns the findings, before the user decides to
  /// keep it.
  ///
  /// The file is deleted when the check fails.
  func drop(_ request: Request) async throws -> WebResponse {
    guard let incoming = request.incoming else { throw Refusal.notFound }
    drops.finish(incoming)
    do {
      return try await tried(incoming.drop, at: incoming.file.path, as: incoming.kind)
    } catch {
      drops.remove(incoming.drop)
      throw error
    }
  }

  /// Checks a dropped file as the given kind.
  private func tried(
    _ drop: String, at path: FilePath, as kind: ElementKind
  ) async throws -> WebResponse {
    let tried = try await Evaluate(path, as: kind, for: targets(nil)).run(in: library)
    return .json(GalleryJSON.candidate(tried, as: drop, name: path.name.text))
  }

  /// Answers a request about a dropped file: its check as another kind, or its preview.
  func dropped(_ parts: [String], _ target: WebTarget) async throws -> WebResponse {
    guard let drop = parts.first, let path = drops.path(of: drop) else { throw Refusal.notFound }
    if parts.count == 1 { return try await tried(drop, at: path, as: Drops.kind(target)) }
    guard parts.count == 2, parts[1] == "preview",
      let side = target["side"].flatMap(Int.init).flatMap(Previews.Side.init),
      let bytes = await previews.preview(of: path, side)
    else { throw Refusal.notFound }
    return WebResponse(
      body: .bytes(bytes),
      headers: [("Content-Type", "image/jpeg"), WebResponse.noStore, WebResponse.sandboxPolicy])
  }

  /// Deletes a dropped file that the user does not want.
  func discard(_ drop: String) -> WebResponse {
    drops.remove(drop)
    return .json(["castbook": "discarded/1", "drop": drop])
  }

  /// Adds dropped files to an existing element or to a new one, and deletes the copies in
  /// the temporary folder.
  func keep(_ fields: WebObject) async throws -> WebResponse {
    if let obstacle { throw obstacle }
    let files = try fields.objects("files")
    var drops: [String] = []
    let kept = try files.map { file -> ElementDraft.File in
      let drop = try file.required("drop")
      guard let path = self.drops.path(of: drop) else { throw Self.dropGone }
      drops.append(drop)
      var kept = ElementDraft.File(
        path, role: try file.text("role").map(WebObject.role),
        note: try file.text("note") ?? "")
      kept.isRoleAssumed = try file.flag("roleAssumed")
      kept.origin = self.drops.origin(of: drop)
      return kept
    }
    let draft = try draft(fields, kept)
    let outcome = try await byNames { try await Add([draft]).run(in: library) }
    for drop in drops { self.drops.remove(drop) }
    listeners.announceChange()
    return .json(ElementJSON.added(outcome))
  }

  /// Replaces a file of an element with a dropped file.
  func replace(_ fields: WebObject) async throws -> WebResponse {
    try await edit(fields) { path in
      guard let number = try fields.number("number") else {
        throw Refusal.badRequest("number is missing")
      }
      var changes = ElementEdit()
      changes.replacements[number] = path
      return changes
    }
  }

  /// Stores a dropped file as the document that proves an element's rights.
  func document(_ fields: WebObject) async throws -> WebResponse {
    try await edit(fields) { path in
      var changes = ElementEdit()
      changes.rights.document = path
      return changes
    }
  }

  /// Changes an element with a dropped file, and deletes the copy in the temporary folder.
  private func edit(
    _ fields: WebObject, _ changes: (FilePath) throws -> ElementEdit
  ) async throws -> WebResponse {
    if let obstacle { throw obstacle }
    let drop = try fields.required("drop")
    guard let path = drops.path(of: drop) else { throw Self.dropGone }
    let reference = try library.reference(to: identity(fields.required("element")))
    var edit = Edit(reference, try changes(path), ifParent: try digest(fields.required("parent")))
    edit.mergesLaterChanges = true
    let change = edit
    let outcome = try await byNames { try await change.run(in: library) }
    drops.remove(drop)
    listeners.announceChange()
    return .json(ElementJSON.edited(outcome))
  }

  /// Runs work that may fail because of a dropped file, and names the file without its folder in
  /// the error: the folder means nothing to the user.
  func byNames<Value: Sendable>(
    _ work: () async throws -> Value
  ) async throws -> Value {
    do {
      return try await work()
    } catch {
      var refusal = Refusal(error)
      let parts = refusal.message.split(
        separator: "\(drops.folder.path)/", omittingEmptySubsequences: false)
      refusal.message =
        parts[0] + parts.dropFirst().map { $0.drop { $0 != "/" }.dropFirst() }.joined()
      throw refusal
    }
  }

  static let dropGone = Refusal(
    status: 404, rule: "gallery.drop-gone", message: "a dropped file no longer exists",
    fix: "drop it again")

  /// Creates the draft for a new element, or for an existing one. Files are added on top of changes
  /// since the page loaded the element, unless it was removed.
  private func draft(_ fields: WebObject, _ files: [ElementDraft.File]) throws -> ElementDraft {
    if let text = try fields.text("element") {
      let found = try library.find(library.reference(to: identity(text)))
      if let parent = try fields.text("parent").map(digest),
        found.revision.revision.retired, !found.latest.contains(where: { $0.revision == parent })
      {
        throw ElementLibraryError.conflict(found.handle, latest: found.revision.digest)
      }
      return ElementDraft(found.revision.revision.kind, found.handle, files: files)
    }
    guard let kind: ElementKind = try fields.word("kind") else {
      throw Refusal.badRequest("kind is missing")
    }
    let handle = try Handle(fields.required("handle"))
    // A request for a new element must not add to an existing one.
    if (try? library.find("\(handle)")) != nil {
      throw Refusal(
        status: 409, rule: "element.name-taken", message: "\(handle) already exists",
        fix: "choose another handle, or add the files to \(handle)")
    }
    var draft = ElementDraft(kind, handle, files: files)
    draft.mayBeEmpty = files.isEmpty
    draft.texts.name = try fields.text("name")
    draft.texts.description = try fields.text("description")
    draft.texts.tags = try fields.texts("tag")
    draft.texts.person = try fields.word("person")
    return draft
  }
}

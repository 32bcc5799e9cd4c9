internal import Castbook
internal import Files
internal import Synchronization

/// Files that were dropped and are not kept yet.
final class Drops: Sendable {
  let folder: DropFolder
  private let dropped = Mutex<[String: Dropped]>([:])

  /// More are not held at a time, and not more bytes of them.
  private static let most = 500
  private static let mostBytes = 8 << 30

  private struct Dropped {
    let name: String
    let path: FilePath
    var byteCount = 0
    var isWhole = false
  }

  init(folder: DropFolder) { self.folder = folder }

  /// Begins a file that comes, under a name of its own.
  func begin(_ target: WebTarget) throws(Refusal) -> IncomingDrop {
    let name = Self.fileName(target["name"] ?? "")
    let kind = try Self.kind(target)
    let drop = Doorkeeper.secret()
    let hasRoom = dropped.withLock { dropped in
      dropped.count < Self.most
        && dropped.values.reduce(0) { $0 + $1.byteCount } < Self.mostBytes
    }
    guard hasRoom else { throw .tooMuch }
    guard let file = folder.begin(drop, name: name) else {
      throw Refusal(
        status: 500, rule: "output.failed", message: "no space for dropped files",
        fix: "free some space in the temporary folder")
    }
    dropped.withLock { $0[drop] = Dropped(name: name, path: file.path) }
    return IncomingDrop(drop: drop, name: name, kind: kind, file: file)
  }

  /// What a dropped file is to be judged as.
  static func kind(_ target: WebTarget) throws(Refusal) -> ElementKind {
    guard let text = target["kind"] else { return .character }
    guard let kind = ElementKind(rawValue: text) else { throw .wrong("unknown kind") }
    return kind
  }

  /// A file's last name and nothing that leads elsewhere.
  static func fileName(_ text: String) -> String {
    let last = text.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
    var safe = ""
    for scalar in last.unicodeScalars where scalar.properties.generalCategory != .control {
      safe.unicodeScalars.append(scalar)
      if safe.utf8.count > 200 { break }
    }
    return safe.isEmpty || safe == "." || safe == ".." ? "file" : safe
  }

  func isWhole(_ incoming: IncomingDrop) {
    dropped.withLock { dropped in
      dropped[incoming.drop]?.isWhole = true
      dropped[incoming.drop]?.byteCount = incoming.file.byteCount
    }
  }

  /// Where a dropped file lies; nothing where it never came, or not all of it.
  func path(of drop: String) -> FilePath? {
    dropped.withLock { dropped in
      dropped[drop].flatMap { $0.isWhole ? $0.path : nil }
    }
  }

  func remove(_ drop: String) {
    guard let gone = dropped.withLock({ $0.removeValue(forKey: drop) }) else { return }
    folder.remove(drop, name: gone.name)
  }

  func removeAll() {
    for drop in dropped.withLock({ Array($0.keys) }) { remove(drop) }
    folder.removeAll()
  }
}

extension Hub {
  /// A file that came: what is to be said of it, before it is kept.
  func drop(_ visit: Visit) async throws -> WebAnswer {
    guard let incoming = visit.incoming else { throw Refusal.notThere }
    drops.isWhole(incoming)
    do {
      return try await tried(incoming.drop, at: incoming.file.path, as: incoming.kind)
    } catch {
      drops.remove(incoming.drop)
      throw error
    }
  }

  private func tried(
    _ drop: String, at path: FilePath, as kind: ElementKind
  ) async throws -> WebAnswer {
    let tried = try await library.tryOut(path, as: kind, for: targets(nil))
    return .json(GalleryJSON.tried(tried, as: drop, name: path.name.text))
  }

  /// What was dropped: what is to be said of it as another kind, or a preview.
  func dropped(_ parts: [String], _ target: WebTarget) async throws -> WebAnswer {
    guard let drop = parts.first, let path = drops.path(of: drop) else { throw Refusal.notThere }
    if parts.count == 1 { return try await tried(drop, at: path, as: Drops.kind(target)) }
    guard parts.count == 2, parts[1] == "preview",
      let side = target["side"].flatMap(Int.init).flatMap(Previews.Side.init),
      let bytes = await previews.preview(of: path, side)
    else { throw Refusal.notThere }
    return WebAnswer(
      body: .bytes(bytes),
      headers: [("Content-Type", "image/jpeg"), WebAnswer.notStored, WebAnswer.nothingRuns])
  }

  func letGo(_ drop: String) -> WebAnswer {
    drops.remove(drop)
    return .json(["castbook": "drop/1", "drop": .string(drop)])
  }

  /// Keeps files that were dropped, in an element that is there or in a new one.
  func keep(_ wish: WebObject) async throws -> WebAnswer {
    if let obstacle { throw obstacle }
    let files = try wish.objects("files")
    var drops: [String] = []
    let kept = try files.map { file -> ElementDraft.File in
      let drop = try file.required("drop")
      guard let path = self.drops.path(of: drop) else {
        throw Refusal(
          status: 404, rule: "gallery.drop-gone", message: "a dropped file no longer exists",
          fix: "drop it again")
      }
      drops.append(drop)
      return ElementDraft.File(
        path, role: try file.text("role").map(WebObject.role),
        note: try file.text("note") ?? "")
    }
    let draft = try draft(wish, kept)
    let outcome = try await library.add([draft])
    for drop in drops { self.drops.remove(drop) }
    listeners.look()
    return .json(ElementJSON.added(outcome))
  }

  private func draft(_ wish: WebObject, _ files: [ElementDraft.File]) throws -> ElementDraft {
    if let text = try wish.text("element") {
      let found = try library.find(library.reference(to: identity(text)))
      if let parent = try wish.text("parent").map(digest),
        !found.latest.contains(where: { $0.revision == parent })
      {
        throw ElementLibraryError.conflict(found.handle, latest: found.revision.digest)
      }
      return ElementDraft(found.revision.revision.kind, found.handle, files: files)
    }
    guard let kind: ElementKind = try wish.word("kind") else {
      throw Refusal.wrong("kind is missing")
    }
    let handle = try Handle(wish.required("handle"))
    // Who makes a new element does not mean one that is there.
    if (try? library.find("\(handle)")) != nil {
      throw Refusal(
        status: 409, rule: "element.name-taken", message: "\(handle) already exists",
        fix: "choose another handle, or add the files to \(handle)")
    }
    var draft = ElementDraft(kind, handle, files: files)
    draft.mayBeEmpty = files.isEmpty
    draft.texts.name = try wish.text("name")
    draft.texts.description = try wish.text("description")
    draft.texts.tags = try wish.texts("tag")
    draft.texts.person = try wish.word("person")
    return draft
  }
}

internal import Castbook
internal import Files
internal import Synchronization

/// Files that were made for a page to download, each under an address that cannot be
/// guessed. The oldest are dropped first.
final class Downloads: Sendable {
  /// The files by their secret name, and the order in which they were added.
  private let state = Mutex<(order: [String], items: [String: Item])>(([], [:]))

  /// A file to download.
  struct Item: Sendable {
    /// The content of the file; empty if it is on the disk.
    let bytes: [UInt8]
    /// The file on the disk, which is deleted with the item; `nil` if it is in memory.
    var path: FilePath?
    /// The size of the file on the disk, in bytes; 0 if it is in memory.
    var storedByteCount = 0
    /// The media type.
    let type: String
    /// The name to save it under; `nil` for a file that is displayed.
    let name: String?
  }

  /// The largest number of files that are kept.
  private static let maximumCount = 64
  /// The largest size of all files in memory together, in bytes. One file may exceed it.
  private static let maximumBytes = 256 << 20
  /// The largest size of all files on the disk together, in bytes. One file may exceed it.
  private static let maximumStoredBytes = 1 << 30

  /// Keeps a file and returns its address.
  func keep(_ item: Item) -> String {
    let secret = AccessControl.secret()
    state.withLock { state in
      state.order.append(secret)
      state.items[secret] = item
      func exceedsLimits() -> Bool {
        let items = state.items.values
        return items.count > Self.maximumCount
          || items.count > 1
            && (items.reduce(0) { $0 + $1.bytes.count } > Self.maximumBytes
              || items.reduce(0) { $0 + $1.storedByteCount } > Self.maximumStoredBytes)
      }
      while exceedsLimits() {
        let dropped = state.items.removeValue(forKey: state.order.removeFirst())
        if let path = dropped?.path { try? FileSystem.remove(path) }
      }
    }
    return "/api/downloads/\(secret)"
  }

  /// Keeps a file on the disk, which is deleted when it is dropped, and returns its address.
  func keep(file path: FilePath, type: String, name: String) -> String {
    var item = Item(bytes: [], type: type, name: name)
    item.path = path
    item.storedByteCount = FileSystem.status(path)?.byteCount ?? 0
    return keep(item)
  }

  /// Keeps a picture of a still and returns its address.
  func keepPicture(_ bytes: [UInt8], _ file: CheckedFile) -> String {
    keep(
      Item(bytes: bytes, type: file.facts.format == .png ? "image/png" : "image/jpeg", name: nil))
  }

  /// Returns a file, or `nil` when it was dropped meanwhile.
  func item(_ secret: String) -> Item? { state.withLock { $0.items[secret] } }
}

extension Router {
  /// Returns a kept file. Throws `Refusal` with status 404 when it was dropped.
  func download(_ secret: String?) throws -> WebResponse {
    guard let item = secret.flatMap(downloads.item) else { throw Refusal.notFound }
    var headers = [("Content-Type", item.type), WebResponse.noStore, WebResponse.sandboxPolicy]
    if let name = item.name { headers.append(("Content-Disposition", Self.attachment(name))) }
    guard let path = item.path else {
      return WebResponse(body: .bytes(item.bytes), headers: headers)
    }
    guard let file = try? ReadableFile.open(path) else { throw Refusal.notFound }
    return WebResponse(body: .file(file, offset: 0, count: file.byteCount), headers: headers)
  }

  /// Compiles a shot file while it is being written, or with `export` returns its bundle
  /// as a zip file.
  func shots(_ fields: WebObject, exports parts: [String]) async throws -> WebResponse {
    guard parts.isEmpty || parts == ["export"] else { throw Refusal.notFound }
    var (export, path) = try shotExport(fields)
    export.isDryRun = parts.isEmpty || obstacle != nil
    let plan: ExportPlan
    do {
      plan = try await export.plan([path])
    } catch {
      // A text that does not name a target yet is not an error of the page.
      guard parts.isEmpty else { throw error }
      return .json(["castbook": "shot/1", "error": Refusal(error).json])
    }
    guard parts == ["export"] else {
      export.discard(plan)
      return .json([
        "castbook": "shot/1", "prompt": plan.shots.first.map { PromptJSON.value(of: $0.read) },
        "export": ExportJSON.value(of: plan, nil),
      ])
    }
    guard !plan.isFailed else {
      export.discard(plan)
      return .json(["castbook": "shot-export/1", "export": ExportJSON.value(of: plan, nil)])
    }
    return try zip(export, plan)
  }

  /// Returns the export of a shot file that is being written: `text`, under `name`, for `target`.
  func shotExport(_ fields: WebObject) throws -> (export: Export, shot: FilePath) {
    let text = Array(try fields.required("text").utf8)
    let name = Drops.fileName(try fields.text("name") ?? "shot")
    let stem = name.hasSuffix(".md") || name.hasSuffix(".txt") ? name : "\(name).md"
    let folder = options.project?.folder ?? FilePath(".") ?? .unnamed
    let path = folder.appending(stem.utf8)
    var export = Export(library: library, project: options.project, in: options.catalogue)
    export.options.prompt.target = try fields.text("target").flatMap { $0.isEmpty ? nil : $0 }
    export.options.prompt.today = ProcessEnvironment.today
    export.options.prompt.texts = [path: text]
    return (export, path)
  }

  /// Writes the bundle as a zip file and keeps it for download.
  private func zip(_ export: Export, _ plan: ExportPlan) throws -> WebResponse {
    let (outcome, zips) = try export.zips(plan)
    guard let written = outcome.bundles.first, let bytes = zips.first else {
      throw Refusal.notFound
    }
    let name = written.path.text
    let address = downloads.keep(.init(bytes: bytes, type: "application/zip", name: name))
    listeners.announceChange()
    return .json([
      "castbook": "shot-export/1", "export": ExportJSON.value(of: plan, outcome),
      "download": address, "name": name,
    ])
  }
}

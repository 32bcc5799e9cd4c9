internal import Castbook
internal import Synchronization

/// What was made for a page to fetch: each under an address that nobody guesses, the oldest given up first.
final class Downloads: Sendable {
  private let held = Mutex<(order: [String], items: [String: Item])>(([], [:]))

  struct Item: Sendable {
    let bytes: [UInt8]
    let type: String
    /// The name that it is saved under; nothing for what is looked at.
    let name: String?
  }

  private static let most = 64
  private static let mostBytes = 256 << 20

  /// The address of what is kept.
  func keep(_ item: Item) -> String {
    let secret = Doorkeeper.secret()
    held.withLock { held in
      held.order.append(secret)
      held.items[secret] = item
      func isTooMuch() -> Bool {
        held.order.count > Self.most
          || held.order.count > 1
            && held.items.values.reduce(0) { $0 + $1.bytes.count } > Self.mostBytes
      }
      while isTooMuch() { held.items[held.order.removeFirst()] = nil }
    }
    return "/api/downloads/\(secret)"
  }

  func keepPicture(_ bytes: [UInt8], _ file: CheckedFile) -> String {
    keep(
      Item(bytes: bytes, type: file.facts.format == .png ? "image/png" : "image/jpeg", name: nil))
  }

  func item(_ secret: String) -> Item? { held.withLock { $0.items[secret] } }
}

extension Hub {
  func download(_ secret: String?) throws -> WebAnswer {
    guard let item = secret.flatMap(downloads.item) else { throw Refusal.notThere }
    var headers = [("Content-Type", item.type), WebAnswer.notStored, WebAnswer.nothingRuns]
    if let name = item.name { headers.append(("Content-Disposition", Self.attachment(name))) }
    return WebAnswer(body: .bytes(item.bytes), headers: headers)
  }

  /// What a shot file comes to, as it is being written; with `export`, the bundle as a zip.
  func shots(_ wish: WebObject, exports parts: [String]) async throws -> WebAnswer {
    guard parts.isEmpty || parts == ["export"] else { throw Refusal.notThere }
    let text = Array(try wish.required("text").utf8)
    let name = Drops.fileName(try wish.text("name") ?? "shot")
    let stem = name.hasSuffix(".md") || name.hasSuffix(".txt") ? name : "\(name).md"
    let folder = options.project?.folder ?? FilePath(".") ?? .nameless
    let path = folder.appending(stem.utf8)
    var export = Export(library: library, project: options.project, in: options.catalogue)
    export.wishes.prompt.target = try wish.text("target").flatMap { $0.isEmpty ? nil : $0 }
    export.wishes.prompt.today = ProcessEnvironment.today
    export.wishes.prompt.texts = [path: text]
    export.isDryRun = parts.isEmpty || obstacle != nil
    let plan: ExportPlan
    do {
      plan = try await export.plan([path])
    } catch {
      // A text that names no target yet is no mistake of the page.
      guard parts.isEmpty else { throw error }
      let refusal = Refusal(error)
      return .json([
        "castbook": "shot/1",
        "error": [
          "castbook": "error/1", "rule": .string(refusal.rule), "message": .string(refusal.message),
          "fix": refusal.fix.map { .string($0) },
        ],
      ])
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

  private func zip(_ export: Export, _ plan: ExportPlan) throws -> WebAnswer {
    let (outcome, zips) = try export.zips(plan)
    guard let written = outcome.bundles.first, let bytes = zips.first else {
      throw Refusal.notThere
    }
    let name = written.path.text
    let address = downloads.keep(.init(bytes: bytes, type: "application/zip", name: name))
    listeners.look()
    return .json([
      "castbook": "shot-export/1", "export": ExportJSON.value(of: plan, outcome),
      "download": .string(address), "name": .string(name),
    ])
  }
}

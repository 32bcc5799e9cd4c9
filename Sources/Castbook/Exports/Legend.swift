internal import Drawing
internal import Media

/// A picture of what the provider will see: each file that is sent under its token and its role.
struct Legend {
  private let prompt: CompiledPrompt
  private let sent: [SentFile]
  /// Bytes of copies that have no place yet.
  private let waiting: [RequestFile.Source: [UInt8]]
  /// Where the bytes of a file come from that lies in a bundle.
  private let read: (@Sendable (SentFile) -> [UInt8]?)?

  /// More pictures than these are not drawn.
  private static let mostPictures = 60
  /// Small enough to be drawn in no time, large enough to tell who it is.
  private static let columns = 4

  init(
    _ prompt: CompiledPrompt, _ sent: [SentFile], waiting: [RequestFile.Source: [UInt8]]
  ) {
    self.prompt = prompt
    self.sent = sent
    self.waiting = waiting
    read = nil
  }

  /// The legend of a bundle that is there, whose files `read` reads.
  init(
    _ prompt: CompiledPrompt, _ sent: [SentFile], read: @escaping @Sendable (SentFile) -> [UInt8]?
  ) {
    self.prompt = prompt
    self.sent = sent
    waiting = [:]
    self.read = read
  }

  /// As the bytes of a PNG; nothing where no picture is sent.
  func png(name: String, decoder: FilePath?) async throws -> [UInt8]? {
    let entries = entries
    guard !entries.isEmpty else { return nil }
    let columns = min(Self.columns, max(2, entries.count))
    let pictures = try await pictures(
      of: entries.map(\.file), ContactSheet.Cell.box(columns: columns, .small), decoder)
    let cells = zip(entries, pictures).enumerated().map { place, pair in
      let (entry, picture) = pair
      var cell = ContactSheet.Cell(picture: picture, number: place + 1, file: entry.what)
      cell.role = entry.token
      cell.original = entry.file.size
      cell.findings = entry.words
      return cell
    }
    var sheet = ContactSheet(
      name: name,
      subtitle:
        "\(prompt.profile.id): \(Quantity.count(entries.count, "picture")) as they will be sent",
      cells: cells, columns: columns)
    sheet.scale = .small
    return sheet.pages().quickPNG(0)
  }

  private struct Entry {
    let file: SentFile
    let token: String
    /// Whose it is, and what it shows.
    let what: String
    var words: [String] = []
  }

  private var entries: [Entry] {
    var entries: [Entry] = []
    func add(_ source: RequestFile.Source, _ token: String, _ what: String) {
      guard entries.count < Self.mostPictures,
        let file = sent.first(where: { $0.file.source == source }), file.format.medium == .picture
      else { return }
      var entry = Entry(file: file, token: token, what: what)
      if !file.steps.isEmpty {
        entry.words.append("prepared: \(PreparationStep.words(file.steps))")
      }
      entries.append(entry)
    }
    for binding in prompt.bindings {
      let token = binding.token ?? binding.slot.rawValue
      switch binding.subject {
      case .element(let member, let files, let left):
        let before = entries.count
        for file in files {
          add(.element(member, file), token, "\(member.handle) \(file.role)")
        }
        let others = left.filter { $0.medium == .picture }
        if entries.count > before, !others.isEmpty {
          let names = others.map { "\($0.number) \($0.role)" }.joined(separator: ", ")
          entries[entries.count - 1].words.append("not sent: \(names)")
        }
      case .voice: break
      case .image(_, let path), .video(let path), .start(let path), .middle(_, let path),
        .end(let path):
        add(.path(path), token, String(path.split(separator: "/").last ?? ""))
      }
    }
    return entries
  }

  /// The pictures, each as it is in what is sent.
  private func pictures(
    of files: [SentFile], _ box: PixelSize, _ decoder: FilePath?
  ) async throws -> [Bitmap?] {
    let inspector = Inspector(
      budget: MemoryBudget(workers: Check.mostWorkers), decoder: decoder)
    let (waiting, read) = (waiting, read)
    var pictures: [Bitmap?] = []
    try await InOrder(workers: Processors.count).run(files) { file -> Bitmap? in
      var held = waiting[file.file.source]
      if case .bytes(let bytes) = file.content { held = bytes }
      if let read { held = read(file) }
      let picture: AnalysisPicture?
      if let held {
        let file = Inspector.HeldFile(bytes: held, memory: nil)
        picture = await inspector.preview(file, within: box)
      } else if read == nil, case .copy(let path) = file.content {
        let found = await inspector.holding(path) { await inspector.preview($0, within: box) }
        picture = (try? found.get()).flatMap { $0 }
      } else {
        return nil
      }
      return picture.map { Bitmap($0).fitted(width: box.width, height: box.height) }
    } each: {
      pictures.append($0)
    }
    return pictures
  }
}

internal import Files
internal import Library
internal import Media

/// What the page for others shows, and the files that it needs.
struct GuestReview {
  /// A file beside the page, or in it.
  struct File {
    /// The name that the page refers to, such as `clip-1`.
    let name: String
    /// The suffix of its name in a folder.
    let suffix: String
    let mediaType: String
    let byteCount: Int
    let content: Content

    enum Content {
      case bytes([UInt8])
      /// A file of the library.
      case blob(Digest, at: FilePath)
    }

    /// The path beside the page.
    var path: String { "\(GuestPageWriter.filesName)/\(name).\(suffix)" }
  }

  let title: String
  /// The id that the answers name: it depends on the title, and on the takes with their
  /// decisions and comments.
  let id: String
  /// The clips, their posters, and the references.
  private(set) var files: [File] = []
  /// What the page shows: `review/1`.
  let json: JSONValue
  /// The takes whose files contain a workflow of ComfyUI, and so prompts and names of files.
  private(set) var withWorkflow: [TakeList.Listed] = []

  /// The size of a poster, which is shown until a clip plays.
  private static let posterSide = Previews.Side.medium
  private static let referenceSide = Previews.Side.small

  /// Collects what the page shows of takes, whose files are all there.
  ///
  /// - Parameter isOneFile: Whether the files are in the page, instead of in a folder beside it.
  init(
    _ shown: [TakeList.Listed], title: String, withReferences: Bool, isOneFile: Bool,
    _ library: ElementLibrary
  ) async throws {
    let previews = Previews(of: library)
    var files: [File] = []
    /// Adds a file and returns how the page refers to it.
    func add(_ file: File) -> String {
      files.append(file)
      return isOneFile ? file.name : file.path
    }
    /// The addresses of references that an earlier take was made from, too.
    var references: [Digest: String] = [:]
    var facts: [JSONValue] = []
    var takes: [JSONValue] = []
    var withWorkflow: [TakeList.Listed] = []
    let titles = Self.titles(of: shown)
    for (index, listed) in shown.enumerated() {
      guard let blob = listed.take.blob else { continue }
      let number = index + 1
      let known = try library.facts(of: blob)
      let clip = try Self.clip("clip-\(number)", blob, known?.format, in: library)
      let poster = await previews.preview(of: blob, Self.posterSide).map {
        File("poster-\(number)", $0)
      }
      if Self.hasWorkflow(clip, known?.format) { withWorkflow.append(listed) }
      var pictures: [JSONValue] = []
      for (reference, handle) in withReferences ? Self.references(of: listed) : [] {
        if references[reference] == nil,
          let bytes = await previews.preview(of: reference, Self.referenceSide)
        {
          references[reference] = add(File("reference-\(references.count + 1)", bytes))
        }
        if let address = references[reference] {
          pictures.append(["source": address, "name": "\(handle)"])
        }
      }
      let json = Self.json(of: listed, titles[index], known)
      facts.append(json)
      takes.append(
        json.adding([
          "source": add(clip), "poster": poster.map(add), "references": pictures.nonEmpty,
        ]))
    }
    let said: JSONValue = ["title": title, "takes": facts]
    let id = String(SHA256.digest(of: said.compactBytes).hex.prefix(16))
    (self.title, self.id, self.files, self.withWorkflow) = (title, id, files, withWorkflow)
    json = ["castbook": "review/1", "id": id, "title": title, "takes": takes]
  }

  // MARK: Parts

  /// Returns the shots' names, with a number where a shot has several takes.
  private static func titles(of shown: [TakeList.Listed]) -> [String] {
    let counts = Dictionary(grouping: shown, by: \.shotName).mapValues(\.count)
    var seen: [String: Int] = [:]
    return shown.map { listed in
      let name = listed.shotName
      seen[name, default: 0] += 1
      return counts[name] == 1 ? name : "\(name), take \(seen[name] ?? 1)"
    }
  }

  private static func clip(
    _ name: String, _ blob: Digest, _ format: MediaFormat?, in library: ElementLibrary
  ) throws -> File {
    let path = library.store.blobs.path(of: blob)
    guard let status = FileSystem.status(path), status.isFile else {
      throw LibraryError.missingBlob(blob)
    }
    return File(
      name: name, suffix: format?.suffixes.first ?? "bin",
      mediaType: format?.displayableType ?? "application/octet-stream",
      byteCount: status.byteCount, content: .blob(blob, at: path))
  }

  private static func hasWorkflow(_ clip: File, _ format: MediaFormat?) -> Bool {
    guard let format, case .blob(_, let path) = clip.content,
      case .success(let bytes) = TextFile.read(path, limit: ReadableFile.wholeFileLimit)
    else { return false }
    return EmbeddedWorkflow.graph(in: bytes, format) != nil
  }

  /// Returns the files of elements that were sent for a take's shot, each once.
  private static func references(
    of listed: TakeList.Listed
  ) -> [(reference: Digest, handle: Handle)] {
    var seen: Set<Digest> = []
    return listed.entry.export.elements.flatMap { element in
      element.blobs.map { (reference: $0.from, handle: element.handle) }
    }.filter { seen.insert($0.reference).inserted }
  }

  private static func json(
    of listed: TakeList.Listed, _ title: String, _ facts: FileFacts?
  ) -> JSONValue {
    let take = listed.take
    return [
      "bundle": take.export, "sha256": take.blob, "title": title,
      "medium": facts?.format?.medium ?? .other,
      "milliseconds": facts?.film?.milliseconds ?? facts?.sound?.milliseconds,
      "framesPerSecond": facts?.film?.framesPerSecond, "result": take.result,
      "by": take.result == .new ? nil : take.by.nonEmpty,
      "comments": listed.comments.map(\.comment).objects { comment in
        [
          "milliseconds": comment.milliseconds, "text": comment.text, "by": comment.by.nonEmpty,
          "time": comment.at,
        ]
      },
    ]
  }
}

extension GuestReview.File {
  /// Creates a picture.
  fileprivate init(_ name: String, _ jpeg: [UInt8]) {
    self.init(
      name: name, suffix: "jpg", mediaType: "image/jpeg", byteCount: jpeg.count,
      content: .bytes(jpeg))
  }
}

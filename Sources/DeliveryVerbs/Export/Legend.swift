internal import Drawing
internal import Files
internal import Library
internal import Media

/// A picture that shows what the provider will see: the pictures of each element, and the text of
/// each shot.
///
/// `bundle verify` draws it again and compares the pixels, so the same bundle must always give the
/// same legend.
struct Legend {
  /// The compiled prompt, which says what each picture stands for.
  private let prompt: CompiledPrompt
  /// The files that are sent, in the order of the request.
  private let sent: [BundleFile]
  /// The library in whose cache scaled pictures are kept; `nil` if each is made from its file.
  private let store: LibraryStore?
  /// Reads a sent file; returns `nil` if it can't be read.
  private let read: @Sendable (BundleFile) -> [UInt8]?

  /// The maximum number of pictures that are drawn; more are only counted.
  private static let maximumPictures = 60

  /// Creates the legend of a bundle, whose files are read by `read`.
  ///
  /// - Parameter store: The library in whose cache scaled pictures are kept. Without it, each is
  ///   made from its file, as verification must do.
  init(
    _ prompt: CompiledPrompt, _ sent: [BundleFile], keepingPicturesIn store: LibraryStore? = nil,
    read: @escaping @Sendable (BundleFile) -> [UInt8]?
  ) {
    self.prompt = prompt
    self.sent = sent
    self.store = store
    self.read = read
  }

  /// Returns the legend as a PNG; `nil` if no picture is sent.
  ///
  /// - Parameters:
  ///   - name: The bundle's name, which is the title.
  ///   - names: The names of elements that the legend may show.
  ///   - decoder: The path of `castbook-media`, or `nil`.
  func png(name: String, names: [ULID: String], decoder: FilePath?) async throws -> [UInt8]? {
    var groups = groups(names)
    let files = groups.flatMap { $0.cells.map(\.file) }
    guard !files.isEmpty else { return nil }
    let drawn = Array(files.prefix(Self.maximumPictures))
    let pictures = try await pictures(of: drawn, LegendPicture.pictureBox, decoder)
    var drawnCount = 0
    for index in groups.indices {
      let remaining = max(0, pictures.count - drawnCount)
      for entry in groups[index].cells.prefix(remaining) {
        var cell = LegendPicture.Cell(picture: pictures[drawnCount], title: entry.title)
        cell.size = entry.file.entry.size
        if !entry.file.entry.steps.isEmpty {
          let words = LegendWords.words(entry.file.entry.steps)
          cell.notes = [words.isEmpty ? "prepared" : "prepared: \(words)"]
        }
        if let extent = entry.file.entry.generated {
          cell.notes.append(LegendWords.generated(extent))
        }
        groups[index].group.cells.append(cell)
        drawnCount += 1
      }
    }
    var picture = LegendPicture(
      name: name,
      subtitle: "\(prompt.profile.id) · \(Quantity.count(files.count, "picture")) as sent",
      groups: groups.map(\.group), passages: passages)
    picture.omittedCount = files.count - drawn.count
    return picture.png
  }

  /// A group of the legend, with the file of each of its cells.
  private struct FiledGroup {
    var group: LegendPicture.Group
    var cells: [(file: BundleFile, title: String)] = []
  }

  /// Returns a group for each binding of the prompt that sends at least one picture.
  private func groups(_ names: [ULID: String]) -> [FiledGroup] {
    prompt.bindings.compactMap { binding in
      var group: FiledGroup
      switch binding.subject {
      case .element(let member, let files, let left):
        group = FiledGroup(group: .init(heading: "\(member.handle)", cells: []))
        group.cells = files.compactMap { file in
          picture(.element(member, file)).map { ($0, "\(file.number) \(file.role)") }
        }
        group.group.facts = [
          names[member.element] ?? "", binding.token.map { "\($0) in the prompt" } ?? "",
          shots { $0.elements.contains(member.element) },
        ].filter { !$0.isEmpty }
        group.group.notes = [
          Self.list("also sent", files.filter { $0.medium != .picture }) {
            "\($0.number) \($0.medium.rawValue)"
          },
          Self.list("not sent", left.filter { $0.medium == .picture }) {
            "\($0.number) \($0.role)"
          },
        ].compactMap(\.self)
      case .voice: return nil
      case .image(let number, let path):
        group = frame("image \(number)", path, binding.token)
        group.group.facts.append(shots { $0.images.contains(number) })
      case .video(let path): group = frame("video", path, binding.token)
      case .start(let path): group = frame("start frame", path, binding.token)
      case .middle(let number, let path): group = frame("frame \(number + 1)", path, binding.token)
      case .end(let path): group = frame("end frame", path, binding.token)
      }
      return group.cells.isEmpty ? nil : group
    }
  }

  /// Returns the group of a single picture or video that the shot file names by its path.
  private func frame(_ heading: String, _ path: String, _ token: String?) -> FiledGroup {
    var group = FiledGroup(group: .init(heading: heading, cells: []))
    group.group.facts = token.map { ["\($0) in the prompt"] } ?? []
    if let file = picture(.path(path)) {
      group.cells = [(file, String(path.split(separator: "/").last ?? ""))]
    }
    return group
  }

  /// Returns the sent file of a source if it is a picture.
  private func picture(_ source: RequestFile.Source) -> BundleFile? {
    sent.first { $0.request?.source == source }.flatMap { $0.format?.medium == .picture ? $0 : nil }
  }

  /// Returns a titled list, such as "not sent: 5 unsorted, 6 left"; `nil` without files. A list of
  /// more than 12 files ends in a count.
  private static func list(
    _ title: String, _ files: [CastFile], words: (CastFile) -> String
  ) -> String? {
    files.isEmpty ? nil : "\(title): \(Quantity.list(files.map(words), atMost: 12))"
  }

  /// Returns which shots name something, such as "shots 1–3, 5"; empty for a prompt with a single
  /// shot.
  private func shots(_ isNamed: (CompiledPrompt.Scene) -> Bool) -> String {
    guard prompt.scenes.count > 1 else { return "" }
    let numbers = Set(prompt.scenes.filter(isNamed).compactMap(\.number)).sorted()
    if numbers.isEmpty { return "in no shot" }
    let words = numbers.consecutiveRanges.map { range in
      range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)–\(range.upperBound)"
    }
    return (numbers.count == 1 ? "shot " : "shots ") + words.joined(separator: ", ")
  }

  /// The text of each shot, with its number and duration.
  private var passages: [LegendPicture.Passage] {
    prompt.scenes.map { scene in
      let title = scene.number.map { number in
        "Shot \(number)" + (scene.seconds.map { " · \($0) s" } ?? "")
      }
      return LegendPicture.Passage(title: title, text: scene.text)
    }
  }

  /// Returns the pictures in the order of `files`, scaled down to fit `box`. A picture that can't
  /// be read is `nil`.
  private func pictures(
    of files: [BundleFile], _ box: PixelSize, _ decoder: FilePath?
  ) async throws -> [Bitmap?] {
    let source = LegendPictures(
      inspector: Inspector(decoder: decoder), store: store, box: box, read: read)
    var pictures: [Bitmap?] = []
    try await InOrder(workers: Processors.count).run(files) { file in
      try await source.picture(of: file)
    } each: {
      pictures.append($0)
    }
    return pictures
  }
}

internal import Files
internal import Media

/// Reads a folder of photos whose people are tagged, in the photos or in `.xmp` files beside them.
struct TaggedPhotos {
  private var people = PeopleGroups()
  /// The pictures of each keyword by its path, such as `Travel/Rome`.
  private var keywords: [String: [Photo]] = [:]
  private var leftOut = LeftOutFiles()

  /// The reason why keywords are left out unless a mapping says otherwise.
  private static let aside = "keywords"
  private static let keywordLimit = 10_000

  /// A photo with its tags.
  private struct Photo: Sendable {
    let path: FilePath
    let tags: PictureTags
    /// Why it could not be read, or `nil`.
    var problem: String?
  }

  /// Reads the photos in a folder and below.
  ///
  /// - Throws: `ElementLibraryError.invalidRequest` if none names a person or a keyword, or
  ///   `CancellationError`.
  static func read(
    _ folder: FilePath, progress: (Int) -> Void
  ) async throws -> ForeignLibrary {
    guard FileSystem.statusFollowingLinks(folder)?.isFolder == true else {
      throw ElementLibraryError.invalidRequest(
        "\(folder) is not a folder", fix: "name the folder that contains the photos")
    }
    let list = FileList([folder])
    var sidecars = Sidecars()
    var photos = TaggedPhotos()
    var items: [(FilePath, [FilePath])] = []
    for file in list.files {
      // A link may lead anywhere.
      if FileSystem.status(file.path)?.isFile == true {
        items.append((file.path, sidecars.of(file.path)))
      } else {
        photos.leftOut.add(file.path.name.text, "a link")
      }
    }
    for name in sidecars.strays {
      photos.leftOut.add(name, "a sidecar without its picture")
    }
    var count = 0
    try await InOrder(workers: Processors.count).run(items) { path, sidecars in
      Self.photo(path, sidecars)
    } each: { (photo: Photo) in
      photos.add(photo)
      count += 1
      progress(count)
    }
    let groups = photos.groups
    guard !groups.isEmpty else {
      throw ElementLibraryError.invalidRequest(
        "\(folder): none of its \(list.files.count) files names a person",
        fix: "tag people or faces in your program for photos, and let it write them to the files")
    }
    return ForeignLibrary(
      program: .photos, folder: folder, groups: groups, leftOut: photos.leftOut.all)
  }

  /// Reads the tags of a photo. Of a file that is not a picture, only sidecars are read.
  private static func photo(_ path: FilePath, _ sidecars: [FilePath]) -> Photo {
    var tags = PictureTags()
    var problem: String?
    do {
      let file = try ReadableFile(reading: path, limit: ReadableFile.wholeFileLimit)
      let format = MediaFormat(sniffing: try file.bytes(at: 0, upTo: 4096))
      if format.medium == .picture { tags = PictureTags(of: try file.readAll()) }
      if format.medium == .other { problem = "not media" }
    } catch {
      problem = "can't be read"
    }
    for sidecar in sidecars {
      if case .success(let bytes) = TextFile.read(sidecar, limit: PictureTags.byteLimit) {
        tags.add(packet: bytes)
      } else {
        problem = problem ?? "has a sidecar that can't be read"
      }
    }
    return Photo(path: path, tags: tags, problem: problem)
  }

  // MARK: Groups

  private mutating func add(_ photo: Photo) {
    let name = photo.path.name.text
    let tags = photo.tags
    if let problem = photo.problem, tags.people.isEmpty {
      leftOut.add(name, problem)
      return
    }
    if tags.unreadableCount > 0 { leftOut.add(name, "has tags that can't be read") }
    if tags.rating == -1 {
      leftOut.add(name, "rejected (rated -1)")
      return
    }
    for path in keywordPaths(of: tags)
    where keywords[path] != nil
      || keywords.count < Self.keywordLimit
    {
      keywords[path, default: []].append(photo)
    }
    guard !tags.people.isEmpty else {
      if tags.unreadableCount == 0 { leftOut.add(name, "names no person") }
      return
    }
    // Programs may spell one name in two ways.
    var sizes: [String: Double?] = [:]
    var keys: [String] = []
    for person in tags.people {
      let key = RecordText.folded(person.name)
      if sizes[key] == nil { keys.append(key) }
      sizes[key] = .some((sizes[key] ?? nil) ?? person.area?.share)
      guard !people.contains(key) else { continue }
      var group = ForeignLibrary.Group(name: ForeignLibrary.Group.part(person.name))
      group.elementName = person.name
      people.add(group, key: key)
    }
    people.add(
      PeopleGroups.Picture(
        file: Self.file(photo),
        people: keys.map { ($0, sizes[$0] ?? nil) },
        others: tags.unnamedFaces, rating: tags.rating ?? 0, name: name))
  }

  /// Returns the keywords of a photo, without people's names and without those that a longer path
  /// of keywords contains.
  private func keywordPaths(of tags: PictureTags) -> [String] {
    let names = Set(tags.people.map { RecordText.folded($0.name) })
    let longer = Set(tags.keywords.filter { $0.count > 1 }.joined())
    return tags.keywords.filter { path in
      !(path.count == 1
        && (longer.contains(path[0]) || names.contains(RecordText.folded(path[0]))))
    }.map { path in path.map(ForeignLibrary.Group.part).joined(separator: "/") }
  }

  private var groups: [ForeignLibrary.Group] {
    let found = people.all.sorted { $0.name < $1.name }
    return found
      + keywords.sorted { $0.key < $1.key }.map { name, photos in
        var group = ForeignLibrary.Group(name: "Keywords/\(name)")
        group.aside = Self.aside
        group.files = photos.sorted {
          ($1.tags.rating ?? 0, $0.path) < ($0.tags.rating ?? 0, $1.path)
        }.map(Self.file)
        return group
      }
  }

  private static func file(_ photo: Photo) -> ForeignLibrary.File {
    ForeignLibrary.File(path: photo.path, note: photo.tags.description)
  }
}

/// Finds the `.xmp` files beside photos: `photo.jpg.xmp` and `photo.xmp`.
private struct Sidecars {
  /// The sidecars of each folder, by their names in lower case.
  private var folders: [FilePath: [String: FilePath]] = [:]
  private var used: Set<FilePath> = []

  private static let suffix = ".xmp"

  /// Returns the sidecars of a photo.
  mutating func of(_ photo: FilePath) -> [FilePath] {
    let known = sidecars(in: photo.folder)
    let name = photo.name.text.lowercased()
    let stem = String(decoding: photo.stem, as: UTF8.self).lowercased()
    let found = [name, stem].compactMap { known[$0 + Self.suffix] }
    used.formUnion(found)
    return found
  }

  /// The names of sidecars in the folders of photos that belong to none of them.
  var strays: [String] {
    folders.values.flatMap(\.values).filter { !used.contains($0) }.sorted().map(\.name.text)
  }

  private mutating func sidecars(in folder: FilePath) -> [String: FilePath] {
    if let known = folders[folder] { return known }
    var found: [String: FilePath] = [:]
    if case .success(let names) = Folder.names(in: folder) {
      for name in names.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
        let path = folder.appending(name)
        let word = path.name.text.lowercased()
        guard word.hasSuffix(Self.suffix), FileSystem.status(path)?.isFile == true else { continue }
        found[word] = path
      }
    }
    folders[folder] = found
    return found
  }
}

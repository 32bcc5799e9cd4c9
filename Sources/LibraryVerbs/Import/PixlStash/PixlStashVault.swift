internal import Files
internal import Library

/// Reads a vault of PixlStash: a folder with `vault.db` and the pictures that it names.
///
/// The vault may be damaged or made up: a path in it is followed only if each of its parts is a
/// folder or a file of the vault, and never a link.
struct PixlStashVault {
  private let root: FilePath
  private let tables: PixlStashTables
  private var leftOut = LeftOutFiles()
  /// The folders of the vault that were found to be folders.
  private var folders: Set<FilePath> = []

  /// The reason why the pictures of a set are left out unless a mapping says otherwise.
  private static let aside = "picture sets"
  private static let databaseName = "vault.db"

  /// Reads the vault in a folder.
  ///
  /// - Throws: `ElementLibraryError.invalidRequest` if it is not a vault, or `CancellationError`.
  static func read(_ folder: FilePath, progress: (Int) -> Void) throws -> ForeignLibrary {
    let tables: PixlStashTables
    do {
      let path = folder.appending(databaseName.utf8)
      tables = try PixlStashTables(ForeignDatabase(path), progress: progress)
    } catch let error as ForeignDatabaseError {
      throw ElementLibraryError.invalidRequest(
        error.message, fix: error.fix ?? "name the folder of a vault of PixlStash, with vault.db")
    }
    var vault = PixlStashVault(root: folder, tables: tables)
    let groups = try vault.groups(progress)
    guard !groups.isEmpty else {
      let reasons = vault.leftOut.all.map { "\($0.count) \($0.reason)" }.joined(separator: ", ")
      throw ElementLibraryError.invalidRequest(
        "\(folder): no character or set has a picture" + (reasons.isEmpty ? "" : " (\(reasons))"),
        fix: "assign faces to characters in PixlStash")
    }
    return ForeignLibrary(
      program: .pixlstash, folder: folder, groups: groups, leftOut: vault.leftOut.all)
  }

  private init(root: FilePath, tables: PixlStashTables) {
    (self.root, self.tables) = (root, tables)
  }

  // MARK: Groups

  private mutating func groups(_ progress: (Int) -> Void) throws -> [ForeignLibrary.Group] {
    var people = PeopleGroups()
    for (id, character) in tables.characters.sorted(by: { $0.key < $1.key }) {
      people.add(group(of: character), key: "\(id)")
    }
    var members: [Int: [Int]] = [:]
    for (set, pictures) in tables.members where tables.sets[set] != nil {
      for picture in pictures { members[picture, default: []].append(set) }
    }
    var sets: [Int: [(rating: Int, file: ForeignLibrary.File)]] = [:]
    for (index, (id, picture)) in tables.pictures.sorted(by: { $0.key < $1.key }).enumerated() {
      if index.isMultiple(of: 256) {
        try Task.checkCancellation()
        progress(index)
      }
      let inSets = members[id] ?? []
      guard let file = file(of: picture, id, isInSet: !inSets.isEmpty) else { continue }
      for set in inSets where !isReference(set) {
        sets[set, default: []].append((picture.score, file))
      }
      add(picture, id, file, inSets, to: &people)
    }
    return people.all + setGroups(sets)
  }

  /// Whether a set contains the chosen pictures of a character, and is not one of its own.
  private func isReference(_ set: Int) -> Bool { tables.referenceSets[set] != nil }

  private func group(of character: PixlStashTables.Character) -> ForeignLibrary.Group {
    let name = ForeignLibrary.Group.part(character.name)
    let project = character.project.flatMap { tables.projects[$0] }
    var group = ForeignLibrary.Group(
      name: project.map { "\(ForeignLibrary.Group.part($0))/\(name)" } ?? name)
    group.elementName = character.name
    group.description = character.description
    return group
  }

  /// Adds a picture to the characters whose faces it shows, or who have it as a reference.
  private func add(
    _ picture: PixlStashTables.Picture, _ id: Int, _ file: ForeignLibrary.File, _ inSets: [Int],
    to people: inout PeopleGroups
  ) {
    var sizes: [Int: Double?] = [:]
    var order: [Int] = []
    var others: [Double?] = []
    for face in tables.faces[id] ?? [] {
      guard let character = face.character, tables.characters[character] != nil else {
        if !picture.isClip { others.append(face.size) }
        continue
      }
      if let known = sizes[character] {
        sizes[character] = .some([known, face.size].compactMap(\.self).max())
      } else {
        sizes[character] = .some(face.size)
        order.append(character)
      }
    }
    let chosen = inSets.flatMap { tables.referenceSets[$0] ?? [] }
    for character in chosen where sizes[character] == nil && tables.characters[character] != nil {
      sizes[character] = .some(nil)
      order.append(character)
    }
    guard !order.isEmpty else { return }
    // The pictures chosen as references come first.
    people.add(
      PeopleGroups.Picture(
        file: file, people: order.map { ("\($0)", sizes[$0] ?? nil) }, others: others,
        rating: picture.score + (chosen.isEmpty ? 0 : 1000), name: picture.originalName,
        chosenFor: Set(chosen.map { "\($0)" }), tags: tables.tags[id] ?? []))
  }

  private func setGroups(
    _ sets: [Int: [(rating: Int, file: ForeignLibrary.File)]]
  ) -> [ForeignLibrary.Group] {
    tables.sets.sorted { $0.key < $1.key }.compactMap { id, set in
      guard let files = sets[id] else { return nil }
      var group = ForeignLibrary.Group(name: "Sets/\(ForeignLibrary.Group.part(set.name))")
      group.elementName = set.name
      group.notes = set.description
      group.aside = Self.aside
      group.files = files.sorted { $1.rating < $0.rating }.map(\.file)
      return group
    }
  }

  // MARK: Files

  /// Returns the file of a picture, or `nil` after counting why it can't be imported. Pictures
  /// without character and set are counted as such.
  private mutating func file(
    of picture: PixlStashTables.Picture, _ id: Int, isInSet: Bool
  ) -> ForeignLibrary.File? {
    let name = picture.originalName.isEmpty ? picture.path : picture.originalName
    if picture.isDeleted {
      leftOut.add(name, "in PixlStash's scrapheap")
      return nil
    }
    let hasCharacter = (tables.faces[id] ?? []).contains {
      $0.character.map { tables.characters[$0] != nil } ?? false
    }
    guard hasCharacter || isInSet else {
      leftOut.add(name, "of no character and in no set")
      return nil
    }
    switch path(of: picture.path) {
    case .success(let path):
      var file = ForeignLibrary.File(path: path, note: note(on: picture))
      if let name = FilePath(picture.originalName), !picture.isClip {
        file.role = Role(inFileName: name, ignoring: [])
      }
      return file
    case .failure(let problem):
      leftOut.add(name, problem.rawValue)
      return nil
    }
  }

  /// Returns the caption of a picture, and the name with which it came.
  private func note(on picture: PixlStashTables.Picture) -> String {
    let own = picture.path.split(separator: "/").last.map(String.init) ?? ""
    let original =
      picture.originalName.isEmpty || picture.originalName == own
      ? "" : "imported as \(picture.originalName)"
    return [picture.description, original].filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private enum PathProblem: String, Error {
    case outside = "outside the vault"
    case missing = "its file is missing"
    case link = "behind a link"
  }

  /// Returns the path of a file in the vault.
  private mutating func path(of text: String) -> Result<FilePath, PathProblem> {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard !text.isEmpty, text.utf8.count <= 4096, !text.utf8.contains(0),
      parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." })
    else { return .failure(text.isEmpty ? .missing : .outside) }
    var path = root
    for (index, part) in parts.enumerated() {
      path = path.appending(Array(part.utf8))
      let isLast = index == parts.count - 1
      if !isLast, folders.contains(path) { continue }
      guard let status = FileSystem.status(path) else { return .failure(.missing) }
      if status.kind == .link { return .failure(.link) }
      guard isLast ? status.isFile : status.isFolder else { return .failure(.missing) }
      if !isLast { folders.insert(path) }
    }
    return .success(path)
  }
}

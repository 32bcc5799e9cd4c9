internal import Library

/// What the tables of PixlStash's database say, as far as it becomes elements.
///
/// Versions differ in their columns. Those that are needed must be there; a value of another type
/// counts as absent.
struct PixlStashTables {
  struct Character {
    let name: String
    let description: String
    var project: Int?
  }

  struct Picture {
    /// The path in the vault; an absolute one is that of a picture elsewhere.
    let path: String
    let originalName: String
    let description: String
    let score: Int
    let isDeleted: Bool
    let isClip: Bool
  }

  struct Face {
    let character: Int?
    /// The area of its box in pixels, or `nil`.
    let size: Double?
  }

  private(set) var characters: [Int: Character] = [:]
  private(set) var pictures: [Int: Picture] = [:]
  /// The faces by their picture, in the order of the table.
  private(set) var faces: [Int: [Face]] = [:]
  private(set) var sets: [Int: (name: String, description: String)] = [:]
  /// The pictures of each set.
  private(set) var members: [Int: [Int]] = [:]
  /// The characters of whom a set contains the references.
  private(set) var referenceSets: [Int: [Int]] = [:]
  private(set) var projects: [Int: String] = [:]
  private(set) var tags: [Int: Set<String>] = [:]

  private let database: ForeignDatabase
  private static let rowLimit = 2_000_000
  /// The texts with which PixlStash marks what its own tools have yet to do.
  private static let pendingTag = "__tag"
  private static let pendingDescription = "__description::"

  /// Reads the tables.
  ///
  /// - Throws: `ForeignDatabaseError`, or `CancellationError`.
  init(_ database: ForeignDatabase, progress: (Int) -> Void) throws {
    self.database = database
    try readCharacters()
    try readPictures(progress)
    try readFaces()
    try readSets()
    try readProjects()
    try readTags()
  }

  private mutating func readCharacters() throws {
    try database.read(
      "character", ["id", "name"], ["description", "reference_picture_set_id", "project_id"],
      limit: 100_000
    ) { row in
      guard let id = row[0].integer, let name = row[1].text, !TextRule.trimmed(name).isEmpty else {
        return
      }
      characters[id] = Character(
        name: TextRule.trimmed(name), description: row[2].text ?? "", project: row[4].integer)
      if let set = row[3].integer { referenceSets[set, default: []].append(id) }
    }
  }

  private mutating func readPictures(_ progress: (Int) -> Void) throws {
    let clips = [".mp4", ".mov", ".webm", ".mkv", ".avi", ".m4v"]
    try database.read(
      "picture", ["id", "file_path"], ["original_file_name", "description", "score", "deleted"],
      limit: Self.rowLimit
    ) { row in
      guard let id = row[0].integer else { return }
      let path = row[1].text ?? ""
      let description = row[3].text ?? ""
      if pictures.count.isMultiple(of: 1024) { progress(pictures.count) }
      pictures[id] = Picture(
        path: path, originalName: row[2].text ?? "",
        description: description.hasPrefix(Self.pendingDescription) ? "" : description,
        score: min(100, max(-100, row[4].integer ?? 0)), isDeleted: row[5].integer ?? 0 != 0,
        isClip: clips.contains { path.lowercased().hasSuffix($0) })
    }
  }

  private mutating func readFaces() throws {
    try database.read(
      "face", ["picture_id", "character_id"], ["bbox"], limit: 2 * Self.rowLimit
    ) { row in
      guard let picture = row[0].integer, pictures[picture] != nil else { return }
      faces[picture, default: []].append(
        Face(character: row[1].integer, size: row[2].text.flatMap(Self.size)))
    }
  }

  /// Returns the area of a box, which is written as `[left, top, right, bottom]`.
  private static func size(_ box: String) -> Double? {
    guard box.utf8.count <= 200 else { return nil }
    let numbers = box.split { " [],".contains($0) }.compactMap { Double($0) }
    guard numbers.count == 4, numbers.allSatisfy({ $0.isFinite && abs($0) < 1e6 }),
      numbers[2] > numbers[0], numbers[3] > numbers[1]
    else { return nil }
    return (numbers[2] - numbers[0]) * (numbers[3] - numbers[1])
  }

  private mutating func readSets() throws {
    guard try database.columns(of: "pictureset") != nil else { return }
    try database.read("pictureset", ["id", "name"], ["description"], limit: 100_000) { row in
      guard let id = row[0].integer, let name = row[1].text, !TextRule.trimmed(name).isEmpty else {
        return
      }
      sets[id] = (TextRule.trimmed(name), row[2].text ?? "")
    }
    guard try database.columns(of: "picturesetmember") != nil else { return }
    try database.read(
      "picturesetmember", ["set_id", "picture_id"], limit: Self.rowLimit
    ) { row in
      guard let set = row[0].integer, let picture = row[1].integer, pictures[picture] != nil else {
        return
      }
      members[set, default: []].append(picture)
    }
  }

  private mutating func readProjects() throws {
    guard try database.columns(of: "project") != nil else { return }
    try database.read("project", ["id", "name"], limit: 100_000) { row in
      guard let id = row[0].integer, let name = row[1].text, !name.isEmpty else { return }
      projects[id] = name
    }
    // Later versions have a table for several projects of one character. The first counts.
    guard try database.columns(of: "characterprojectmember") != nil else { return }
    var first: [Int: Int] = [:]
    try database.read(
      "characterprojectmember", ["character_id", "project_id"], limit: Self.rowLimit
    ) { row in
      guard let character = row[0].integer, let project = row[1].integer else { return }
      first[character] = min(project, first[character] ?? project)
    }
    for (character, project) in first { characters[character]?.project = project }
  }

  private mutating func readTags() throws {
    guard try database.columns(of: "tag") != nil else { return }
    try database.read("tag", ["picture_id", "tag"], limit: 4 * Self.rowLimit) { row in
      guard let picture = row[0].integer, faces[picture] != nil, let tag = row[1].text,
        !tag.isEmpty, !tag.hasPrefix(Self.pendingTag)
      else { return }
      tags[picture, default: []].insert(tag)
    }
  }
}

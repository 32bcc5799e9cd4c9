internal import Files

/// Reads a library of Eagle: `NAME.library` with the tree of folders in `metadata.json`, and for
/// each item `images/ID.info/` with its own `metadata.json` and its file.
///
/// The library may be damaged or made up, so names in it never become paths unless the folder has
/// such a file.
struct EagleLibrary {
  private let root: FilePath
  /// The groups by the id of their folder.
  private var groups: [String: ForeignLibrary.Group] = [:]
  /// The ids of folders in the order of the tree.
  private var order: [String] = []
  private var locked: Set<String> = []
  private var leftOut = LeftOutFiles()
  /// The files of each group with their rating, from which their order follows.
  private var rated: [String: [(stars: Int, name: String, file: ForeignLibrary.File)]] = [:]
  /// How often each tag occurs in a group.
  private var tagCounts: [String: [String: Int]] = [:]

  /// The maximum sizes of the two kinds of `metadata.json` in bytes.
  private static let treeByteLimit = 64 << 20
  private static let itemByteLimit = 4 << 20
  /// The maximum number of folders.
  private static let maximumFolders = 100_000
  private static let recordName = "metadata.json"

  /// Reads the library in a folder.
  ///
  /// - Throws: `ElementLibraryError.invalidRequest` if it is not a library of Eagle.
  static func read(_ folder: FilePath, progress: (Int) -> Void) throws -> ForeignLibrary {
    var library = EagleLibrary(root: folder)
    try library.readTree()
    try library.readItems(progress)
    let foreign = library.foreign
    guard !foreign.groups.isEmpty else {
      let reasons = foreign.leftOut.map { "\($0.count) \($0.reason)" }.joined(separator: ", ")
      throw ElementLibraryError.invalidRequest(
        "\(folder): no folder contains an item" + (reasons.isEmpty ? "" : " (\(reasons))"),
        fix: "sort the items into folders in Eagle")
    }
    return foreign
  }

  init(root: FilePath) { self.root = root }

  /// The names of the folders in the order of the tree.
  var folderNames: [String] { order.compactMap { groups[$0]?.name } }

  private func wrong(_ path: FilePath, _ problem: String) -> ElementLibraryError {
    .invalidRequest(
      "\(path): \(problem)", fix: "name the folder of a library of Eagle, which ends in .library")
  }

  // MARK: Folders

  private mutating func readTree() throws {
    let path = root.appending(Self.recordName.utf8)
    switch TextFile.read(path, limit: Self.treeByteLimit) {
    case .success(let bytes): try readTree(bytes, path)
    case .failure(let failure): throw wrong(path, failure.message)
    }
  }

  /// Reads the tree of folders; errors name the file that it is from.
  mutating func readTree(_ bytes: [UInt8], _ path: FilePath) throws {
    let tree: JSONValue
    do {
      tree = try JSONParser.parse(
        bytes, bounds: JSONParser.Bounds(byteCount: Self.treeByteLimit, depth: 128))
    } catch {
      throw wrong(path, "\(error)")
    }
    guard let folders = tree["folders"]?.array else { throw wrong(path, "no list of folders") }
    // A folder's children follow it; the list is a stack, since the tree may be deep.
    var waiting = folders.reversed().map { (folder: $0, around: "", isLocked: false) }
    while let (folder, around, isLocked) = waiting.popLast() {
      guard let id = folder["id"]?.string, !id.isEmpty, groups[id] == nil else { continue }
      guard order.count < Self.maximumFolders else {
        throw wrong(path, "more than \(Self.maximumFolders) folders")
      }
      let own = ForeignLibrary.Group.part(folder["name"]?.string ?? id)
      let name = around.isEmpty ? own : "\(around)/\(own)"
      var group = ForeignLibrary.Group(name: name)
      group.notes = folder["description"]?.string ?? ""
      group.tags = folder["tags"]?.array?.compactMap(\.string) ?? []
      groups[id] = group
      order.append(id)
      let isSecret = isLocked || !(folder["password"]?.string ?? "").isEmpty
      if isSecret { locked.insert(id) }
      for child in (folder["children"]?.array ?? []).reversed() {
        waiting.append((folder: child, around: name, isLocked: isSecret))
      }
    }
  }

  // MARK: Items

  private mutating func readItems(_ progress: (Int) -> Void) throws {
    let images = root.appending("images".utf8)
    let names: [[UInt8]]
    switch Folder.names(in: images) {
    case .success(let found): names = found
    case .failure(let failure): throw wrong(images, failure.message)
    }
    let suffix = Array(".info".utf8)
    let items = names.filter { $0.count > suffix.count && $0.suffix(suffix.count) == suffix[...] }
    for (index, name) in items.enumerated() {
      try Task.checkCancellation()
      progress(index)
      let folder = images.appending(name)
      guard FileSystem.status(folder)?.isFolder == true else { continue }
      readItem(folder)
    }
  }

  private mutating func readItem(_ folder: FilePath) {
    guard
      case .success(let bytes) = TextFile.read(
        folder.appending(Self.recordName.utf8), limit: Self.itemByteLimit),
      let item = try? JSONParser.parse(bytes), item.members != nil
    else {
      leftOut.add(folder.name.text, "its metadata.json can't be read")
      return
    }
    let name = item["name"]?.string ?? folder.name.text
    if item["isDeleted"]?.boolean == true {
      leftOut.add(name, "in Eagle's trash")
      return
    }
    let ids = (item["folders"]?.array ?? []).compactMap(\.string).filter { groups[$0] != nil }
    guard !ids.isEmpty else {
      leftOut.add(name, "in no folder")
      return
    }
    let open = ids.filter { !locked.contains($0) }
    guard !open.isEmpty else {
      leftOut.add(name, "in a folder with a password")
      return
    }
    guard let path = file(of: item, in: folder) else {
      leftOut.add(name, "its file is missing")
      return
    }
    let tags = (item["tags"]?.array ?? []).compactMap(\.string)
    let file = ForeignLibrary.File(path: path, note: Self.note(on: item))
    let stars = item["star"]?.integer ?? 0
    for id in open {
      rated[id, default: []].append((stars: stars, name: name, file: file))
      for tag in Set(tags) { tagCounts[id, default: [:]][tag, default: 0] += 1 }
    }
  }

  /// Returns the file of an item: the one with its name, or else the only other one that is neither
  /// a thumbnail nor the record.
  private func file(of item: JSONValue, in folder: FilePath) -> FilePath? {
    guard case .success(let names) = Folder.names(in: folder) else { return nil }
    let wanted = Array("\(item["name"]?.string ?? "").\(item["ext"]?.string ?? "")".utf8)
    let thumbnail = Array("_thumbnail.png".utf8)
    let others = names.filter { name in
      name != Array(Self.recordName.utf8) && name.first != UInt8(ascii: ".")
        && !(name.count > thumbnail.count && name.suffix(thumbnail.count) == thumbnail[...])
    }
    let found = others.contains(wanted) ? wanted : others.count == 1 ? others[0] : nil
    guard let found else { return nil }
    let path = folder.appending(found)
    // A link may lead anywhere.
    return FileSystem.status(path)?.isFile == true ? path : nil
  }

  /// Returns the annotation of an item, and the address that it comes from.
  private static func note(on item: JSONValue) -> String {
    let texts = [item["annotation"]?.string, item["url"]?.string].compactMap(\.self)
    return texts.map(TextRule.trimmed).filter { !$0.isEmpty }.joined(separator: "\n")
  }

  // MARK: Groups

  private var foreign: ForeignLibrary {
    let filled = order.compactMap { id -> ForeignLibrary.Group? in
      guard var group = groups[id], let files = rated[id] else { return nil }
      // The best rated come first, and then they are sorted by name.
      group.files = files.sorted {
        ($1.stars, $0.name, $0.file.path.bytes.count) < (
          $0.stars, $1.name, $1.file.path.bytes.count
        )
      }.map(\.file)
      // What is true of all files is true of the element.
      let shared = (tagCounts[id] ?? [:]).filter { $0.value == files.count }.keys.sorted()
      group.tags += shared.filter { !group.tags.contains($0) }
      return group
    }
    return ForeignLibrary(
      program: .eagle, folder: root, groups: filled, leftOut: leftOut.all)
  }
}

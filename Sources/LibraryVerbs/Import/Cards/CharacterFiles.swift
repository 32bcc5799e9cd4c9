internal import Archive
internal import Files

/// Reads files with one character each: `.char` of Omnichar, and character cards of versions 1 to 3
/// as JSON, in a PNG, or as `.charx`. Which of them a file is follows from its content.
struct CharacterFiles {
  private var groups: [ForeignLibrary.Group] = []
  private var leftOut = LeftOutFiles()
  /// The number of bytes of pictures that may still be read from files into memory.
  private var remaining = CharacterFiles.byteLimit

  /// The maximum size of all pictures and sounds that are inside other files, together.
  private static let byteLimit = 512 << 20
  /// The maximum size of a file with a card, unless it is an archive.
  private static let cardLimit = 128 << 20
  /// The suffixes of files that may be characters; others in a folder are skipped.
  private static let suffixes = ["char", "charx", "png", "apng", "json"]
  private static let fix =
    "name a .char file, a character card (.png, .json, .charx), or a folder of them"

  /// Reads a file, or the files in a folder.
  ///
  /// - Throws: `ElementLibraryError.invalidRequest` if there is no character, or the only file
  ///   can't be read.
  static func read(_ path: FilePath, progress: (Int) -> Void) throws -> ForeignLibrary {
    var files = CharacterFiles()
    if FileSystem.statusFollowingLinks(path)?.isFolder == true {
      try files.readFolder(path, progress)
    } else {
      do throws(CharacterFileProblem) {
        try files.readFile(path)
      } catch {
        throw wrong("\(path): \(error.words)")
      }
    }
    guard !files.groups.isEmpty else {
      let reasons = files.leftOut.all.map { "\($0.count) \($0.reason)" }.joined(separator: ", ")
      throw wrong(
        "\(path) contains no character" + (reasons.isEmpty ? "" : " (\(reasons))"))
    }
    return ForeignLibrary(
      program: .characterFiles, folder: path, groups: files.groups, leftOut: files.leftOut.all)
  }

  private static func wrong(_ problem: String) -> ElementLibraryError {
    .invalidRequest(sanitized(problem), fix: fix)
  }

  private mutating func readFolder(_ folder: FilePath, _ progress: (Int) -> Void) throws {
    let names: [[UInt8]]
    switch Folder.names(in: folder) {
    case .success(let found): names = found
    case .failure(let failure): throw Self.wrong("\(folder): \(failure.message)")
    }
    for (index, name) in names.sorted(by: { $0.lexicographicallyPrecedes($1) }).enumerated() {
      try Task.checkCancellation()
      progress(index)
      let file = folder.appending(name)
      guard name.first != UInt8(ascii: "."), FileSystem.status(file)?.isFile == true,
        Self.suffixes.contains(file.suffix?.lowercased() ?? "")
      else { continue }
      do throws(CharacterFileProblem) {
        try readFile(file)
      } catch {
        leftOut.add(file.name.text, error.words)
      }
    }
  }

  private mutating func readFile(_ path: FilePath) throws(CharacterFileProblem) {
    let file: ReadableFile
    do {
      file = try ReadableFile(reading: path, limit: 1 << 40)
      let head = try file.bytes(at: 0, upTo: 8)
      if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return try readArchive(file, path) }
    } catch let problem as CharacterFileProblem {
      throw problem
    } catch let failure as ReadFailure {
      throw .unreadable(failure.message)
    } catch let failure as FileError {
      throw .unreadable(failure.message)
    } catch {
      throw .unreadable("can't be read")
    }
    guard case .success(let bytes) = TextFile.read(path, limit: Self.cardLimit) else {
      throw .unreadable("is larger than \(Self.cardLimit >> 20) MB")
    }
    let card = try CharacterCard(bytes)
    var group = card.group(named: Self.stem(of: path))
    if card.isPicture { group.files.append(ForeignLibrary.File(path: path, note: "the card")) }
    add(card.assets { card.chunk($0) }, of: card, to: group)
  }

  private mutating func readArchive(
    _ file: ReadableFile, _ path: FilePath
  ) throws(CharacterFileProblem) {
    let archive = try CharacterArchive(file)
    if let manifest = try archive.bytes("manifest.json", limit: OmnicharFile.manifestLimit) {
      let omnichar = try OmnicharFile(manifest)
      let found = try omnichar.groups(
        named: Self.stem(of: path), in: archive, &remaining, &leftOut)
      groups += found
      return
    }
    guard let bytes = try archive.bytes("card.json", limit: Self.cardLimit) else {
      throw .noCharacter
    }
    let card = try CharacterCard(json: bytes)
    let assets = card.assets { _ in nil }
    var contents: [CharacterCard.Asset] = []
    for asset in assets {
      guard case .embedded(let name) = asset.content else {
        contents.append(asset)
        continue
      }
      contents.append(asset.with(try archive.content(of: name, &remaining)))
    }
    add(contents, of: card, to: card.group(named: Self.stem(of: path)))
  }

  /// Adds a card's group with the assets that can be imported, and counts the others.
  private mutating func add(
    _ assets: [CharacterCard.Asset], of card: CharacterCard, to group: ForeignLibrary.Group
  ) {
    var group = group
    var backgrounds = ForeignLibrary.Group(name: "\(group.name)/background")
    backgrounds.elementName = "\(group.ownName) background"
    backgrounds.aside = "backgrounds"
    backgrounds.kind = .place
    for asset in assets {
      switch asset.content {
      case .bytes(let bytes):
        if asset.isOfUser {
          leftOut.add(asset.shownName, "shows the user")
        } else if let file = asset.file(bytes) {
          if asset.isBackground { backgrounds.files.append(file) } else { group.files.append(file) }
        } else {
          leftOut.add(asset.shownName, "is neither a picture nor a clip")
        }
      case .card: break
      case .embedded, .missing: leftOut.add(asset.shownName, "its file is missing")
      case .web(let address): leftOut.add(address, "on the web, which is not downloaded")
      case .unreadable: leftOut.add(asset.shownName, "can't be read")
      case .tooLarge: leftOut.add(asset.shownName, "is too large")
      }
    }
    if card.isOfLaterVersion { leftOut.add(group.name, "is of a later version, read as version 3") }
    group.mayBeEmpty = true
    groups.append(group)
    if !backgrounds.files.isEmpty { groups.append(backgrounds) }
  }

  private static func stem(of path: FilePath) -> String {
    path.name.text.split(separator: ".").first.map(String.init) ?? path.name.text
  }
}

/// Why a file is not a character that can be read.
enum CharacterFileProblem: Error {
  case noCharacter
  case unreadable(String)
  case laterVersion(Int)
  case damaged(String)

  var words: String {
    switch self {
    case .noCharacter: "contains no character"
    case .unreadable(let why): why
    case .laterVersion(let version):
      "is of version \(version), and 1 is the latest that is known here"
    case .damaged(let what): "is damaged: \(what)"
    }
  }
}

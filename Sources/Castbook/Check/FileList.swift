internal import Files
internal import Library
internal import Media

/// The files that paths come to: files as they are named, folders as what lies below them.
public struct FileList: Sendable {
  /// The files, in the order given; within a folder in byte order of their names.
  public private(set) var paths: [FilePath] = []
  /// Those that were named themselves, not met in a folder.
  private(set) var named: Set<FilePath> = []
  /// Those that may be no ordinary files.
  private(set) var unsure: Set<FilePath> = []
  /// Names passed over in folders, by reason, in the reasons' order.
  public private(set) var passedOver: [(reason: String, count: Int)] = []
  /// Folders among them that could not be opened.
  private(set) var unreadable: [FilePath: FileProblem] = [:]
  /// Elements among them that have no files.
  private(set) var empty: [ElementFiles] = []
  /// Where files lie that are told under another name than that of their place.
  private(set) var places: [FilePath: FilePath] = [:]
  /// What is to be said of the elements among what was named.
  private(set) var findings: [Finding] = []
  /// The roles that elements give their files, and their numbers there.
  private(set) var roles: [FilePath: Role] = [:]
  private(set) var numbers: [FilePath: Int] = [:]
  /// The elements among what was named.
  private(set) var elements: [ElementFiles] = []
  /// The folders among what was named.
  private var folders: [FilePath] = []
  /// What was dismissed of their files.
  private(set) var dismissals: [FilePath: [Contents.Dismissed]] = [:]
  /// The files of voices.
  private(set) var voices: Set<FilePath> = []
  /// The copies that the library keeps of their files.
  private(set) var copies: [FilePath: [StoredCopy]] = [:]

  public init(_ paths: [FilePath]) { self.init(paths.map { .path($0) }) }

  /// What a list is made of.
  public enum Source: Sendable {
    /// A file, or a folder of files.
    case path(FilePath)
    /// The files of an element.
    case element(ElementFiles)
    /// A file that is told under another name than that of its place.
    case placed(FilePath, at: FilePath)
  }

  public init(_ sources: [Source]) {
    var skipped: [FolderWalk.Skipped: Int] = [:]
    for source in sources {
      switch source {
      case .element(let element): add(element)
      case .placed(let name, let place):
        paths.append(name)
        named.insert(name)
        places[name] = place
      case .path(let path):
        let walk = FolderWalk([path])
        add(walk, of: path)
        skipped.merge(walk.skipped, uniquingKeysWith: +)
      }
    }
    passedOver = FolderWalk.Skipped.allCases.compactMap { reason in
      skipped[reason].map { (Self.words(for: reason, count: $0), $0) }
    }
  }

  private mutating func add(_ element: ElementFiles) {
    let names = element.files.map(\.name)
    paths += names
    named.formUnion(names)
    findings += element.findings.filter { !findings.contains($0) }
    for file in element.files {
      numbers[file.name] = file.number
      places[file.name] = file.place
      roles[file.name] = file.role
    }
    elements.append(element)
    if element.files.isEmpty { empty.append(element) }
    if element.kind == .voice { voices.formUnion(names) }
    dismissals.merge(element.dismissals) { first, _ in first }
    copies.merge(element.copies) { first, _ in first }
  }

  private mutating func add(_ walk: FolderWalk, of path: FilePath) {
    paths += walk.files
    if walk.files.contains(path) { named.insert(path) } else { folders.append(path) }
    unsure.formUnion(walk.unsure)
    unreadable.merge(walk.unreadable) { first, _ in first }
  }

  /// Whether the library keeps prepared copies of a file.
  public func hasCopies(_ path: FilePath) -> Bool { copies[path]?.isEmpty == false }

  /// The same list with each path once, where it is first.
  var unrepeated: FileList {
    var list = self
    var seen: Set<FilePath> = []
    list.paths.removeAll { !seen.insert($0).inserted }
    return list
  }

  /// Where the bytes of a file lie.
  public func place(of path: FilePath) -> FilePath { places[path] ?? path }

  /// Without an element's pictures, which can't be heard.
  public var ofSound: FileList { without([.picture]) }

  /// Without what is in an element or a folder beside clips.
  public var ofClips: FileList { without([.picture, .sound]) }

  /// Only the files of elements that a number, a range or a name means.
  public func selecting(_ selector: FileSelector) -> FileList {
    let meant = elements.flatMap { element -> [FilePath] in
      let names = element.files.map(\.name.name.text)
      switch selector {
      case .numbers(let range):
        return element.files.filter { range.contains($0.number) }.map(\.name)
      case .name:
        let places = (try? selector.numbers(among: names)) ?? []
        return places.map { element.files[$0 - 1].name }
      }
    }
    var list = self
    list.paths.removeAll { !meant.contains($0) }
    return list
  }

  /// Without files whose names say so; what was named itself stays.
  private func without(_ media: Set<MediaFormat.Medium>) -> FileList {
    var list = self
    list.paths.removeAll { path in
      guard places[path] != nil || !named.contains(path) else { return false }
      return path.suffix.flatMap(MediaFormat.init(suffix:)).map { media.contains($0.medium) }
        ?? false
    }
    return list
  }

  /// Where a file lies within the folder that was named; of one that was named itself, its name.
  func nameWithin(_ path: FilePath) -> FilePath {
    let inside = folders.compactMap { folder -> ArraySlice<UInt8>? in
      let start = folder.bytes.last == UInt8(ascii: "/") ? folder.bytes : folder.bytes + [0x2F]
      return path.bytes.starts(with: start) ? path.bytes.dropFirst(start.count) : nil
    }
    // Of folders within each other the outer one counts.
    return inside.max { $0.count < $1.count }.flatMap { FilePath(bytes: Array($0)) } ?? path.name
  }

  /// The same list without what lies in a folder, and how many files that are; links may lead there too.
  public func without(_ folder: FilePath) -> (list: FileList, count: Int) {
    var list = self
    list.paths.removeAll { path in
      places[path] == nil && !named.contains(path) && FileSystem.isInside(path.folder, folder)
    }
    return (list, paths.count - list.paths.count)
  }

  /// Whether a file was merely met in a folder and is no media.
  func isBystander(_ facts: FileFacts) -> Bool {
    FileRules.findings(for: facts, isNamed: named.contains(facts.path))
      .contains(where: \.isOfBystander)
  }

  public var passedOverCount: Int { passedOver.reduce(0) { $0 + $1.count } }

  private static func words(for reason: FolderWalk.Skipped, count: Int) -> String {
    switch reason {
    case .hidden: "hidden"
    case .sidecar: count == 1 ? "sidecar" : "sidecars"
    case .folderLink: count == 1 ? "link to a folder" : "links to folders"
    case .livePhoto: count == 1 ? "video of a Live Photo" : "videos of Live Photos"
    }
  }
}

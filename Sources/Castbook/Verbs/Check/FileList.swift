internal import Files
internal import Library
internal import Media

/// The files that paths on a command line select: named files themselves, and all files in named
/// folders and below.
///
/// ```swift
/// let list = FileList([FilePath("shoot/"), FilePath("front.png")].compactMap(\.self))
/// print(list.paths.count, "files,", list.skippedCount, "skipped")
/// ```
public struct FileList: Sendable {
  /// The files in the order given; within a folder in byte order of their names.
  public private(set) var paths: [FilePath] = []
  /// The files that were named themselves rather than found in a folder.
  private(set) var named: Set<FilePath> = []
  /// The files that may not be regular files.
  private(set) var possiblyNotRegular: Set<FilePath> = []
  /// The reasons why names in folders were skipped, each with its count, in a fixed order.
  public private(set) var skipped: [(reason: String, count: Int)] = []
  /// The listed folders that could not be opened, with the problem.
  private(set) var unreadable: [FilePath: FileProblem] = [:]
  /// The listed elements that have no files.
  private(set) var emptyElements: [ElementFiles] = []
  /// The actual locations of files that are reported under another name, such as those of a
  /// library.
  private(set) var locations: [FilePath: FilePath] = [:]
  /// Findings about the listed elements.
  private(set) var findings: [Finding] = []
  /// The roles that elements give their files.
  private(set) var roles: [FilePath: Role] = [:]
  /// The numbers that elements give their files, from 1.
  private(set) var numbers: [FilePath: Int] = [:]
  /// The listed elements.
  private(set) var elements: [ElementFiles] = []
  /// The listed folders.
  private var folders: [FilePath] = []
  /// The findings that were dismissed for files of elements.
  private(set) var dismissals: [FilePath: [Contents.StoredDismissal]] = [:]
  /// The files that are samples of voices.
  private(set) var voices: Set<FilePath> = []
  /// The prepared copies that the library keeps of files of elements.
  private(set) var copies: [FilePath: [StoredCopy]] = [:]

  /// Lists the files at paths. Folders are searched recursively.
  public init(_ paths: [FilePath]) { self.init(paths.map { .path($0) }) }

  /// One source of files for a list.
  public enum Source: Sendable {
    /// A file, or a folder of files.
    case path(FilePath)
    /// All files of an element.
    case element(ElementFiles)
    /// A file that is reported under another name than its location.
    case named(FilePath, at: FilePath)
  }

  /// Lists the files of sources, in their order.
  public init(_ sources: [Source]) {
    var skippedCounts: [FolderWalk.Skipped: Int] = [:]
    for source in sources {
      switch source {
      case .element(let element): add(element)
      case .named(let name, let location):
        paths.append(name)
        named.insert(name)
        locations[name] = location
      case .path(let path):
        let walk = FolderWalk([path])
        add(walk, of: path)
        skippedCounts.merge(walk.skipped, uniquingKeysWith: +)
      }
    }
    skipped = FolderWalk.Skipped.allCases.compactMap { reason in
      skippedCounts[reason].map { (Self.words(for: reason, count: $0), $0) }
    }
  }

  /// Adds an element's files, with everything that the library knows of them.
  private mutating func add(_ element: ElementFiles) {
    let names = element.files.map(\.name)
    paths += names
    named.formUnion(names)
    findings += element.findings.filter { !findings.contains($0) }
    for file in element.files {
      numbers[file.name] = file.number
      locations[file.name] = file.place
      roles[file.name] = file.role
    }
    elements.append(element)
    if element.files.isEmpty { emptyElements.append(element) }
    if element.kind == .voice { voices.formUnion(names) }
    dismissals.merge(element.dismissals) { first, _ in first }
    copies.merge(element.copies) { first, _ in first }
  }

  /// Adds the files that a search of `path` found.
  private mutating func add(_ walk: FolderWalk, of path: FilePath) {
    paths += walk.files
    if walk.files.contains(path) { named.insert(path) } else { folders.append(path) }
    possiblyNotRegular.formUnion(walk.unsure)
    unreadable.merge(walk.unreadable) { first, _ in first }
  }

  /// Whether the library keeps prepared copies of a file.
  public func hasCopies(_ path: FilePath) -> Bool { copies[path]?.isEmpty == false }

  /// The list with only the first occurrence of each path.
  var withoutDuplicates: FileList {
    var list = self
    var seen: Set<FilePath> = []
    list.paths.removeAll { !seen.insert($0).inserted }
    return list
  }

  /// Returns the actual location of a listed file.
  public func location(of path: FilePath) -> FilePath { locations[path] ?? path }

  /// The list without the pictures of elements and folders, which contain no sound. Files that were
  /// named themselves stay.
  public var soundCandidates: FileList { without([.picture]) }

  /// The list without the pictures and sounds of elements and folders. Files that were named
  /// themselves stay.
  public var clipCandidates: FileList { without([.picture, .sound]) }

  /// Returns only the files of elements that a number, a range or a name selects.
  public func selecting(_ selector: FileSelector) -> FileList {
    let selected = elements.flatMap { element -> [FilePath] in
      let names = element.files.map(\.name.name.text)
      switch selector {
      case .numbers(let range):
        return element.files.filter { range.contains($0.number) }.map(\.name)
      case .name:
        let numbers = (try? selector.numbers(among: names)) ?? []
        return numbers.map { element.files[$0 - 1].name }
      }
    }
    var list = self
    list.paths.removeAll { !selected.contains($0) }
    return list
  }

  /// Returns the list without files whose suffixes belong to `media`; files that were named
  /// themselves stay.
  private func without(_ media: Set<MediaFormat.Medium>) -> FileList {
    var list = self
    list.paths.removeAll { path in
      guard locations[path] != nil || !named.contains(path) else { return false }
      return path.suffix.flatMap(MediaFormat.init(suffix:)).map { media.contains($0.medium) }
        ?? false
    }
    return list
  }

  /// Returns the path of a file relative to the listed folder that contains it; for a file that was
  /// named itself, its name.
  func relativePath(of path: FilePath) -> FilePath {
    let inside = folders.compactMap { folder -> ArraySlice<UInt8>? in
      let start = folder.bytes.last == UInt8(ascii: "/") ? folder.bytes : folder.bytes + [0x2F]
      return path.bytes.starts(with: start) ? path.bytes.dropFirst(start.count) : nil
    }
    // If one listed folder is inside another, the path starts at the outer one.
    return inside.max { $0.count < $1.count }.flatMap { FilePath(bytes: Array($0)) } ?? path.name
  }

  /// Returns the list without the files in a folder, and the number of those removed. Links that
  /// lead into the folder are followed.
  public func without(_ folder: FilePath) -> (list: FileList, count: Int) {
    var list = self
    list.paths.removeAll { path in
      locations[path] == nil && !named.contains(path) && FileSystem.isInside(path.folder, folder)
    }
    return (list, paths.count - list.paths.count)
  }

  /// Whether a file was only found in a folder and is not a picture, clip or sound.
  func isNonMedia(_ facts: FileFacts) -> Bool {
    FileRules.findings(for: facts, isNamed: named.contains(facts.path))
      .contains(where: \.isOfBystander)
  }

  /// The number of names that were skipped in folders.
  public var skippedCount: Int { skipped.reduce(0) { $0 + $1.count } }

  private static func words(for reason: FolderWalk.Skipped, count: Int) -> String {
    switch reason {
    case .hidden: "hidden"
    case .sidecar: count == 1 ? "sidecar" : "sidecars"
    case .folderLink: count == 1 ? "link to a folder" : "links to folders"
    case .livePhoto: count == 1 ? "video of a Live Photo" : "videos of Live Photos"
    }
  }
}

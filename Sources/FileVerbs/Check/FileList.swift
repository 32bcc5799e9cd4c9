internal import Files
internal import Media

/// The files that paths on a command line select: named files themselves, and all files in named
/// folders and below.
///
/// ```swift
/// let list = FileList([FilePath("shoot/"), FilePath("front.png")].compactMap(\.self))
/// print(list.files.count, "files,", list.skippedCount, "skipped")
/// ```
public struct FileList: Sendable {
  /// The files in the order given; within a folder in byte order of their names.
  public private(set) var files: [ListedFile] = []
  /// The reasons why names in folders were skipped, each with its count, in a fixed order.
  public private(set) var skipped: [(reason: String, count: Int)] = []
  /// Whether having no file is fine, as for an empty list from a script that had nothing to check.
  public var mayBeEmpty = false
  /// The number of links to folders that were skipped in folders.
  public private(set) var folderLinkCount = 0
  /// Findings about the listed elements.
  private(set) var findings: [Finding] = []
  /// The listed elements.
  private(set) var elements: [ElementFiles] = []
  /// The listed folders.
  private var folders: [FilePath] = []

  /// Lists the files at paths. Folders are searched recursively.
  public init(_ paths: [FilePath]) { self.init(paths.map { .path($0) }) }

  /// One source of files for a list.
  public enum Source: Sendable {
    /// A file, or a folder of files.
    case path(FilePath)
    /// All files of an element.
    case element(ElementFiles)
  }

  /// Lists the files of sources, in their order.
  public init(_ sources: [Source]) {
    var skippedCounts: [FolderWalk.Skipped: Int] = [:]
    for source in sources {
      switch source {
      case .element(let element):
        files += element.files
        findings += element.findings.filter { !findings.contains($0) }
        elements.append(element)
      case .path(let path):
        let walk = FolderWalk([path])
        add(walk, of: path)
        skippedCounts.merge(walk.skipped, uniquingKeysWith: +)
      }
    }
    if !folders.isEmpty {
      // A file that was named itself is treated so where a folder contains it, too.
      let named = Set(files.lazy.filter(\.isNamed).map(\.path))
      for index in files.indices where named.contains(files[index].path) {
        files[index].isNamed = true
      }
    }
    folderLinkCount = skippedCounts[.folderLink] ?? 0
    skipped = FolderWalk.Skipped.allCases.compactMap { reason in
      skippedCounts[reason].map { (Self.words(for: reason, count: $0), $0) }
    }
  }

  /// Adds the files that a search of `path` found.
  private mutating func add(_ walk: FolderWalk, of path: FilePath) {
    files += walk.files.map { found in
      var file = ListedFile(found.path)
      file.isNamed = found.path == path
      file.mayNotBeRegular = !found.isRegular
      file.problem = found.problem
      return file
    }
    if walk.files.count != 1 || walk.files[0].path != path { folders.append(path) }
  }

  /// The list with only the first files.
  func first(_ count: Int) -> FileList {
    var list = self
    list.files = Array(files.prefix(count))
    return list
  }

  /// The listed elements that have no files.
  var emptyElements: [ElementFiles] { elements.filter(\.files.isEmpty) }

  /// The list with only the first occurrence of each path.
  var withoutDuplicates: FileList {
    var seen: Set<FilePath> = []
    return filter { seen.insert($0.path).inserted }
  }

  /// The list with a number for each file: its number in the element if all files are of one
  /// element, otherwise its place in the list, which has each file once.
  public var numbered: FileList {
    if elements.count == 1, files.allSatisfy({ $0.number != nil }) { return self }
    var list = withoutDuplicates
    for index in list.files.indices { list.files[index].number = index + 1 }
    return list
  }

  /// The list without the pictures of elements and folders, which contain no sound. Files that were
  /// named themselves stay.
  public var soundCandidates: FileList { without([.picture]) }

  /// The list without the pictures and sounds of elements and folders. Files that were named
  /// themselves stay.
  public var clipCandidates: FileList { without([.picture, .sound]) }

  /// Returns only the files of elements that a number, a range or a name selects.
  public func selecting(_ selector: FileSelector) -> FileList {
    let selected = elements.flatMap { element -> [ListedFile] in
      switch selector {
      case .numbers(let range):
        return element.files.filter { $0.number.map(range.contains) ?? false }
      case .name:
        let numbers = try? selector.numbers(among: element.files.map(\.path.name.text))
        return (numbers ?? []).map { element.files[$0 - 1] }
      }
    }
    let paths = Set(selected.map(\.path))
    return filter { paths.contains($0.path) }
  }

  /// Returns the list without files whose suffixes belong to `media`; files that were named
  /// themselves stay.
  private func without(_ media: Set<MediaFormat.Medium>) -> FileList {
    filter { file in
      file.blob == nil && file.isNamed || !(file.namedMedium.map(media.contains) ?? false)
    }
  }

  /// Returns the list with only those files that `isIncluded` accepts.
  public func filter(_ isIncluded: (ListedFile) -> Bool) -> FileList {
    var list = self
    list.files.removeAll { !isIncluded($0) }
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
    let list = filter { $0.isNamed || !FileSystem.isInside($0.path.folder, folder) }
    return (list, files.count - list.files.count)
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

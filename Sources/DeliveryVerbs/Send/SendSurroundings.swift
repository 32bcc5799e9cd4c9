internal import Files
internal import Library
internal import Sending
internal import Transfers

/// What the bundles of a plan share, read once for all of them: the hosts that may have a key, the
/// names in their folders, and the pins of their projects.
final class SendSurroundings {
  /// The sources of the user's keys, and the hosts that each may be sent to.
  let keys: KeyFile
  /// The project in which the command runs; `nil` if there is none.
  private let project: Project?
  private var folders: [FilePath: [[UInt8]]] = [:]
  /// The other projects of bundles, as far as they are found.
  private var projects: [ULID: Project?] = [:]
  /// The number of folders that were listed.
  private(set) var listedFolderCount = 0

  init(_ project: Project? = nil) throws {
    self.project = project
    keys = try KeyFile.ofUser()
  }

  /// Returns the project that a bundle was exported for. If the library has no record of the
  /// export, that is the project in which the command runs.
  func project(ofBundle digest: Digest, _ contents: Contents) throws -> Project? {
    guard let export = try contents.exports.ofBundle(digest, limit: 1).first else { return project }
    guard let id = export.project else { return nil }
    if let project, project.id == id { return project }
    if let known = projects[id] { return known }
    let found = try contents.uses.lastFolder(of: id).flatMap(FilePath.init).flatMap { folder in
      try? Project(at: ProjectLocation(named: folder))
    }.flatMap { $0.id == id ? $0 : nil }
    projects[id] = .some(found)
    return found
  }

  /// The names in a folder that begin with a text, in order; none if the folder can't be read.
  func names(in folder: FilePath, beginning text: String) -> [[UInt8]] {
    let names = names(in: folder)
    let prefix = Array(text.utf8)
    let start = names.partitioningIndex { !$0.lexicographicallyPrecedes(prefix) }
    return Array(names[start...].prefix { $0.starts(with: prefix) })
  }

  private func names(in folder: FilePath) -> [[UInt8]] {
    if let names = folders[folder] { return names }
    listedFolderCount += 1
    // Sorted by bytes, which the binary search relies on.
    let names = (try? Folder.names(in: folder).get()) ?? []
    folders[folder] = names
    return names
  }
}

extension Array {
  /// The index of the first element that meets a condition. All elements after it must meet it,
  /// too.
  fileprivate func partitioningIndex(where isBehind: (Element) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = low + (high - low) / 2
      if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

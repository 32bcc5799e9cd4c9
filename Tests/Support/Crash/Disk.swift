import Foundation

/// A folder that calls change, with the knowledge of what is durable.
final class Disk {
  private let path: String
  private let root: DiskFolder
  /// Files that were opened, by their inodes: a file that has lost its name can still be written.
  private var opened: [Int: DiskNode] = [:]
  private var files: [DiskFile] = []
  private var folders: [DiskFolder] = []

  init(_ state: FolderState, _ times: FolderTimes = FolderTimes(), at path: String) {
    self.path = path
    root = DiskFolder(mode: 0o755)
    folders.append(root)
    defer {
      for (path, times) in times.folders {
        if case .folder(let folder)? = node(at: path) { folder.note(times) }
      }
    }
    for (path, item) in state.items.sorted(by: { $0.key < $1.key }) {
      let (parent, name) = split(path)
      guard case .folder(let folder)? = node(at: parent) else { continue }
      switch item {
      case .folder(let mode): folder.place(make(folder: mode), at: name)
      case .file(let bytes, let mode): folder.place(make(file: bytes, mode: mode), at: name)
      case .link(let target): folder.place(.link(target: target), at: name)
      }
    }
  }

  private func make(folder mode: Int) -> DiskNode {
    let folder = DiskFolder(mode: mode)
    folders.append(folder)
    return .folder(folder)
  }

  private func make(file bytes: [UInt8] = [], mode: Int) -> DiskNode {
    let file = DiskFile(bytes, mode: mode)
    files.append(file)
    return .file(file)
  }

  // MARK: Paths

  private func split(_ path: String) -> (parent: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return ("", path) }
    return (String(path[..<slash]), String(path[path.index(after: slash)...]))
  }

  /// The present node at a path relative to the folder.
  private func node(at path: String) -> DiskNode? {
    var node = DiskNode.folder(root)
    for name in path.split(separator: "/") {
      guard case .folder(let folder) = node, let next = folder.names[String(name)] else {
        return nil
      }
      node = next
    }
    return node
  }

  /// The path relative to the folder; `nil` for one outside.
  private func inside(_ absolute: String) -> String? {
    if absolute == path { return "" }
    guard absolute.hasPrefix(path + "/") else { return nil }
    return String(absolute.dropFirst(path.count + 1))
  }

  /// The folder and the name that a call changes there; `nil` for a path outside.
  private func entry(_ absolute: String?, _ call: CrashCall) throws -> (DiskFolder, String)? {
    guard let absolute, let relative = inside(absolute), !relative.isEmpty else { return nil }
    let (parent, name) = split(relative)
    guard case .folder(let folder)? = node(at: parent) else { throw unknown(call, "no folder") }
    return (folder, name)
  }

  private func unknown(_ call: CrashCall, _ reason: String) -> UnknownEffect {
    UnknownEffect(description: "\(reason): \(call)")
  }

  /// The node that a call changes: by its path, or by its inode if it no longer has a name.
  private func subject(_ call: CrashCall) -> DiskNode? {
    if let relative = inside(call.path), let node = node(at: relative) { return node }
    return call.number("file").flatMap { opened[$0] }
  }

  private func file(_ call: CrashCall) -> DiskFile? {
    guard case .file(let file)? = subject(call) else { return nil }
    return file
  }

  // MARK: Calls

  /// Applies the effect of a call, if it had one.
  func perform(_ call: CrashCall, recorded: Data) throws {
    guard case .returned(let result) = call.result else { return }
    try perform(call, result, recorded)
    noteTimes(call)
  }

  private func perform(_ call: CrashCall, _ result: Int, _ recorded: Data) throws {
    switch call.name {
    case "open", "openat", "openat2", "creat": try open(call)
    case "write", "pwrite64", "writev", "pwritev", "pwritev2", "copy_file_range", "sendfile",
      "ioctl", "msync":
      try write(call, recorded: recorded, count: call.name == "ioctl" ? nil : result)
    case "truncate", "ftruncate": file(call)?.change(.length(call.number("size") ?? 0))
    case "fallocate": try allocate(call)
    case "rename", "renameat", "renameat2": try rename(call)
    case "link", "linkat":
      guard let (folder, name) = try entry(call.secondPath, call) else { return }
      guard let node = subject(call) else { throw unknown(call, "a file from elsewhere") }
      folder.change([name: node])
    case "symlink", "symlinkat":
      try make(.link(target: call.secondPath ?? ""), call)
    case "mkdir", "mkdirat": try make(make(folder: mode(call)), call)
    case "mknod", "mknodat": try make(make(mode: mode(call)), call)
    case "unlink", "unlinkat", "rmdir":
      guard let (folder, name) = try entry(call.path, call) else { return }
      folder.change([name: nil])
    case "fsync", "fdatasync": sync(call)
    case "sync", "syncfs":
      for file in files { file.sync() }
      for folder in folders { folder.sync() }
    case "chmod", "fchmod", "fchmodat", "fchmodat2": file(call)?.change(.mode(mode(call)))
    // Owners, attributes and the times of files aren't modelled; mapping changes nothing yet; and
    // what `sync_file_range` writes isn't durable, as its length may not be.
    default: return
    }
  }

  /// Records the new times of the folders whose names or attributes a call changed.
  private func noteTimes(_ call: CrashCall) {
    let own = call.name.hasPrefix("rename") ? call.secondPath : call.path
    let changed: [(key: String, path: String?)] = [
      ("parent", inside(call.path).map { split($0).parent }),
      ("other", call.secondPath.flatMap(inside).map { split($0).parent }),
      ("own", own.flatMap(inside)),
    ]
    for (key, path) in changed {
      guard let times = call.times(key), let path, case .folder(let folder)? = node(at: path) else {
        continue
      }
      folder.note(times)
    }
  }

  private func mode(_ call: CrashCall) -> Int {
    call.details["mode"].flatMap { Int($0, radix: 8) } ?? 0
  }

  private func make(_ node: DiskNode, _ call: CrashCall) throws {
    guard let (folder, name) = try entry(call.path, call) else { return }
    folder.change([name: node])
  }

  private func open(_ call: CrashCall) throws {
    if call.has("makes") {
      let node = make(mode: mode(call))
      if !call.has("nameless") { try make(node, call) }
      if let inode = call.number("file") { opened[inode] = node }
      return
    }
    guard let relative = inside(call.path), let node = node(at: relative) else { return }
    if let inode = call.number("file") { opened[inode] = node }
    if call.has("truncate"), case .file(let file) = node { file.change(.length(0)) }
  }

  private func make(mode: Int) -> DiskNode { make(file: [], mode: mode) }

  private func write(_ call: CrashCall, recorded: Data, count: Int?) throws {
    guard let file = file(call), count != 0 || call.name == "msync" else { return }
    let span = (call.details["bytes"] ?? "").split(separator: "+").compactMap { Int($0) }
    guard span.count == 2, let offset = call.number("offset") else {
      throw unknown(call, "the run was not recorded")
    }
    let start = recorded.startIndex + span[0]
    let bytes = Array(recorded[start..<start + span[1]])
    file.change(.write(bytes, offset: offset), survives: call.has("sync"))
  }

  private func allocate(_ call: CrashCall) throws {
    if call.has("move") { throw unknown(call, "bytes that move") }
    guard let file = file(call), let offset = call.number("offset"), let size = call.number("size")
    else { return }
    if call.has("clear") { file.change(.zeros(offset..<offset + size)) }
    if !call.has("keep") { file.change(.growth(atLeast: offset + size)) }
  }

  private func rename(_ call: CrashCall) throws {
    let from = try entry(call.path, call)
    let to = try entry(call.secondPath, call)
    let moved = from.flatMap { $0.0.names[$0.1] }
    let replaced = call.has("exchange") ? to.flatMap { $0.0.names[$0.1] } : nil
    if let to, moved == nil { throw unknown(call, "\(to.1) from elsewhere") }
    if call.has("exchange"), from != nil, replaced == nil {
      throw unknown(call, "exchanged with something from elsewhere")
    }
    if let from, let to, from.0 === to.0 {
      // Both names in one step: the folder always has one of them.
      if from.1 != to.1 { from.0.change([from.1: replaced, to.1: moved]) }
      return
    }
    to?.0.change([to?.1 ?? "": moved])
    from?.0.change([from?.1 ?? "": replaced])
  }

  private func sync(_ call: CrashCall) {
    switch subject(call) {
    case .file(let file)?: file.sync(withMode: call.name != "fdatasync")
    case .folder(let folder)?: folder.sync()
    case .link?, nil: return
    }
  }

  // MARK: States

  /// The contents after a power cut now.
  func state(_ survival: Survival) -> FolderState {
    var chance = SeededGenerator(seed: survival.seed)
    var state = FolderState()
    collect(root, at: "", survival, &chance, into: &state)
    return state
  }

  /// The times of the folders in such a state.
  func times(_ survival: Survival, _ times: TimeSurvival) -> FolderTimes {
    var chance = SeededGenerator(seed: survival.seed)
    var state = FolderState()
    var reached: [String: DiskFolder] = [:]
    collect(root, at: "", survival, &chance, into: &state) { reached[$0] = $1 }
    chance = SeededGenerator(seed: times.seed)
    var found = FolderTimes()
    for (path, folder) in reached.sorted(by: { $0.key < $1.key }) {
      found.folders[path] = folder.times(surviving: times, &chance)
    }
    return found
  }

  private func collect(
    _ folder: DiskFolder, at path: String, _ survival: Survival, _ chance: inout SeededGenerator,
    into state: inout FolderState, reached: (String, DiskFolder) -> Void = { _, _ in }
  ) {
    reached(path, folder)
    let names = folder.names { survival.keepsNames(&chance) }
    for (name, node) in names.sorted(by: { $0.key < $1.key }) {
      let itemPath = path.isEmpty ? name : "\(path)/\(name)"
      switch node {
      case .file(let file): state.items[itemPath] = file.item { survival.part(of: $0, &chance) }
      case .link(let target): state.items[itemPath] = .link(target: target)
      case .folder(let inner):
        state.items[itemPath] = .folder(mode: inner.mode)
        collect(inner, at: itemPath, survival, &chance, into: &state, reached: reached)
      }
    }
  }
}

extension TimeSurvival {
  fileprivate var seed: Int { if case .some(let seed) = self { seed } else { 0 } }
}

extension Survival {
  fileprivate var seed: Int { if case .some(let seed) = self { seed } else { 0 } }

  fileprivate func keepsNames(_ chance: inout SeededGenerator) -> Bool {
    switch self {
    case .nothing, .bytes: false
    case .names, .namesAndLengths, .everything: true
    case .some: Bool.random(using: &chance)
    }
  }

  fileprivate func part(
    of change: DiskFile.Change, _ chance: inout SeededGenerator
  ) -> DiskFile.Part {
    switch self {
    case .nothing: return .none
    case .namesAndLengths: return .zeros
    case .bytes, .everything: return .all
    case .some: return [.none, .zeros, .firstHalf, .all].randomElement(using: &chance) ?? .none
    case .names:
      switch change.effect {
      case .mode: return .all
      case .length: return .cut
      case .write, .zeros, .growth: return .none
      }
    }
  }
}

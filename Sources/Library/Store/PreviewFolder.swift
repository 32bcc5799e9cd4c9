internal import Files
package import Model

/// Pictures made small, each kept until its file goes: `cache/previews-1/ab/abcdef…-320.jpg`. Any of them may be
/// deleted at any time, and is made again.
package struct PreviewFolder: Sendable {
  private let layout: Layout
  private let blobs: BlobFolder

  /// Another number where previews are made in another way.
  static let name = "previews-1"

  package init(of store: LibraryStore) {
    layout = Layout(root: store.root)
    blobs = store.blobs
  }

  var cache: FilePath { layout.cache }
  var folder: FilePath { layout.cache.appending(Self.name.utf8) }

  private func shelf(of blob: Digest) -> FilePath { folder.appending(blob.hex.utf8.prefix(2)) }

  /// Where a preview lies, when it was made.
  package func path(of blob: Digest, side: Int) -> FilePath {
    shelf(of: blob).appending("\(blob.hex)-\(side).jpg".utf8)
  }

  /// Keeps a preview. It is no harm where that can't be done: it is made again next time.
  package func keep(_ bytes: [UInt8], of blob: Digest, side: Int, temporaryName: String) {
    // Behind a link lies what is not the library's.
    guard layout.strange == nil else { return }
    let temporary = layout.cache.appending(".\(temporaryName)".utf8)
    do {
      for place in [layout.cache, folder, shelf(of: blob)] {
        try FileSystem.makeOwnFolder(place)
        guard FileSystem.status(place)?.isFolder == true else { return }
      }
      try FileSystem.createOwn(temporary, bytes, isDurable: false)
      try FileSystem.rename(temporary, to: path(of: blob, side: side))
    } catch {
      try? FileSystem.remove(temporary)
    }
    // Whoever erases somebody takes the file away first, and then what was made of it.
    if !blobs.has(blob) { remove(blob) }
  }

  /// Takes away what was made of a file.
  func remove(_ blob: Digest) {
    let prefix = Array(blob.hex.utf8)
    guard FileSystem.status(shelf(of: blob))?.isFolder == true,
      let names = try? FileSystem.names(in: shelf(of: blob))
    else { return }
    for name in names where name.starts(with: prefix) {
      try? FileSystem.remove(shelf(of: blob).appending(name))
    }
  }
}

extension LibraryStore {
  package var previews: PreviewFolder { PreviewFolder(of: self) }
}

internal import Files
package import Model

/// Small versions of pictures, and their measurements, each kept as long as its picture:
/// `cache/previews-1/ab/abcdef…-320.jpg`. Any of them may be deleted at any time and is made again
/// when needed.
package struct PreviewFolder: Sendable {
  /// The purpose of a preview, which decides how it is made.
  package enum Form: Hashable, Sendable {
    /// A JPEG for a page, with a longer side of this many pixels.
    case page(side: Int)
    /// A PNG for the legend of a bundle, which fits into this box. Its pixels are exact, because
    /// `bundle verify` draws the legend from the files and compares it.
    case legend(within: PixelSize)
    /// The measurements of the picture, as JSON.
    case measures
    /// The description of what the picture shows by a model: one byte for each value.
    case vector(SubjectVector.Model)

    /// The part of the name after the picture's digest.
    fileprivate var suffix: String {
      switch self {
      case .page(let side): "\(side).jpg"
      case .legend(let box): "\(box.width)x\(box.height).png"
      case .measures: "measures.json"
      case .vector(let model):
        "subject-\(model.name).vector"
      }
    }
  }

  private let layout: Layout
  private let blobs: BlobFolder

  /// The name of the folder. Its number changes when previews are made in another way.
  static let name = "previews-1"
  /// The size of the largest preview that is read, in bytes.
  private static let byteLimit = 64 << 20

  package init(of store: LibraryStore) {
    layout = Layout(root: store.root)
    blobs = store.blobs
  }

  /// The library's folder for files that may be deleted at any time.
  var cache: FilePath { layout.cache }
  /// The folder of the previews.
  var folder: FilePath { layout.cache.appending(Self.name.utf8) }

  /// The folder for the previews of a picture.
  private func subfolder(of blob: Digest) -> FilePath { folder.appending(blob.hex.utf8.prefix(2)) }

  /// The path of a preview, whether it exists or not.
  ///
  /// - Parameters:
  ///   - blob: The digest of the picture.
  ///   - form: The purpose of the preview.
  package func path(of blob: Digest, _ form: Form) -> FilePath {
    subfolder(of: blob).appending("\(blob.hex)-\(form.suffix)".utf8)
  }

  /// Returns a stored preview; `nil` if there is none, or if it can't be read.
  package func stored(_ blob: Digest, _ form: Form) -> [UInt8]? {
    try? TextFile.read(path(of: blob, form), limit: Self.byteLimit).get()
  }

  /// Stores a preview. Failures are ignored, because the preview is made again when it is needed.
  package func keep(_ bytes: [UInt8], of blob: Digest, _ form: Form, temporaryName: String) {
    // A link may lead to a folder that does not belong to the library.
    guard layout.unusableFolder == nil else { return }
    let temporary = layout.cache.appending(".\(temporaryName)".utf8)
    do {
      for parent in [layout.cache, folder, subfolder(of: blob)] {
        try FileSystem.makeOwnFolder(parent)
        guard FileSystem.status(parent)?.isFolder == true else { return }
      }
      try FileSystem.createOwn(temporary, bytes, isDurable: false)
      try FileSystem.rename(temporary, to: path(of: blob, form))
    } catch {
      try? FileSystem.remove(temporary)
    }
    // An erasure deletes the picture first and then its previews. If the picture was deleted while
    // this preview was written, the preview must go too.
    if !blobs.contains(blob) { remove(blob) }
  }

  /// Deletes all previews of a picture.
  func remove(_ blob: Digest) {
    let prefix = Array(blob.hex.utf8)
    guard FileSystem.status(subfolder(of: blob))?.isFolder == true,
      let names = try? FileSystem.names(in: subfolder(of: blob))
    else { return }
    for name in names where name.starts(with: prefix) {
      try? FileSystem.remove(subfolder(of: blob).appending(name))
    }
  }
}

extension LibraryStore {
  package var previews: PreviewFolder { PreviewFolder(of: self) }
}

extension PreviewFolder {
  /// Deletes everything in the cache that isn't a current preview, since it may contain erased
  /// data.
  func removeForeignItems() throws(FileError) {
    for name in try FileSystem.names(in: cache) where name != Array(Self.name.utf8) {
      try FileSystem.removeAll(cache.appending(name))
    }
    guard FileSystem.status(folder)?.isFolder == true else { return try FileSystem.remove(folder) }
    for name in try FileSystem.names(in: folder) where name.count != 2 {
      try FileSystem.removeAll(folder.appending(name))
    }
  }
}

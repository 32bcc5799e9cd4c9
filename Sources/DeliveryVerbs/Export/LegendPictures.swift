internal import Bundles
internal import Drawing
internal import Files
internal import Library
internal import Media

/// Pictures scaled down to fit a cell of a legend.
///
/// Pictures of the library's files are kept in its cache, since a shot is exported many times while
/// it is written.
struct LegendPictures: Sendable {
  let inspector: Inspector
  /// The library whose cache is used; `nil` if each picture is made from its file.
  let store: LibraryStore?
  /// The largest size of a picture.
  let box: PixelSize
  /// Reads a file; returns `nil` if it can't be read.
  let read: @Sendable (BundleFile) -> [UInt8]?

  private var form: PreviewFolder.Form { .legend(within: box) }

  /// Returns the picture of a file; `nil` if the file has none or can't be read.
  func picture(of file: BundleFile) async throws -> Bitmap? {
    if let kept = kept(file.digest) { return kept }
    guard let bytes = read(file) else { return nil }
    let loaded = Inspector.LoadedFile(bytes: bytes, memory: nil)
    guard let seen = try await inspector.preview(loaded, within: box) else { return nil }
    let picture = Bitmap(seen).fitted(width: box.width, height: box.height)
    keep(picture, file.digest)
    return picture
  }

  /// Returns the picture from the cache; `nil` if it isn't there, or isn't one that `keep(_:_:)`
  /// writes.
  private func kept(_ digest: Digest) -> Bitmap? {
    guard let store, let png = store.previews.stored(digest, form),
      let pixels = PixelReading(png, .png)?.buffered(
        byteLimit: 3 * box.pixelCount, memoryLimit: Self.decodingMemory),
      let size = pixels.size, size.width <= box.width, size.height <= box.height
    else { return nil }
    // Three bytes a pixel are red, green and blue.
    return Bitmap(size: size, rgb: pixels.values)
  }

  /// The memory for decoding a picture from the cache, in bytes.
  private static let decodingMemory = 16 << 20

  private func keep(_ picture: Bitmap, _ digest: Digest) {
    // A prepared copy is stored only once the export has succeeded.
    guard let store, !store.isReadOnly, store.blobs.contains(digest) else { return }
    store.previews.keep(
      CanvasEncoder().quickBytes(of: picture), of: digest, form,
      temporaryName: store.temporaryName)
  }
}

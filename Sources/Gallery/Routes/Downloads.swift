internal import Castbook
internal import Files
internal import Synchronization

/// Files that were made for a page to download, each under an address that cannot be
/// guessed. The oldest are dropped first.
final class Downloads: Sendable {
  /// The files by their secret name, and the order in which they were added.
  private let state = Mutex<(order: [String], items: [String: Item])>(([], [:]))

  /// A file to download.
  struct Item: Sendable {
    /// The content of the file; empty if it is on the disk.
    let bytes: [UInt8]
    /// The file on the disk, which is deleted with the item; `nil` if it is in memory.
    var path: FilePath?
    /// The size of the file on the disk, in bytes; 0 if it is in memory.
    var storedByteCount = 0
    /// The media type.
    let type: String
    /// The name to save it under; `nil` for a file that is displayed.
    let name: String?
  }

  /// The largest number of files that are kept.
  private static let maximumCount = 64
  /// The largest size of all files in memory together, in bytes. One file may exceed it.
  private static let maximumBytes = 256 << 20
  /// The largest size of all files on the disk together, in bytes. One file may exceed it.
  private static let maximumStoredBytes = 1 << 30

  /// Keeps a file and returns its address.
  func keep(_ item: Item) -> String {
    let secret = AccessControl.secret()
    state.withLock { state in
      state.order.append(secret)
      state.items[secret] = item
      func exceedsLimits() -> Bool {
        let items = state.items.values
        return items.count > Self.maximumCount
          || items.count > 1
            && (items.reduce(0) { $0 + $1.bytes.count } > Self.maximumBytes
              || items.reduce(0) { $0 + $1.storedByteCount } > Self.maximumStoredBytes)
      }
      while exceedsLimits() {
        let dropped = state.items.removeValue(forKey: state.order.removeFirst())
        if let path = dropped?.path { try? FileSystem.remove(path) }
      }
    }
    return "/api/downloads/\(secret)"
  }

  /// Keeps a file on the disk, which is deleted when it is dropped, and returns its address.
  func keep(file path: FilePath, type: String, name: String) -> String {
    var item = Item(bytes: [], type: type, name: name)
    item.path = path
    item.storedByteCount = FileSystem.status(path)?.byteCount ?? 0
    return keep(item)
  }

  /// Keeps a picture of a still and returns its address.
  func keepPicture(_ bytes: [UInt8], _ file: CheckedFile) -> String {
    keep(
      Item(bytes: bytes, type: file.facts.format == .png ? "image/png" : "image/jpeg", name: nil))
  }

  /// Returns a file, or `nil` when it was dropped meanwhile.
  func item(_ secret: String) -> Item? { state.withLock { $0.items[secret] } }
}

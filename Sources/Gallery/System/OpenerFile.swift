internal import Castbook
internal import Files
internal import Synchronization

/// A page in a file that only its owner can read, which leads a browser to the gallery.
///
/// It is what `serve --open` gives to the browser: a key in the address would be in the arguments
/// of its process, which everyone on this machine can list. The key in this file works once, and
/// the file is deleted when it does.
final class OpenerFile: Sendable {
  private let folder: FilePath
  /// The key that has not been used yet; `nil` if there is none.
  private let key = Mutex<String?>(nil)

  private var path: FilePath { folder.appending("open.html".utf8) }

  init(in folder: FilePath) { self.folder = folder }

  /// Writes the file, with a key of its own, and returns its path; `nil` if the disk is full.
  func write(leadingTo address: (_ key: String) -> String) -> FilePath? {
    remove()
    let secret = AccessControl.secret()
    let page =
      "<!doctype html><meta charset=\"utf-8\"><title>Castbook</title>"
      + "<meta http-equiv=\"refresh\" content=\"0;url=\(address(secret))\">"
    do {
      try WritableFile(path, mode: 0o600).write(Array(page.utf8)[...])
    } catch {
      return nil
    }
    key.withLock { $0 = secret }
    return path
  }

  /// Returns whether a text is the key, and invalidates the key if it is.
  func use(_ text: String) -> Bool {
    let isKey = key.withLock { key in
      guard let known = key, AccessControl.isSame(known, text) else { return false }
      key = nil
      return true
    }
    if isKey { remove() }
    return isKey
  }

  /// Deletes the file, if it is there.
  func remove() {
    key.withLock { $0 = nil }
    try? FileSystem.remove(path)
  }
}

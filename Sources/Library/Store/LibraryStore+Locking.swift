internal import Files
internal import Model

extension LibraryStore {
  /// Calls `body` while no other process changes a library. Waits for others as long as any change does.
  static func holdingLock<Value>(
    of library: FilePath, _ body: () throws -> Value
  ) throws -> Value {
    // Not on the index, which may be replaced and would take its lock with it. The manifest never is.
    let lock = try FileLock(
      library.appending(LibraryManifest.name), timeoutMilliseconds: lockTimeout)
    guard let lock else { throw LibraryError.busy(library, seconds: lockTimeout / 1000) }
    return try withExtendedLifetime(lock) { try body() }
  }
}

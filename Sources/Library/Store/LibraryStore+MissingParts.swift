internal import Files
package import Model
internal import Synchronization

extension Layout {
  /// The library's folder or its log, if one of them is missing and not just inaccessible;
  /// otherwise `nil`.
  var missingFolder: FilePath? {
    [root, log].first { FileSystem.status($0) == nil && !FileSystem.isInaccessible($0) }
  }

  /// Creates the folders of a library that has never contained anything. Tools that copy files
  /// often leave out empty folders.
  func createFoldersIfEmpty() throws(FileError) {
    guard missingFolder == log, FileSystem.status(root.appending("catalog.sqlite".utf8)) == nil,
      (try? FileSystem.names(in: blobs))?.isEmpty == true,
      (try? FileSystem.names(in: log))?.isEmpty == true,
      FileSystem.isWritable(root)
    else { return }
    for folder in [log, blobs] { try FileSystem.makeOwnFolder(folder) }
  }
}

extension LibraryStore {
  /// The part of a library that is missing, according to its folders and its index; `nil` if there
  /// is none. An index that can't be used is ignored.
  package static func missingPart(
    at root: FilePath, environment: SystemEnvironment = .ofThisMachine
  ) -> LibraryError? {
    let layout = Layout(root: root)
    if let path = layout.missingFolder { return .missingFolder(path) }
    // An index that was built from the log now would know no more than the log.
    guard FileSystem.status(root.appending("catalog.sqlite".utf8)) != nil else { return nil }
    do throws(LibraryError) {
      let store = try LibraryStore(at: root, acceptingLoss: true, environment: environment)
      return store.index.withLock { index in
        do {
          try index.requireNothingMissing(in: layout)
          return nil
        } catch {
          return error as? LibraryError
        }
      }
    } catch .missingFolder(let path) {
      return .missingFolder(path)
    } catch {
      return nil
    }
  }
}

extension Index {
  /// Throws if a part of the library is missing.
  ///
  /// The errors are `LibraryError.missingFolder(_:)` and `LibraryError.missingRecords(_:count:)`.
  func requireNothingMissing(in layout: Layout) throws {
    if FileSystem.status(layout.log) == nil { throw LibraryError.missingFolder(layout.log) }
    // In a library without files, the empty folder may have been lost in a copy.
    if FileSystem.status(layout.blobs) == nil,
      try sql.exists("SELECT 1 FROM blob LIMIT 1")
    {
      throw LibraryError.missingFolder(layout.blobs)
    }
    let count = try missingRecordCount()
    if count > 0 { throw LibraryError.missingRecords(layout.log, count: count) }
  }

  /// The number of records that the index knows and the log no longer contains.
  func missingRecordCount() throws -> Int {
    if lostRecordCount > 0 { return lostRecordCount }
    guard try sql.exists("SELECT 1 FROM fault WHERE place=? LIMIT 1", [Fault.lost])
    else { return 0 }
    return try sql.integer(
      """
      SELECT count(*) FROM fault JOIN segment ON segment.digest=fault.segment
      JOIN record ON record.segment=segment.id WHERE fault.place=?
      """, [Fault.lost]) ?? 0
  }
}

internal import Files
package import Model
internal import Synchronization

extension Layout {
  /// The library's own folder or the log, when it is missing.
  var missing: FilePath? {
    [root, log].first { FileSystem.status($0) == nil && !FileSystem.isForbidden($0) }
  }

  /// Makes the folders of a library that never held anything: tools that copy files leave empty folders out.
  func completeIfNew() throws(FileError) {
    guard missing == log, FileSystem.status(root.appending("catalog.sqlite".utf8)) == nil,
      (try? FileSystem.names(in: blobs))?.isEmpty == true,
      (try? FileSystem.names(in: log))?.isEmpty == true,
      FileSystem.isWritable(root)
    else { return }
    for folder in [log, blobs] { try FileSystem.makeOwnFolder(folder) }
  }
}

extension LibraryStore {
  /// What is missing of a library, as far as its folders and its index tell; `nil` if nothing is. An index that
  /// can't be used tells nothing.
  package static func loss(
    at root: FilePath, surprises: Surprises = .ofThisMachine
  ) -> LibraryError? {
    let layout = Layout(root: root)
    if let path = layout.missing { return .missingFolder(path) }
    // Making an index only to ask it would tell no more than the log does.
    guard FileSystem.status(root.appending("catalog.sqlite".utf8)) != nil else { return nil }
    do throws(LibraryError) {
      let store = try LibraryStore(at: root, acceptingLoss: true, surprises: surprises)
      return store.index.withLock { index in
        do {
          try index.refuseLoss(layout)
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
  /// Fails if a part of the library is missing.
  func refuseLoss(_ layout: Layout) throws {
    if FileSystem.status(layout.log) == nil { throw LibraryError.missingFolder(layout.log) }
    // A library without files may have lost the empty folder for them on a copy.
    if FileSystem.status(layout.blobs) == nil,
      try first("SELECT 1 FROM blob LIMIT 1", read: { _ in true }) != nil
    {
      throw LibraryError.missingFolder(layout.blobs)
    }
    let count = try missingRecordCount()
    if count > 0 { throw LibraryError.missingRecords(layout.log, count: count) }
  }

  /// How many records the index knows that the log no longer has.
  func missingRecordCount() throws -> Int {
    if missingRecords > 0 { return missingRecords }
    let lost = try first("SELECT 1 FROM fault WHERE place=? LIMIT 1", [.integer(Fault.lost)]) { _ in
      true
    }
    guard lost != nil else { return 0 }
    return try first(
      """
      SELECT count(*) FROM fault JOIN segment ON segment.digest=fault.segment
      JOIN record ON record.segment=segment.id WHERE fault.place=?
      """, [.integer(Fault.lost)]
    ) { $0.integer(0) } ?? 0
  }

  /// What to say of segments that can't be read; `nil` if there are none.
  var faultNotice: String? {
    get throws {
      let count = try first(
        "SELECT count(DISTINCT segment) FROM fault WHERE place<>?", [.integer(Fault.lost)]
      ) { $0.integer(0) }
      guard let count, count > 0 else { return nil }
      let files = count == 1 ? "1 record file" : "\(count) record files"
      return "Some records in \(files) can't be read, so their data is missing here: "
        + "castbook doctor lists them."
    }
  }

  /// Segments that this index knows and the log does not have, on any day.
  func goneSegments() throws -> [Digest] {
    let here = Set(try log.days().flatMap { try log.segments(of: $0.day).map(\.digest) })
    return try all("SELECT digest FROM segment") { try $0.digest(0) }.filter { !here.contains($0) }
  }

  /// How many records of segments that are gone another index, made from the log, does not have.
  func recordsMissing(in fresh: Index) throws -> Int {
    var count = 0
    for segment in try goneSegments() {
      let records = try all(
        """
        SELECT record.digest FROM record JOIN segment ON segment.id=record.segment
        WHERE segment.digest=?
        """, [.digest(segment)]
      ) { try $0.digest(0) }
      for record in records {
        let known = try fresh.first(
          """
          SELECT 1 WHERE EXISTS (SELECT 1 FROM record WHERE digest=?1)
            OR EXISTS (SELECT 1 FROM covered WHERE record=?1)
          """, [.digest(record)]
        ) { _ in true }
        if known == nil { count += 1 }
      }
    }
    return count
  }
}

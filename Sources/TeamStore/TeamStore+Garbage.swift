internal import Files
internal import Library
package import Model
internal import Transfers

extension TeamStore {
  /// The grace period of a marked upload before it is deleted, in seconds.
  ///
  /// A push that hadn't seen the mark has committed long before, so the second pull sees its
  /// records.
  package static var graceSeconds: Int { 7 * 24 * 3600 }

  /// Marks uploads that no record names, and deletes those that are still unnamed after their grace
  /// period.
  ///
  /// It needs keys that may delete, and runs on the machine of the store's keeper.
  package func collectGarbage() throws -> RemoteGarbage {
    var garbage = RemoteGarbage()
    try pullAll()
    garbage.erasedRecordCount = try eraseRecords()
    try deleteProbes()
    _ = try readMarks()
    var dead = try unnamedUploads()
    let unmarked = try state.transaction {
      try dead.keys.filter { try state.mark(of: $0) == nil }.sorted()
    }
    // A push that stopped before writing its records may have left an erased file.
    let erased = try Set(library.contents { try $0.erasedFiles() }.flatMap(names))
    func isErased(_ key: String) -> Bool {
      RemoteLayout.name(of: key).map(erased.contains) ?? false
    }
    try mark(unmarked.filter { !isErased($0) })
    try mark(unmarked.filter(isErased), areErased: true)
    garbage.markedCount = unmarked.count { !isErased($0) }
    garbage.markedBytes = (dead.filter { unmarked.contains($0.key) && !isErased($0.key) }).byteCount
    for key in unmarked where !isErased(key) { dead[key] = nil }
    let old = try oldMarks()
    let due = try state.transaction {
      try dead.filter { key, _ in try state.mark(of: key).map(old.contains) ?? false }
    }
    garbage.waitingCount = dead.count - due.count
    garbage.erasedWaitingCount = try state.transaction {
      try dead.keys.count { key in
        try due[key] == nil && state.mark(of: key).map(RemoteLayout.isErasureMark) == true
      }
    }
    guard !due.isEmpty else {
      try reportCleaning(garbage)
      return garbage
    }
    // Only records committed by now can rely on these uploads, and this pull sees them all.
    try pullAll()
    let unnamed = try unnamed(among: due.keys)
    let condemned = due.filter { key, _ in RemoteLayout.name(of: key).map(unnamed.contains) ?? false
    }
    try perform(condemned.keys.sorted().lazy.map { .delete(key: $0) }, .delete, accepting: 404) {
      _, _ in
    }
    garbage.deletedCount = condemned.count
    garbage.deletedBytes = condemned.byteCount
    try reportCleaning(garbage)
    return garbage
  }

  /// Reports the erasures whose records and files are all gone from the store.
  private func reportCleaning(_ garbage: RemoteGarbage) throws {
    guard garbage.erasedWaitingCount == 0 else { return }
    let erasures = try library.contents { try $0.erasures().map(\.record) }
    let cleaned = try state.transaction {
      try erasures.filter {
        try state.isScrubbed($0) && !state.hasSighting($0, at: RemoteLayout.storeReporter)
      }
    }
    try report(cleaned, of: RemoteLayout.storeReporter)
  }

  /// Deletes what members' probes left more than a day ago.
  private func deleteProbes() throws {
    var objects: [ObjectPage.Object] = []
    let date = try list(StoreProbe.prefix) { page in
      objects += page
    }
    let old = objects.filter { date.milliseconds - $0.modified.milliseconds > 86_400_000 }.map(
      \.key)
    try perform(old.lazy.map { .delete(key: $0) }, .delete, accepting: 404) { _, _ in }
  }

  /// Reads all records again, since the library may have lost some. Throws if some can't be read,
  /// since they may name any file.
  private func pullAll() throws {
    if let problem = try pull(isFull: true).problems.first {
      throw TeamStoreError.unreadable(problem.key, problem.words)
    }
    // A clean-up carries out erasures for the whole team, so none may be undecided.
    let heldCount = try state.heldErasureCount
    guard heldCount == 0 else { throw TeamStoreError.erasuresWait(heldCount) }
  }

  /// The uploads in the store that no record names, with their lengths.
  private func unnamedUploads() throws -> [String: Int] {
    var uploads: [String: Int] = [:]
    try list(RemoteLayout.blobs) { objects in
      for object in objects { uploads[object.key] = object.byteCount }
    }
    let unnamed = try unnamed(among: uploads.keys)
    return uploads.filter { key, _ in RemoteLayout.name(of: key).map(unnamed.contains) ?? false }
  }

  /// The names of uploads whose files no record names.
  private func unnamed(among keys: some Sequence<String>) throws -> Set<Digest> {
    let found = Set(keys.compactMap(RemoteLayout.name))
    guard self.keys != nil else { return try library.unnamedBlobs(among: found) }
    // A sealed name can be computed from a digest, but not the other way round.
    var owners: [Digest: Digest] = [:]
    for blob in try library.contents({ try $0.blobs(beginning: [], limit: .max) }) {
      for name in names(of: blob) where found.contains(name) { owners[name] = blob }
    }
    let unnamed = try library.unnamedBlobs(among: Set(owners.values))
    return found.filter { owners[$0].map(unnamed.contains) ?? true }
  }

  /// Condemns uploads, so no push relies on them from now on.
  func mark(_ keys: [String], areErased: Bool = false) throws {
    for start in stride(from: 0, to: keys.count, by: RemoteLayout.maximumMarkedKeys) {
      let part = Array(keys[start..<min(start + RemoteLayout.maximumMarkedKeys, keys.count)])
      let key = RemoteLayout.markKey(try newIdentity(), isErasure: areErased)
      try put(key, RemoteLayout.mark(part), type: "text/plain")
      try state.transaction { try state.noteMark(key, keys: part, isUrgent: areErased) }
    }
  }

  /// The marks whose grace period is over, by the store's clock.
  private func oldMarks() throws -> Set<String> {
    var marks: [(key: String, modified: Instant)] = []
    let date = try list(RemoteLayout.marks) { objects in
      marks += objects.map { ($0.key, $0.modified) }
    }
    return Set(
      marks.filter { mark in
        let grace =
          RemoteLayout.isErasureMark(mark.key) ? Self.erasureGraceSeconds : Self.graceSeconds
        return date.milliseconds - mark.modified.milliseconds > grace * 1000
      }.map(\.key))
  }
}

extension [String: Int] {
  /// The total length of all objects. It saturates, because a store may state wrong lengths.
  fileprivate var byteCount: Int {
    values.reduce(0) { sum, length in
      let (total, isTooLarge) = sum.addingReportingOverflow(length)
      return isTooLarge ? Int.max : total
    }
  }
}

internal import Files
internal import Library
internal import Model
internal import Transfers

extension TeamStore {
  /// How long an upload of an erased file must have been marked before it is deleted, in seconds: longer than a push may
  /// take from its reading of marks to its commit.
  static var erasureGraceSeconds: Int { 2 * 3600 }

  /// Writes segments again without the records that erasures of the library cover, and deletes the old ones.
  ///
  /// The library has everything that the store has, so what it doesn't have is erased. To be sure of that, all segments
  /// are read again first, whatever this machine has noted.
  ///
  /// - Returns: The number of records that were removed, and the names of the files that they named.
  func eraseRecords() throws -> (recordCount: Int, files: Set<Digest>) {
    let erasures = try library.contents { try $0.erasures() }
    let new = try state.transaction { try erasures.filter { try !state.isScrubbed($0) } }
    guard !new.isEmpty else { return (0, []) }
    let segments = try readEverything()
    // Copies of exports and takes that say less replace erased ones; they must be there before these go.
    _ = try push()
    var recordCount = 0
    var files: Set<Digest> = []
    for (key, records) in segments {
      let kept = try library.contents { contents in
        try records.filter { try contents.hasRecord($0.digest) }
      }
      guard kept.count < records.count else { continue }
      try rewrite(key, kept)
      recordCount += records.count - kept.count
      let remaining = Set(kept.map(\.digest))
      for record in records where !remaining.contains(record.digest) {
        for blob in record.blobs { files.formUnion(names(of: blob)) }
      }
    }
    try state.transaction { for erasure in new { try state.noteScrubbed(erasure) } }
    return (recordCount, files)
  }

  /// Reads all segments of the store and joins what the library lacks. Returns the records of each that contains any that
  /// the library doesn't have afterwards.
  private func readEverything() throws -> [String: [ArrivedRecord]] {
    var keys: [String] = []
    try list(RemoteLayout.log) { objects in
      keys += objects.map(\.key).filter { RemoteLayout.segment(of: $0) != nil }
      return true
    }
    var doubtful: [String: [ArrivedRecord]] = [:]
    let requests = keys.lazy.map { key in
      StoreRequest.get(key: key, into: nil, limit: RemoteLayout.maximumObjectBytes)
    }
    try perform(requests, .read, accepting: 404) { request, answer in
      guard answer.isSuccess, case .get(let key, _, _) = request,
        let (day, name) = RemoteLayout.segment(of: key)
      else { return }
      let records: [ArrivedRecord]
      do {
        records = try self.records(in: answer.bytes, named: name)
      } catch let problem as SegmentProblem {
        throw TeamStoreError.unreadable(key, problem.words)
      }
      _ = try library.join(records.map(\.line), on: day)
      doubtful[key] = records
    }
    guard try library.applyArrivedErasures() else { throw TeamStoreError.erasureUnfinished }
    return try library.contents { contents in
      try doubtful.filter { _, records in
        try records.contains { try !contents.hasRecord($0.digest) }
      }
    }
  }

  /// Replaces a segment by one with fewer records. The new one is in the store before the old one is deleted.
  private func rewrite(_ key: String, _ kept: [ArrivedRecord]) throws {
    if !kept.isEmpty {
      let marks = try readMarks()
      let (compressed, digest) = try RemoteLayout.segment(kept.map(\.line))
      let name = name(of: digest)
      try put(
        RemoteLayout.segmentKey(name, on: marks.date.day), sealed(compressed),
        type: "application/octet-stream", seconds: Deadline.segment)
      try state.transaction { try state.noteSeen(name) }
    }
    let answer = try store.answer(.delete(key: key))
    guard answer.isSuccess || answer.status == 404 else { throw TeamStoreError(answer, .delete) }
  }
}

internal import Library
internal import Model
internal import Transfers

/// An upload of a file in the store.
struct StoredUpload: Hashable, Sendable {
  let key: String
  let byteCount: Int
}

/// A search for the uploads of files in the store.
///
/// It lists page by page, starting each page at the next wanted file, which also finds the other
/// wanted files on that page. Where these are sparse, as in a store much larger than the search, it
/// sends a request for each file.
struct UploadFinder {
  /// The uploads that were found.
  private(set) var found: [Digest: [StoredUpload]] = [:]
  /// The files whose search has ended since `drainFinished()` was last called, with or without
  /// uploads.
  private var finished: [Digest] = []
  /// The files by their names in the store.
  private let owners: [Digest: Digest]
  /// The number of names of each file that are still to be searched for.
  private var remainingNameCounts: [Digest: Int] = [:]
  private let prefixes: [(text: String, owner: Digest)]
  private var next = 0
  private var isSparse: Bool

  /// The minimum number of wanted files per page for which listing whole pages beats a request for
  /// each file.
  static let minimumHitsPerPage = 16

  static var noList: TeamStoreError {
    .unanswered(TransferFailure(.badAnswer, "no list of objects"))
  }

  init(of blobs: some Sequence<Digest>, names: (Digest) -> [Digest]) {
    // A file has a name for each of the team's keys.
    var owners: [Digest: Digest] = [:]
    for blob in blobs { for name in names(blob) { owners[name] = blob } }
    for blob in owners.values { remainingNameCounts[blob, default: 0] += 1 }
    self.owners = owners
    prefixes = owners.map { (RemoteLayout.blobPrefix($0.key), $0.value) }.sorted { $0.0 < $1.0 }
    isSparse = prefixes.count < Self.minimumHitsPerPage
  }

  var isFinished: Bool { next == prefixes.count }

  /// The next requests to send. All must be answered before more are taken.
  var requests: [StoreRequest] {
    if isFinished { return [] }
    if isSparse { return prefixes[next...].map { .list(prefix: $0.text) } }
    // A prefix sorts before all keys that begin with it.
    return [.list(prefix: RemoteLayout.blobsPrefix, after: prefixes[next].text)]
  }

  /// Adds the answer to one of the requests.
  mutating func add(_ answer: StoreResponse, to request: StoreRequest) throws(TeamStoreError) {
    guard let page = answer.page, case .list(let prefix, _, _) = request else { throw Self.noList }
    for object in page.objects {
      guard let name = RemoteLayout.name(of: object.key), let blob = owners[name] else { continue }
      let upload = StoredUpload(key: object.key, byteCount: object.byteCount)
      // The end of one page and the beginning of the next may overlap.
      if found[blob]?.contains(upload) != true { found[blob, default: []].append(upload) }
    }
    if prefix != RemoteLayout.blobsPrefix {
      // Answers may come in any order: `next` only counts them.
      guard let name = RemoteLayout.name(of: prefix + "0"), let blob = owners[name] else { return }
      finish(blob)
      next += 1
      return
    }
    let end = page.next == nil ? prefixes.count : end(of: page)
    for index in next..<end { finish(prefixes[index].owner) }
    isSparse = end - next < Self.minimumHitsPerPage
    next = end
  }

  /// Returns the files whose search has ended since the last call, in the order of their digests.
  mutating func drainFinished() -> [Digest] {
    defer { finished = [] }
    return finished.sorted { $0.hex < $1.hex }
  }

  private mutating func finish(_ blob: Digest) {
    remainingNameCounts[blob, default: 0] -= 1
    if remainingNameCounts[blob] == 0 { finished.append(blob) }
  }

  /// The index of the first file that a page may not cover completely.
  private func end(of page: ObjectPage) -> Int {
    guard let last = page.objects.last?.key else { return next + 1 }
    var index = next + 1
    while index < prefixes.count, prefixes[index].text.utf8.lexicographicallyPrecedes(last.utf8) {
      index += 1
    }
    // The uploads of the last file may continue on the next page.
    return index > next + 1 && last.hasPrefix(prefixes[index - 1].text) ? index - 1 : index
  }
}

extension TeamStore {
  /// Finds the uploads of files in the store.
  func uploads(of blobs: some Sequence<Digest>) throws -> [Digest: [StoredUpload]] {
    var finder = UploadFinder(of: blobs, names: names)
    while !finder.isFinished {
      try perform(finder.requests, .list) { request, answer in
        try finder.add(answer, to: request)
      }
    }
    return finder.found
  }
}

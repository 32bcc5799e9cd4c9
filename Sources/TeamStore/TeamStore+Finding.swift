internal import Library
internal import Model
internal import Transfers

/// An upload of a file in the store.
struct StoredUpload: Hashable, Sendable {
  let key: String
  let byteCount: Int
}

extension TeamStore {
  /// Finds the uploads of files in the store.
  ///
  /// It lists page by page, and begins each page at the next of the files, which finds all those that are on the same
  /// page. Where a page has few of them, as in a store that is much larger than what is looked for, it asks for each file.
  func uploads(of blobs: some Sequence<Digest>) throws -> [Digest: [StoredUpload]] {
    // A file has a name for each of the team's keys.
    var owners: [Digest: Digest] = [:]
    for blob in blobs { for name in names(of: blob) { owners[name] = blob } }
    let prefixes = owners.keys.map(RemoteLayout.blobPrefix).sorted()
    var found: [Digest: [StoredUpload]] = [:]
    func add(_ page: ObjectPage) {
      for object in page.objects {
        guard let name = RemoteLayout.name(of: object.key), let blob = owners[name] else {
          continue
        }
        let upload = StoredUpload(key: object.key, byteCount: object.byteCount)
        // The end of one page and the beginning of the next one may be the same.
        if found[blob]?.contains(upload) != true { found[blob, default: []].append(upload) }
      }
    }
    var next = 0
    var isSparse = prefixes.count < Self.minimumPerPage
    while next < prefixes.count, !isSparse {
      // The slash at the end of a prefix comes before all names of uploads.
      let answer = try answer(.list(prefix: RemoteLayout.blobs, after: prefixes[next]), .list)
      guard let page = answer.page else { throw Self.noList }
      add(page)
      let end = page.next == nil ? prefixes.count : Self.end(of: page, in: prefixes, from: next)
      isSparse = end - next < Self.minimumPerPage
      next = end
    }
    let requests = prefixes[next...].lazy.map { StoreRequest.list(prefix: $0) }
    try perform(requests, .list) { _, answer in
      guard let page = answer.page else { throw Self.noList }
      add(page)
    }
    return found
  }

  /// The number of files from which a page with all that is in the store is better than a question for each of them.
  private static var minimumPerPage: Int { 16 }

  private static var noList: TeamStoreError {
    .unanswered(StoreFailure(.badAnswer, "no list of objects"))
  }

  /// The first file that a page doesn't have completely.
  private static func end(of page: ObjectPage, in prefixes: [String], from start: Int) -> Int {
    guard let last = page.objects.last?.key else { return start + 1 }
    var index = start + 1
    while index < prefixes.count, prefixes[index].utf8.lexicographicallyPrecedes(last.utf8) {
      index += 1
    }
    // The uploads of the last file may continue on the next page.
    return index > start + 1 && last.hasPrefix(prefixes[index - 1]) ? index - 1 : index
  }
}

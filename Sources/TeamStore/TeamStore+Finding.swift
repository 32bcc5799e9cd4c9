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
  /// It lists from the first of the files, which finds all those that are on the same page, and goes on with the next
  /// one behind it. So it costs one request for each file of a few, and one for a thousand keys where most are wanted.
  func uploads(of blobs: some Sequence<Digest>) throws -> [Digest: [StoredUpload]] {
    // A file has a name for each of the team's keys.
    var owners: [Digest: Digest] = [:]
    for blob in blobs { for name in names(of: blob) { owners[name] = blob } }
    let wanted = owners.keys.sorted { $0.hex < $1.hex }
    var found: [Digest: [StoredUpload]] = [:]
    let ranges = Self.ranges(of: wanted)
    // Each range asks for one page after the other; the ranges overlap.
    var next = ranges.map(\.lowerBound)
    while true {
      let open = ranges.indices.filter { next[$0] < ranges[$0].upperBound }
      if open.isEmpty { return found }
      let prefixes = Dictionary(
        uniqueKeysWithValues: open.map { (RemoteLayout.blobPrefix(wanted[next[$0]]), $0) })
      let requests = prefixes.keys.sorted().map { prefix in
        // The slash at the end comes before all names of uploads.
        StoreRequest.list(prefix: RemoteLayout.blobs, after: prefix)
      }
      try perform(requests, .list) { request, answer in
        guard case .list(_, let after?, _) = request, let range = prefixes[after],
          let page = answer.page
        else {
          throw TeamStoreError.unanswered(StoreFailure(.badAnswer, "no list of objects"))
        }
        for object in page.objects {
          guard let name = RemoteLayout.name(of: object.key), let blob = owners[name] else {
            continue
          }
          let upload = StoredUpload(key: object.key, byteCount: object.byteCount)
          // Pages of two ranges may overlap.
          if found[blob]?.contains(upload) != true { found[blob, default: []].append(upload) }
        }
        // All files before the last key of the page have been listed, unless it is the last page.
        let last = page.next == nil ? nil : page.objects.last?.key
        var index = next[range] + 1
        if let last {
          while index < ranges[range].upperBound,
            RemoteLayout.blobPrefix(wanted[index]).utf8.lexicographicallyPrecedes(
              last.utf8)
          {
            index += 1
          }
          // The uploads of the last file of a page may go on behind it.
          if index > next[range] + 1, last.hasPrefix(RemoteLayout.blobPrefix(wanted[index - 1])) {
            index -= 1
          }
        } else {
          index = ranges[range].upperBound
        }
        next[range] = index
      }
    }
  }

  /// Divides files into ranges that are listed concurrently.
  private static func ranges(of wanted: [Digest]) -> [Range<Int>] {
    let count = min(max(wanted.count / 4, 1), 16)
    let size = (wanted.count + count - 1) / count
    guard size > 0 else { return [] }
    return stride(from: 0, to: wanted.count, by: size).map { $0..<min($0 + size, wanted.count) }
  }
}

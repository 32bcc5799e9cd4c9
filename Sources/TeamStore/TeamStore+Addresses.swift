internal import Library
package import Model
internal import Transfers

extension TeamStore {
  /// Creates addresses from which anyone can read files for a limited time.
  ///
  /// - Returns: The addresses of the files that are in the store.
  /// - Throws: `TeamStoreError.sealedAddresses` for a sealed store, whose objects only the team can
  ///   read.
  package func addresses(of blobs: [Digest], seconds: Int) throws -> [Digest: String] {
    guard keys == nil else { throw TeamStoreError.sealedAddresses }
    try requireIdentity()
    var places: [Digest: String] = [:]
    for (blob, found) in try uploads(of: blobs) {
      let usable = try state.transaction { try found.first { try !state.isMarked($0.key) } }
      places[blob] = (usable ?? found.first)?.key
    }
    var addresses: [Digest: String] = [:]
    let owners = Dictionary(places.map { ($1, $0) }) { first, _ in first }
    try perform(owners.keys.sorted().map { .presign(key: $0, seconds: seconds) }, .read) {
      request, answer in
      guard case .presign(let key, _) = request, let blob = owners[key] else { return }
      addresses[blob] = answer.address
    }
    return addresses
  }
}

package import Model

/// The result of fetching files.
package struct FetchOutcome: Hashable, Sendable {
  /// The files that were fetched, and their total length.
  package internal(set) var fetched: [Digest] = []
  package internal(set) var byteCount = 0
  /// The files that the store doesn't have.
  package internal(set) var missing: [Digest] = []
  /// The files whose objects in the store have the wrong bytes.
  package internal(set) var damaged: [Digest] = []
}

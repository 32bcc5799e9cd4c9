/// What a record of one kind states.
package protocol RecordContent: StoredObject, Sendable {
  var at: Instant { get }
  /// The digests of all files that the record names.
  var blobs: [Digest] { get }
}

extension RecordContent {
  package var blobs: [Digest] { [] }
}

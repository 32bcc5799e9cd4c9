internal import Library
internal import Model

/// What reading segments has revealed about the store and `RemoteState` doesn't have yet.
struct StoreUpdate {
  /// The erasures that were read. They are not in the library yet.
  private(set) var erasures: [ArrivedRecord] = []
  private(set) var records: [DigestPrefix] = []
  /// The number of files that the records name.
  private(set) var blobCount = 0
  private(set) var segments: [ReadSegment] = []
  private(set) var pushes: [(segment: Digest, push: TeamPush)] = []
  /// The segments of this library whose records are all in the store.
  private(set) var ownSegments: [Digest] = []
  /// The keys of segments with records that this library rejects, since an erasure covers them.
  private(set) var segmentsToRewrite: [String] = []

  /// Whether to record it now. It touches all pages of the tables, so recording rewrites them.
  var isLarge: Bool { records.count + blobCount >= 2_000_000 }

  /// Adds what a batch revealed once it is part of the library.
  ///
  /// - Parameters:
  ///   - ownSegment: The segment of this library with the new records; `nil` if there were none.
  ///   - segmentsToRewrite: The keys of the batch's segments with records that an erasure covers.
  mutating func add(
    _ batch: SegmentBatch, ownSegment: Digest?, segmentsToRewrite: [String]
  ) {
    records += batch.records.map { DigestPrefix($0.digest) }
    erasures += batch.records.filter { $0.erasure != nil }
    for record in batch.records { blobCount += record.blobs.count }
    segments += batch.segments
    pushes += batch.pushes
    ownSegments += [ownSegment].compactMap(\.self)
    self.segmentsToRewrite += segmentsToRewrite
  }
}

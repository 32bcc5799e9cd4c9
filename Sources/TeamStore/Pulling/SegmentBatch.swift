internal import Library
internal import Model
internal import Transfers

/// A segment that the store lists.
struct ListedSegment {
  let day: Day
  let digest: Digest
  let object: ObjectPage.Object

  /// The length that the store states, limited to a segment's maximum.
  var boundedByteCount: Int { min(object.byteCount, RemoteLayout.maximumObjectBytes) }
}

/// A segment that was read, and its records.
struct ReadSegment {
  let digest: Digest
  let day: Day
  let records: [DigestPrefix]
}

/// The records of segments that were read, to be added to the library in one step.
struct SegmentBatch {
  private let checksErasures: Bool
  private(set) var segments: [ReadSegment] = []
  /// The digests of the records of each segment, by key, if erasures are to be checked.
  private(set) var contents: [String: [Digest]] = [:]
  private(set) var records: [ArrivedRecord] = []
  private(set) var byteCount = 0
  /// The latest day of the segments.
  private(set) var day: Day?
  /// The senders and times of the segments.
  private(set) var pushes: [(segment: Digest, push: TeamPush)] = []

  /// Creates an empty batch.
  ///
  /// - Parameter checksErasures: Whether erasures of the library may cover arriving records.
  init(checksErasures: Bool) { self.checksErasures = checksErasures }

  /// Adds the records of a segment.
  mutating func add(_ more: [ArrivedRecord], of segment: ListedSegment) {
    segments.append(
      ReadSegment(
        digest: segment.digest, day: segment.day, records: more.map { DigestPrefix($0.digest) }))
    pushes.append((segment.digest, TeamPush(of: more, at: segment.object.modified)))
    if checksErasures { contents[segment.object.key] = more.map(\.digest) }
    records += more
    byteCount += more.reduce(0) { $0 + $1.line.count }
    day = day.map { max($0, segment.day) } ?? segment.day
  }
}

extension TeamPush {
  /// Creates a push from the records of a segment.
  init(of records: [ArrivedRecord], at moment: Instant) {
    let authors = Set(records.map(\.author)).subtracting([""])
    // A push of erasures or ratings alone has no revision that names its author.
    let senders = Set(records.compactMap(\.signature?.by)).subtracting([""])
    self.init(
      at: moment, by: (authors.isEmpty ? senders : authors).sorted(),
      recordCount: records.count { $0.signature == nil })
  }
}

internal import Files
internal import Model

/// Small segments are merged as commands run, so that a library is as quick after years of small changes as on
/// its first day.
///
/// Segments of one day are merged in two tiers, each when enough of them have come together: a record is written
/// again twice at most, and no command merges more than a bounded number.
enum Compaction {
  /// Segments of a day that are as long as this are merged when there are `count` of them.
  struct Tier {
    let lengths: Range<Int>
    let count: Int
  }

  static let tiers = [
    Tier(lengths: 0..<64 << 10, count: 64), Tier(lengths: 64 << 10..<1 << 20, count: 24),
  ]
  /// No command merges more segments than these.
  static let atOnce = 64
  /// When more past days than these have small segments, those of the oldest days are merged.
  static let days = 96
}

extension LibraryStore {
  /// Whether a day has enough small segments, or the log enough days, for merging some.
  func needsCompaction(_ index: Index, on day: Day) throws -> Bool {
    for tier in Compaction.tiers where try index.smallSegmentCount(of: day, tier) >= tier.count {
      return true
    }
    // Only the first change of a day can make the days too many.
    guard try index.segmentCount(of: day) == 1 else { return false }
    return try index.smallDays(before: day).count > Compaction.days
  }

  /// Merges small segments of a day, and those of the oldest days when there are many, for the holder of the
  /// writer's lock whose index is up to the log. It is not part of any change: whatever stops it, everything is as
  /// it was.
  func compact(_ day: Day, _ index: Index) throws {
    // What can't be read must stay where it is until somebody has looked at it.
    guard try index.first("SELECT 1 FROM fault LIMIT 1", read: { _ in true }) == nil else { return }
    for tier in Compaction.tiers where try index.smallSegmentCount(of: day, tier) >= tier.count {
      try merge(try index.smallSegments(of: day, tier), index)
    }
    let days = try index.smallDays(before: day)
    guard days.count > Compaction.days else { return }
    try mergeOldest(days, index)
  }

  private func mergeOldest(_ days: [Day], _ index: Index) throws {
    var group: [RecordLog.Segment] = []
    var byteCount = 0
    for day in days.prefix(Compaction.days / 2) {
      for segment in try log.segments(of: day) {
        guard let length = FileSystem.status(log.path(of: segment))?.byteCount,
          length < Garbage.smallSegment
        else { continue }
        guard byteCount + length <= Garbage.longestSegment else { return try merge(group, index) }
        group.append(segment)
        byteCount += length
      }
    }
    if group.count > 1 { try merge(group, index) }
  }
}

extension Index {
  fileprivate func smallSegmentCount(of day: Day, _ tier: Compaction.Tier) throws -> Int {
    try first(
      "SELECT count(*) FROM (SELECT 1 FROM segment WHERE day=? AND bytes>=? AND bytes<? LIMIT ?)",
      [
        .text(day.description), .integer(tier.lengths.lowerBound),
        .integer(tier.lengths.upperBound), .integer(tier.count),
      ]
    ) { $0.integer(0) } ?? 0
  }

  fileprivate func segmentCount(of day: Day) throws -> Int {
    try first("SELECT count(*) FROM segment WHERE day=?", [.text(day.description)]) {
      $0.integer(0)
    } ?? 0
  }

  fileprivate func smallSegments(
    of day: Day, _ tier: Compaction.Tier
  ) throws -> [RecordLog.Segment] {
    try all(
      """
      SELECT digest FROM segment WHERE day=? AND bytes>=? AND bytes<? ORDER BY bytes, digest LIMIT ?
      """,
      [
        .text(day.description), .integer(tier.lengths.lowerBound),
        .integer(tier.lengths.upperBound), .integer(Compaction.atOnce),
      ]
    ) { RecordLog.Segment(day: day, digest: try $0.digest(0)) }
  }

  /// Days before one that have small segments, the oldest first.
  fileprivate func smallDays(before day: Day) throws -> [Day] {
    try all(
      """
      SELECT name FROM day WHERE name<? AND EXISTS
        (SELECT 1 FROM segment WHERE segment.day=day.name AND bytes<?) ORDER BY name
      """, [.text(day.description), .integer(Garbage.smallSegment)]
    ) { Day($0.text(0)) }.compactMap(\.self)
  }
}

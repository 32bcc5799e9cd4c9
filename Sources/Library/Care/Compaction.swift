internal import Files
internal import Model

/// The rules for merging small segments.
///
/// Commands merge segments as they run, so a library stays as fast after years of small changes as
/// it was on its first day. The segments of a day are merged in two tiers, each as soon as it has
/// enough of them. A record is rewritten at most twice, and no command merges more than a fixed
/// number of segments.
enum Compaction {
  /// A range of segment lengths, and the number of such segments in a day that triggers a
  /// merge.
  struct Tier {
    /// The lengths of the tier's segments in bytes.
    let lengths: Range<Int>
    /// The number of segments that triggers a merge.
    let count: Int
  }

  /// The two tiers: segments below 64 KiB, and those below 1 MiB.
  static let tiers = [
    Tier(lengths: 0..<64 << 10, count: 64), Tier(lengths: 64 << 10..<1 << 20, count: 24),
  ]
  /// The maximum number of segments that one command merges in a tier.
  static let maximumSegmentCount = 64
  /// The maximum number of past days with small segments; above it, those of the oldest days are
  /// merged.
  static let maximumSmallDayCount = 96
}

extension LibraryStore {
  /// Returns whether a day has enough small segments, or the log enough days with them, for a
  /// merge.
  func needsCompaction(_ index: Index, on day: Day) throws -> Bool {
    for tier in Compaction.tiers where try index.segments.smallCount(of: day, tier) >= tier.count {
      return true
    }
    // Only the first change of a day can raise the number of days above the limit.
    guard try index.segments.count(of: day) == 1 else { return false }
    return try index.segments.smallDays(before: day).count > Compaction.maximumSmallDayCount
  }

  /// Merges small segments of a day, and those of the oldest days when there are too many.
  ///
  /// The caller holds the writer's lock, and the index is up to date with the log. Merging
  /// isn't part of a change: when it is interrupted, the library is as it was.
  func compact(_ day: Day, _ index: Index) throws {
    // Unreadable lines must stay where they are until `doctor` has examined them.
    guard try !index.sql.exists("SELECT 1 FROM fault LIMIT 1") else { return }
    for tier in Compaction.tiers where try index.segments.smallCount(of: day, tier) >= tier.count {
      try merge(try index.segments.small(of: day, tier), index)
    }
    let days = try index.segments.smallDays(before: day)
    guard days.count > Compaction.maximumSmallDayCount else { return }
    try mergeOldest(days, index)
  }

  /// Merges small segments of the oldest half of the allowed days, up to the length of one
  /// segment.
  private func mergeOldest(_ days: [Day], _ index: Index) throws {
    var group: [RecordLog.Segment] = []
    var byteCount = 0
    for day in days.prefix(Compaction.maximumSmallDayCount / 2) {
      for segment in try log.segments(of: day) {
        guard let length = smallLength(of: segment) else { continue }
        guard byteCount + length <= Garbage.maximumSegmentBytes else {
          return try merge(group, index)
        }
        group.append(segment)
        byteCount += length
      }
    }
    if group.count > 1 { try merge(group, index) }
  }
}

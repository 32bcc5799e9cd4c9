/// Records that someone sent to a team's store in one go.
public struct TeamPush: Hashable, Sendable {
  /// When the store received them, by its clock.
  public let at: Instant
  /// Who made the records, as far as these say.
  public let by: [String]
  public let recordCount: Int

  package init(at: Instant, by: [String], recordCount: Int) {
    (self.at, self.by, self.recordCount) = (at, by, recordCount)
  }
}

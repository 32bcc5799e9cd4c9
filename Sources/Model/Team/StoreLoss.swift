/// A data loss that a machine noticed in a team's store: it was set back, or objects were deleted.
public struct StoreLoss: Hashable, Sendable {
  /// The number of segments that are no longer listed, and of the records that were in no other.
  public let segmentCount: Int
  public let recordCount: Int
  /// The number of pushes that teammates have seen and that never arrived here.
  public let pushCount: Int
  /// The number of files without a listed upload, among those that were looked for.
  public let fileCount: Int
  public let soughtFileCount: Int

  package init(
    segmentCount: Int, recordCount: Int, pushCount: Int, fileCount: Int, soughtFileCount: Int
  ) {
    (self.segmentCount, self.recordCount) = (segmentCount, recordCount)
    self.pushCount = pushCount
    (self.fileCount, self.soughtFileCount) = (fileCount, soughtFileCount)
  }

  /// What is lost: "12 records in 3 segments, 1 push that teammates have seen, and 5 of 8 files".
  public var summary: String {
    let records =
      segmentCount == 0
      ? nil
      : "\(Quantity.count(recordCount, "record")) in \(Quantity.count(segmentCount, "segment"))"
    let pushes =
      pushCount == 0
      ? nil : "\(Quantity.count(pushCount, "push", "pushes")) that teammates have seen"
    let files =
      fileCount == 0
      ? nil
      : "\(Quantity.grouped(fileCount)) of \(Quantity.count(soughtFileCount, "file")) that were looked for"
    return Quantity.list([records, pushes, files].compactMap(\.self), beforeLast: ", and ")
  }
}

/// What a team's store had and no longer has, as a machine has noticed: someone set the store back, or deleted objects.
public struct StoreLoss: Hashable, Sendable {
  /// The number of segments that are no longer listed, and of the records that were in no other.
  public let segmentCount: Int
  public let recordCount: Int
  /// The number of files of which no upload is listed, among those that were looked for.
  public let fileCount: Int
  public let soughtFileCount: Int

  package init(segmentCount: Int, recordCount: Int, fileCount: Int, soughtFileCount: Int) {
    (self.segmentCount, self.recordCount) = (segmentCount, recordCount)
    (self.fileCount, self.soughtFileCount) = (fileCount, soughtFileCount)
  }

  /// What is lost: "12 records in 3 segments, and 5 of 8 files".
  public var words: String {
    let records =
      segmentCount == 0
      ? nil
      : "\(Quantity.count(recordCount, "record")) in \(Quantity.count(segmentCount, "segment"))"
    let files =
      fileCount == 0
      ? nil
      : "\(Quantity.grouped(fileCount)) of \(Quantity.count(soughtFileCount, "file")) that were looked for"
    return [records, files].compactMap(\.self).joined(separator: ", and ")
  }
}

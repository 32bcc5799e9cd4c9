/// How far an exchange with a team's store has come.
public struct SyncProgress: Hashable, Sendable {
  public enum Step: String, Hashable, Sendable {
    case sendingFiles = "sending files"
    case sendingRecords = "sending records"
    case receivingRecords = "receiving records"
    case indexing = "making the index"
    case receivingFiles = "receiving files"
    case examining = "examining files"
  }

  public let step: Step
  /// The number of files, records or segments so far.
  public let count: Int
  /// The number of all of them; `nil` if it isn't known.
  public let total: Int?

  package init(_ step: Step, _ count: Int, of total: Int? = nil) {
    (self.step, self.count, self.total) = (step, count, total)
  }
}

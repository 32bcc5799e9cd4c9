/// How far an exchange with a team's store has come.
public struct SyncProgress: Hashable, Sendable {
  public enum Step: String, Hashable, Sendable {
    case sendingFiles = "sending files"
    case sendingRecords = "sending records"
    case receivingRecords = "receiving records"
    case indexing = "making the index"
    case receivingFiles = "receiving files"
    case examining = "examining files"
    /// The store asks for a pause. The count is the number of seconds.
    case waiting = "waiting, as the store asks"
    /// The store fails and is tried again. The count is the number of seconds.
    case retrying = "the store fails; trying again"
  }

  public let step: Step
  /// The number of files, records or segments so far, or of seconds until the store is tried again.
  public let count: Int
  /// The number of all of them; `nil` if it isn't known.
  public let total: Int?

  package init(_ step: Step, _ count: Int, of total: Int? = nil) {
    (self.step, self.count, self.total) = (step, count, total)
  }
}

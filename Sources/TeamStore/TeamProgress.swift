/// How far an exchange with a team's store has come.
package struct TeamProgress: Hashable, Sendable {
  package enum Step: Hashable, Sendable {
    /// Files are being written to the store.
    case sendingFiles
    /// Records are being written to the store.
    case sendingRecords
    /// Records are being read from the store.
    case receivingRecords
    /// Files are being read from the store.
    case receivingFiles
  }

  package let step: Step
  /// The number of files or records so far.
  package let count: Int
  /// The number of all of them; `nil` if it is not known.
  package let total: Int?
}

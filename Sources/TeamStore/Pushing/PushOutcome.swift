package import Model

/// The result of a push.
package struct PushOutcome: Hashable, Sendable {
  /// The number of records that were written.
  package internal(set) var recordCount = 0
  /// The number of files that were written, and their total length.
  package internal(set) var fileCount = 0
  package internal(set) var byteCount = 0
  /// Files that are neither here nor in the store. Records that name them were not written.
  package internal(set) var missingFiles: Set<Digest> = []
  /// The number of records that were held back.
  package internal(set) var heldRecordCount = 0
  /// What the store had and no longer has; `nil` if nothing is missing, or if a full push has sent
  /// it again. What is lost during a full push may still be missing.
  package internal(set) var loss: StoreLoss?
}

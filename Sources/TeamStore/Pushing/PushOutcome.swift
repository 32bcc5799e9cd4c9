public import Model

/// The result of a push.
public struct PushOutcome: Hashable, Sendable {
  /// The number of records that were written.
  public internal(set) var recordCount = 0
  /// The number of files that were written, and their total length.
  public internal(set) var fileCount = 0
  public internal(set) var byteCount = 0
  /// Files that are neither here nor in the store. Records that name them were not written.
  public internal(set) var missingFiles: Set<Digest> = []
  /// The number of records that were held back.
  public internal(set) var heldRecordCount = 0
  /// What the store had and no longer has; `nil` if nothing is missing, or if a full push has sent
  /// it again. What is lost during a full push may still be missing.
  public internal(set) var loss: StoreLoss?
}

public import Model

/// The result of fetching files.
public struct FetchOutcome: Hashable, Sendable {
  /// The files that were fetched, and their total length.
  public internal(set) var fetched: [Digest] = []
  public internal(set) var byteCount = 0
  /// The number of files that were fetched.
  public var fileCount: Int { fetched.count }
  /// The files that the store doesn't have.
  public internal(set) var missing: [Digest] = []
  /// The files whose objects in the store have the wrong bytes.
  public internal(set) var damaged: [Digest] = []

  public init() {}
}

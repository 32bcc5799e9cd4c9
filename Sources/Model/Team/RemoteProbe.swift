/// What a team's store does, as found by asking it.
public struct RemoteProbe: Hashable, Sendable {
  public package(set) var mayWrite = true
  /// Whether the keys may delete; `nil` if that was not tried.
  public package(set) var mayDelete: Bool?
  /// Whether what was written is read back and listed at once; `nil` if that was not tried.
  public package(set) var isConsistent: Bool?
  /// Whether the store refuses content that contradicts its SHA-256, or its MD5; `nil` if untested.
  public package(set) var verifiesSHA256: Bool?
  public package(set) var verifiesMD5: Bool?
  /// Whether the store refuses requests signed twenty minutes ago, on which the clean-up relies;
  /// `nil` if untested.
  public package(set) var refusesOldSignatures: Bool?
  /// Whether the store refuses to overwrite an object when asked to refuse; `nil` if untested.
  public package(set) var supportsConditionalPut: Bool?
  /// By how much the store's clock is ahead of this machine's, in seconds.
  public package(set) var clockDifference = 0

  package init() {}
}

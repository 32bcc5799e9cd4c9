/// What a clean-up of a team's store has done.
public struct RemoteGarbage: Hashable, Sendable {
  /// The files that no record names and that are marked now, with their length together.
  public package(set) var markedCount = 0
  public package(set) var markedBytes = 0
  /// The files that were deleted, with their length together.
  public package(set) var deletedCount = 0
  public package(set) var deletedBytes = 0
  /// The files that are marked and not old enough to be deleted.
  public package(set) var waitingCount = 0
  public package(set) var erasedRecordCount = 0
  /// The number of files of erased elements that a clean-up two hours from now or later deletes.
  public package(set) var erasedWaitingCount = 0

  package init() {}
}

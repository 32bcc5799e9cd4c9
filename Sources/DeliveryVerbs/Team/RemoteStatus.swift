internal import Library
internal import TeamStore

/// Where a library is shared, and what hasn't been exchanged yet as far as this machine knows.
public struct RemoteStatus: Sendable {
  public let settings: RemoteSettings
  /// The day of the last complete pull by the store's clock; `nil` if there was none.
  public let lastPull: Day?
  /// The number of records that the store lacks.
  public let unsentCount: Int
  /// The number of files that records name and that are missing here.
  public let absentFileCount: Int
  /// The number of erasures by teammates that wait for the user's decision.
  public let waitingErasureCount: Int
  /// What the store had and no longer has, as of the last exchange; `nil` if nothing was missing.
  public let loss: StoreLoss?
  /// The machines of the team and the erasures that haven't reached all of them, as of the last
  /// pull.
  public let team: TeamMachines
  /// The last pushes that this machine knows of, the newest first.
  public let pushes: [TeamPush]

  /// Reads the status without asking the store.
  ///
  /// - Throws: `RemoteError.none` if the library has no team store.
  public init(of library: ElementLibrary) throws {
    guard let settings = try library.remoteSettings() else { throw RemoteError.none }
    self.settings = settings
    let state = try RemoteState(of: library.folder, place: settings.place)
    lastPull = try state.lastPull
    let records = try UnsharedRecords(in: library.store, besides: state)
    var count = 0
    while let batch = try records.next() { count += batch.entries.count }
    unsentCount = count
    absentFileCount = try library.absentFileCount()
    waitingErasureCount = try state.heldErasureCount
    loss = try state.loss
    team = try state.teamMachines(of: library.store)
    pushes = try state.pushes(limit: 20)
  }
}

public import Foundation

/// What a folder could look like when the power fails in the middle of a run.
///
///     let before = try FolderState(of: folder)
///     let cut = PowerCut(in: folder, before: before, during: try run.trace(recording: true))
///     for call in 0...cut.callCount {
///       for survival in Survival.extremes {
///         try cut.state(after: call, survival).write(to: elsewhere)
///       }
///     }
///
/// The model promises less than any file system does:
/// - The bytes, length and mode of a file are durable after `fsync` of it (`fdatasync`: not its mode),
///   after `msync` where it was written through memory, or when it was open with `O_DSYNC`.
/// - A name, or its end, is durable after `fsync` of the folder that it is in. A rename inside one folder
///   is one change; one from folder to folder is two, each durable with its own folder.
/// - `syncfs` and `sync` make everything durable. Nothing else does: neither time nor order.
/// - Of what is not durable any part may be there, and any part may be lost.
/// - The times of a folder, of its names (`mtime`) and of its last change (`ctime`), are durable when its names
///   are. Those that are not may be there or be lost, each by itself, whatever names are there: old times with
///   new names, new times with old names, or any that the folder had in between. They are the times that the
///   run saw, as the system made them, so that what the run noted of them can be exactly what survives.
///
/// It leaves out when files were changed, extended attributes, and what was written through shared
/// memory without `msync`.
public struct PowerCut: Sendable {
  private let folder: String
  private let before: FolderState
  private let times: FolderTimes
  private let outcome: CrashRun.Outcome

  /// From a run that was recorded, and what was in its folder before. Without times from before, no folder that
  /// the run has not changed has any.
  public init(
    in folder: URL, before: FolderState, times: FolderTimes = FolderTimes(),
    during outcome: CrashRun.Outcome
  ) {
    self.times = times
    let path = folder.resolvingSymlinksInPath().path()
    self.folder = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    self.before = before
    self.outcome = outcome
  }

  public var callCount: Int { outcome.calls.count }

  /// What is in the folder when so many calls had returned as the power failed.
  public func state(after callCount: Int, _ survival: Survival) throws -> FolderState {
    try disk(after: callCount).state(survival)
  }

  private func disk(after callCount: Int) throws -> Disk {
    let disk = Disk(before, times, at: folder)
    for call in outcome.calls.prefix(callCount) {
      try disk.perform(call, recorded: outcome.recorded)
    }
    return disk
  }

  /// All states that differ, of the extremes and of some others by chance, with how each came about.
  public func states(
    after callCount: Int, seeds: Range<Int> = 0..<4
  ) throws -> [(survival: Survival, state: FolderState)] {
    let disk = try disk(after: callCount)
    var seen: Set<FolderState> = []
    return (Survival.extremes + seeds.map { .some(seed: $0) }).compactMap { survival in
      let state = disk.state(survival)
      return seen.insert(state).inserted ? (survival, state) : nil
    }
  }
}

extension PowerCut {
  /// The times that the folders of a state may have.
  public func times(
    after callCount: Int, _ survival: Survival, _ times: TimeSurvival
  ) throws -> FolderTimes {
    try disk(after: callCount).times(survival, times)
  }

  /// A state, and all times that differ, of the extremes and of one more by chance.
  public struct TimedState {
    public let survival: Survival
    public let state: FolderState
    public let times: [FolderTimes]
  }

  /// All states that differ, each with the times that its folders may have.
  public func timedStates(after callCount: Int, seeds: Range<Int> = 0..<4) throws -> [TimedState] {
    let disk = try disk(after: callCount)
    return try states(after: callCount, seeds: seeds).map { survival, state in
      var times: [FolderTimes] = []
      for each in TimeSurvival.extremes + [.some(seed: callCount)] {
        let found = disk.times(survival, each)
        if !times.contains(found) { times.append(found) }
      }
      return TimedState(survival: survival, state: state, times: times)
    }
  }
}

/// What survives of changes that were not durable when the power failed.
public enum Survival: Hashable, Sendable {
  case nothing
  /// Names, modes, and that files were cut short, but none of what was written: new files are empty.
  case names
  /// Names, modes and lengths, with zeros for what was written.
  case namesAndLengths
  /// What was written to files that had a durable name, but no change of names.
  case bytes
  case everything
  /// Each change or not, by chance; of a write perhaps zeros, or the first half.
  case some(seed: Int)

  public static let extremes: [Survival] = [
    .nothing, .names, .namesAndLengths, .bytes, .everything,
  ]
}

/// A call of a run whose effect isn't known.
public struct UnknownEffect: Error, CustomStringConvertible {
  public let description: String
}

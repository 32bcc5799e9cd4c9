public import Foundation

/// The states that a folder can have when the power fails in the middle of a run.
///
/// ```swift
/// let before = try FolderState(of: folder)
/// let cut = PowerCut(in: folder, before: before, during: try run.trace(recording: true))
/// for call in 0...cut.callCount {
///   for survival in Survival.extremes {
///     try cut.state(after: call, survival).write(to: elsewhere)
///   }
/// }
/// ```
///
/// The model guarantees less than any file system does:
/// - The bytes, length and mode of a file are durable after `fsync` of it (`fdatasync`: not its
///   mode), after `msync` if it was written through memory, or if it was open with `O_DSYNC`.
/// - A name, or its removal, is durable after `fsync` of the folder that it is in. A rename inside
///   one folder is one change; one from folder to folder is two, each durable with its own folder.
/// - `syncfs` and `sync` make everything durable. No other event does: neither time nor order.
/// - Any part of what is not durable may survive, and any part may be lost.
/// - The times of a folder, of its names (`mtime`) and of its last change (`ctime`), are durable
///   when its names are. Those that are not may survive or be lost, each independently, whatever
///   names survive: old times with new names, new times with old names, or any that the folder had
///   in between. They are the times that the run saw, as the system made them, so that what the run
///   recorded of them can be exactly what survives.
///
/// It leaves out the modification times of files, extended attributes, and what was written through
/// shared memory without `msync`.
public struct PowerCut: Sendable {
  private let folder: String
  private let before: FolderState
  private let times: FolderTimes
  private let outcome: CrashRun.Outcome

  /// Uses a recorded run, and the contents of its folder before it. Without earlier times, folders
  /// that the run did not change have none.
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

  /// The contents of the folder if the power failed after `callCount` calls had returned.
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

  /// All different states, for the extremes and for some random ones, with the survival of each.
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

  /// A state with all different times, for the extremes and for a random one.
  public struct TimedState {
    public let survival: Survival
    public let state: FolderState
    public let times: [FolderTimes]
  }

  /// All different states, each with the times that its folders may have.
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

/// The part of the changes that survives a power cut if they were not durable.
public enum Survival: Hashable, Sendable {
  case nothing
  /// Names, modes, and truncations survive, but no written bytes: new files are empty.
  case names
  /// Names, modes and lengths survive, with zeros for written bytes.
  case namesAndLengths
  /// Bytes written to files with a durable name survive, but no changes of names.
  case bytes
  case everything
  /// Each change survives or not, at random; a write perhaps as zeros, or as its first half.
  case some(seed: Int)

  public static let extremes: [Survival] = [
    .nothing, .names, .namesAndLengths, .bytes, .everything,
  ]
}

/// A call of a run whose effect isn't known.
public struct UnknownEffect: Error, CustomStringConvertible {
  public let description: String
}

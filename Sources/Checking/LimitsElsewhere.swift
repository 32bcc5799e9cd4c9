internal import Model
internal import Synchronization
internal import Targets

/// What other hosts of a target's model accept, looked up when a file needs it.
final class LimitsElsewhere: Sendable {
  private let profile: TargetProfile
  private let catalogue: TargetCatalogue
  private let known = Mutex<[MediaFormat.Medium: [LargestLimit]]>([:])

  init(_ profile: TargetProfile, in catalogue: TargetCatalogue) {
    self.profile = profile
    self.catalogue = catalogue
  }

  /// Returns the largest limits elsewhere for files of a medium; empty when a profile is invalid.
  func largest(for medium: MediaFormat.Medium) -> [LargestLimit] {
    known.withLock { known in
      if let limits = known[medium] { return limits }
      let limits = (try? catalogue.largestLimits(besides: profile, for: medium)) ?? []
      known[medium] = limits
      return limits
    }
  }
}

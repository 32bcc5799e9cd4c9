package import Model

/// The parts of the machine that the team's store depends on. Tests pass their own.
package struct TeamEnvironment {
  /// Returns the time of a monotonic clock, in seconds. The clock keeps running during sleep.
  package let seconds: () -> Int
  /// Returns the given number of unpredictable bytes.
  package let random: (Int) -> [UInt8]
  /// What the team learns about the machine.
  package let machine: MachineInfo
  /// Returns the machine's 32-byte secret, from which its keys are derived.
  package let secret: () throws -> [UInt8]
  /// The key of the team's keeper, which this machine trusts; `nil` if there is none.
  package let keeper: SigningKey?

  package init(
    machine: MachineInfo, keeper: SigningKey?, secret: @escaping () throws -> [UInt8],
    seconds: @escaping () -> Int, random: @escaping (Int) -> [UInt8]
  ) {
    (self.machine, self.keeper, self.secret) = (machine, keeper, secret)
    (self.seconds, self.random) = (seconds, random)
  }
}

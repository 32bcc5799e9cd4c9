internal import TeamStore

/// The verb `remote machines`: lists the machines that share a library, and the erasures that have
/// not reached all of them.
///
/// ```swift
/// let team = try await ListMachines().run(in: library)
/// for machine in team.machines { print(machine.label) }
/// ```
public struct ListMachines: Sendable {
  /// The machine that has left the team: its name, its `words`, or at least the last four letters
  /// of its identifier; `nil` to only list.
  public var gone: String?

  public init() {}

  /// Marks the machine in `gone` as gone, if there is one, and returns the team's machines.
  ///
  /// - Throws: `RemoteError.none` if the library has no team store, `RemoteError.unknownMachine` if
  ///   `gone` matches no machine or several, or an error of the store.
  public func run(in library: ElementLibrary) async throws -> TeamMachines {
    try library.withTeamStore { team, _ in
      let found = try team.machines()
      guard let gone else { return found }
      let meant = found.machines.filter { machine in
        gone.utf8.count >= 4 && machine.id.text.hasSuffix(gone.uppercased())
          || machine.host == gone
          || machine.label == gone
      }
      guard meant.count == 1, let machine = meant.first else {
        throw RemoteError.unknownMachine(gone, count: meant.count)
      }
      try team.recordDeparture(of: machine.id)
      return try team.machines()
    }
  }
}

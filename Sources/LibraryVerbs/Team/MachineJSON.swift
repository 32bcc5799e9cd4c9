/// The JSON of a machine of a team.
public enum MachineJSON {
  /// Returns the JSON of one machine.
  public static func machine(_ machine: TeamMachine) -> JSONValue {
    [
      "id": machine.id, "by": machine.by.nonEmpty, "host": machine.host.nonEmpty,
      "joined": machine.joined, "this": machine.isThis.orNil,
    ]
  }
}

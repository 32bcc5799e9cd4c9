extension CheckTarget {
  /// Targets by id or alias, each once, in the order given.
  public static func resolve(
    _ names: [String], slot: Slot? = nil, in catalogue: TargetCatalogue
  ) throws -> [CheckTarget] {
    var seen: Set<TargetID> = []
    var targets: [CheckTarget] = []
    for name in names {
      let profile = try catalogue.find(name)
      guard seen.insert(profile.id).inserted else { continue }
      targets.append(try CheckTarget(profile, slot: slot, in: catalogue))
    }
    return targets
  }
}

extension ExportPlanner {
  /// Returns remarks on limits that the files of one slot exceed together, such as their total
  /// size.
  func totals(of shot: Shot) -> [PromptRemark] {
    guard let target = shot.read.prompt?.profile.id else { return [] }
    var weights: [Slot: (target: CheckTarget, files: [CheckTarget.Contribution])] = [:]
    for file in shot.files {
      guard let facts = file.prepared?.passingFacts, let byteCount = facts.byteCount else {
        continue
      }
      let weight = CheckTarget.Contribution(
        byteCount: byteCount, milliseconds: facts.film?.milliseconds ?? facts.sound?.milliseconds)
      for candidate in file.targets where candidate.profile.id == target {
        guard let slot = candidate.slot else { continue }
        weights[slot, default: (candidate, [])].files.append(weight)
      }
    }
    return weights.sorted { $0.key.rawValue < $1.key.rawValue }.flatMap { slot, weighed in
      weighed.target.totalFindings(weighed.files, in: slot).map { PromptRemark($0, at: nil) }
    }
  }
}

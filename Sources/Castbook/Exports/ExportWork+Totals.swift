extension ExportWork {
  /// What the files of a slot break together.
  func totals(
    of shot: Shot, _ resolved: [Wanted.Key: ResolvedFile]
  ) -> [PromptRemark] {
    guard let target = shot.read.prompt?.profile.id else { return [] }
    var weights: [Slot: (target: CheckTarget, files: [CheckTarget.Weight])] = [:]
    for file in shot.files {
      guard let wanted = shot.wanted[file.source], let sent = resolved[wanted.key]?.sent else {
        continue
      }
      let weight = CheckTarget.Weight(byteCount: sent.byteCount, milliseconds: sent.milliseconds)
      for place in wanted.targets where place.profile.id == target {
        guard let slot = place.slot else { continue }
        weights[slot, default: (place, [])].files.append(weight)
      }
    }
    return weights.sorted { $0.key.rawValue < $1.key.rawValue }.flatMap { slot, place in
      place.target.totalFindings(place.files, in: slot).map { PromptRemark($0, at: nil) }
    }
  }
}

extension Finding {
  /// Whether it says that a file tells of people or places.
  var isOfPrivateMetadata: Bool {
    [.imagePrivateMetadata, .clipPrivateMetadata, .soundPrivateMetadata].contains(rule)
  }
}

extension ExportPlanner {
  /// Returns remarks on limits that the files of one slot exceed together, such as their total
  /// size.
  func totals(
    of shot: Shot, _ resolved: [Wanted.Key: ResolvedFile]
  ) -> [PromptRemark] {
    guard let target = shot.read.prompt?.profile.id else { return [] }
    var weights: [Slot: (target: CheckTarget, files: [CheckTarget.Contribution])] = [:]
    for file in shot.files {
      guard let wanted = shot.wanted[file.source], let sent = resolved[wanted.key]?.sent else {
        continue
      }
      let weight = CheckTarget.Contribution(
        byteCount: sent.byteCount, milliseconds: sent.milliseconds)
      for candidate in wanted.targets where candidate.profile.id == target {
        guard let slot = candidate.slot else { continue }
        weights[slot, default: (candidate, [])].files.append(weight)
      }
    }
    return weights.sorted { $0.key.rawValue < $1.key.rawValue }.flatMap { slot, weighed in
      weighed.target.totalFindings(weighed.files, in: slot).map { PromptRemark($0, at: nil) }
    }
  }
}

extension Finding {
  /// Whether the finding says that a file reveals something about people or places.
  var concernsPrivateMetadata: Bool {
    [.imagePrivateMetadata, .clipPrivateMetadata, .soundPrivateMetadata].contains(rule)
  }
}

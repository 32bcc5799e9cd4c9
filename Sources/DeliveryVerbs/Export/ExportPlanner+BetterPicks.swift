internal import Library

extension ExportPlanner {
  /// Returns a remark for each element of which `castbook pick` would choose other pictures for the
  /// same target. It scores like the command, so what the command saves is what is recommended
  /// here.
  func betterPicks(than read: ShotPrompt) async throws -> [PromptRemark] {
    guard let prompt = read.prompt, let library = export.library,
      export.options.prompt.givesHints
    else { return [] }
    let target = prompt.profile.id
    var scoring = Score()
    scoring.decoder = export.decoder
    scoring.keeper = library.store
    scoring.targets = try CheckTarget.resolve([target.rawValue], in: export.catalogue)
    var remarks: [PromptRemark] = []
    for case .element(let member, let sent, _) in prompt.bindings.map(\.subject) {
      let isChosenByUser = read.settings.choices.contains {
        $0.value.element.handle == member.handle
      }
      // No others are better if all are sent.
      guard !isChosenByUser, member.files.pictures.count > sent.pictures.count,
        let picked = try await picked(member, scoring, library)
      else {
        continue
      }
      if let finding = Self.finding(member, sent: sent.pictures, picked: picked, target) {
        remarks.append(PromptRemark(finding, at: nil))
      }
    }
    return remarks
  }

  /// Returns the pictures that `pick` chooses, in its order; `nil` if there is nothing to choose
  /// from.
  ///
  /// A pinned revision that is not the latest is ignored, because `pick --save` would reorder the
  /// latest one.
  private func picked(
    _ member: CastMember, _ scoring: Score, _ library: ElementLibrary
  ) async throws -> [CastFile]? {
    guard
      try library.contents({ try $0.entries(of: member.element).first })?.revision
        == member.revision
    else { return nil }
    let files = try library.files(of: library.reference(to: member.element))
    let found = try await scoring.pick(of: FileList([.element(files)]))
    guard let set = found.set.judged, let pick = found.pick else { return nil }
    return pick.chosen.compactMap { choice in
      set.members[choice.member].number.flatMap { number in
        member.files.first { $0.number == number }
      }
    }
  }

  /// Returns a warning if `picked` contains better pictures than those that are sent; `nil` if it
  /// doesn't.
  private static func finding(
    _ member: CastMember, sent: [CastFile], picked: [CastFile], _ target: TargetID
  ) -> Finding? {
    let wanted = Array(picked.prefix(sent.count))
    guard !wanted.isEmpty, !Set(wanted).isSubset(of: sent) else { return nil }
    // The files that would be sent after saving the pick: even then a front view comes first.
    let order = picked + member.files.filter { !picked.contains($0) }
    let saved = FileSelection.defaultFiles(of: order, maximum: sent.count)
    let words = { (files: [CastFile]) in files.map(\.label).joined(separator: ", ") }
    let numbers = wanted.map { String($0.number) }.joined(separator: ",")
    return Finding(
      .setBetterPick, .warning,
      message: "\(member.handle) sends \(words(sent)); a better set is \(words(wanted))",
      fix: Set(wanted).isSubset(of: saved)
        ? "castbook pick \(member.handle) --for \(target) --save"
        : "set them in the shot file: images: \(member.handle)=\(numbers)")
  }
}

extension [CastFile] {
  /// The files that are pictures, without clips and sounds.
  fileprivate var pictures: [CastFile] { filter { $0.medium == .picture } }
}

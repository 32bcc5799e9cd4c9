import Castbook

/// Shot files as editors, machines and strangers leave them, in the dialects of some targets.
enum ShotFiles {
  static func read(_ bytes: [UInt8]) throws {
    let lines =
      bytes.count { $0 == 0x0A || $0 == 0x0D }
      + String(decoding: bytes, as: UTF8.self)
      .count { $0.isNewline } + 1
    func look(at remarks: [PromptRemark]) throws {
      for remark in remarks {
        try must(RuleID.all.contains(remark.finding.rule), "\(remark.finding.rule) is no rule")
        try must(!remark.finding.message.isEmpty, "a finding without words")
        guard let location = remark.location else { continue }
        try must((1...lines).contains(location.line), "line \(location.line) of \(lines)")
        try must(
          location.column >= 1 && location.column <= bytes.count + 1, "column \(location.column)")
      }
    }
    var file: ShotFile
    do throws(PromptFileError) {
      file = try ShotFile(bytes)
    } catch {
      try must(!error.remarks.isEmpty, "an error that says nothing")
      return try look(at: error.remarks)
    }
    try? file.settings.set("duration=8")
    let script = try PromptScript(file, cast: FuzzedCast())
    let (catalogue, craft) = try known.get()
    for target in [
      "fal.kling-v3.i2v", "kling.v3-omni", "kie.kling-3.0", "pixverse.c1.r2v",
      "fal.seedance-2.0.r2v", "fal.veo-3.1.r2v",
    ] {
      let prompt = try CompiledPrompt(script, for: catalogue.find(target), in: catalogue)
      try look(at: prompt.remarks + CraftHints(script, prompt, craft).remarks)
      if case .shots(let shots) = prompt.form {
        try must(shots.count > 1, "a list of one shot")
        try must(
          shots.reduce(0) { $0 + $1.length } == prompt.length.count, "shots of another length")
      }
      for binding in prompt.bindings {
        guard case .element(let member, let sent, let left) = binding.subject else { continue }
        try must(
          Set(sent).isDisjoint(with: left) && sent.count + left.count == member.files.count,
          "a file is sent and left, or neither")
      }
    }
  }

  private static let known = Result { (try TargetCatalogue(), try CraftWords()) }
}

/// Mira, a mug, and a name in another script.
private struct FuzzedCast: CastSource {
  private func handle(_ name: String) -> String? {
    switch name.lowercased() {
    case "mira", "米拉": "mira"
    case "mug": "mug"
    default: nil
    }
  }

  func isName(_ name: String) -> Bool { handle(name) != nil }

  func names(near name: String) -> [String] { ["mira", "mug"] }

  func member(_ reference: HandleReference) -> CastAnswer {
    let problem = CastAnswer.problem(
      Finding(.promptUnknownHandle, .error, message: "nobody", fix: "add it"))
    var sequence = 3
    if case .sequence(let number) = reference.revision { sequence = number }
    guard let name = handle(reference.name), let known = try? Handle(name),
      let revision = Digest(
        hex: String(repeating: name == "mug" ? "a" : "b", count: 58) + six(sequence)),
      let element = ULID(
        at: Instant(milliseconds: name.count),
        random: [UInt8](repeating: UInt8(name.count), count: 10))
    else { return problem }
    let roles: [Role] = [.back, .front, .clip, .left, .right, .top]
    let files = roles.enumerated().map { index, role in
      CastFile(
        number: index + 1, blob: revision, role: role, name: "\(index).jpg",
        medium: role == .clip ? .clip : .picture)
    }
    return .member(
      CastMember(
        element: element, revision: revision, sequence: sequence, handle: known,
        name: name == "mug" ? "" : "Mira Okafor", description: "One. Two.", kind: .character,
        isPinned: false, files: files))
  }

  private func six(_ number: Int) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: max(0, 6 - digits.count)) + digits.suffix(6)
  }
}

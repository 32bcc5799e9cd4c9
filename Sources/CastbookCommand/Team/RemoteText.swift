internal import Castbook
internal import CommandLineKit
internal import Model

/// The outcomes of `remote` and `remote add`, as lines for people.
enum RemoteText {
  /// A store that was set up: what it guarantees, and what to type next.
  static func added(_ added: AddedRemote, _ style: TerminalStyle) -> [String] {
    let what =
      added.isCopy
      ? "this library is now a copy of the one in \(sanitized(added.settings.location))"
      : "this library is shared through \(sanitized(added.settings.location))"
    let key =
      added.newKey.map { path in
        [
          "  the team's key is in \(sanitized(path.text)): keep a copy, and give it to members by a safe way"
        ]
      } ?? []
    let keeper =
      added.settings.keeper.map {
        [
          "  this machine is the keeper; on each other machine, name it once: "
            + "castbook remote signers --keeper \($0.fingerprint)"
        ]
      } ?? []
    return [what] + guarantees(added.probe, style) + key + keeper
      + [
        added.isCopy
          ? "castbook pull gets its elements; then name the keeper: castbook remote signers --keeper FINGERPRINT"
          : added.isNew
            ? "castbook push sends what is here; others join with the same castbook remote add"
            : "castbook sync exchanges what is new"
      ]
  }

  /// One line for each property of a store.
  private static func guarantees(_ probe: RemoteProbe, _ style: TerminalStyle) -> [String] {
    func line(_ isGood: Bool, _ words: String) -> String {
      "  \(style.sign(isGood ? Status.pass : Status.warn)) \(words)"
    }
    var lines: [String] = []
    guard probe.mayWrite else {
      return [line(true, "these keys may read; they may not write, so push is not possible")]
    }
    lines.append(line(true, "writes, reads and lists what was written"))
    let verifies = probe.verifiesSHA256 == true || probe.verifiesMD5 == true
    lines.append(
      line(
        verifies,
        verifies
          ? "refuses what arrives damaged (\(probe.verifiesSHA256 == true ? "SHA-256" : "MD5"))"
          : "does not notice what arrives damaged; Castbook checks every file when it is read"))
    if let refuses = probe.refusesOldSignatures {
      lines.append(
        line(
          refuses,
          refuses
            ? "refuses requests that arrive late"
            : "accepts requests that arrive late: after a crash, run castbook pull --full now and then"
        ))
    }
    if probe.supportsConditionalPut == true {
      lines.append(line(true, "can refuse to overwrite objects"))
    }
    if let mayDelete = probe.mayDelete {
      lines.append(
        line(
          true,
          mayDelete
            ? "these keys may delete: they can clean up, and should be the keeper's alone"
            : "these keys may not delete, as a member's should not"))
    }
    if abs(probe.clockDifference) > 60 {
      lines.append(
        line(
          false,
          "its clock and this machine's differ by \(abs(probe.clockDifference)) s: set this machine's clock"
        ))
    }
    return lines
  }

  /// Where a library is shared.
  static func status(_ status: RemoteStatus, _ style: TerminalStyle) -> [String] {
    let settings = status.settings
    let server = settings.endpoint ?? "Amazon S3"
    let keys =
      settings.profile.map { "profile \(sanitized($0))" }
      ?? "the environment, or the default profile of ~/.aws"
    let absent =
      Quantity.grouped(status.absentFileCount)
      + (status.absentFileCount > 0 ? " (castbook fetch @NAME, or castbook fetch --all)" : "")
    let keeper =
      settings.keeper.map(\.fingerprint)
      ?? "not known here (castbook remote signers --keeper FINGERPRINT)"
    var lines = [
      "\(sanitized(settings.location)) on \(sanitized(server)), region \(sanitized(settings.region))",
      "  keys: \(keys)",
      "  sealed: \(settings.keySource == nil ? "no" : "yes, with the team's key")",
      "  keeper: \(keeper)",
      "  last pull: \(status.lastPull.map(\.formatted) ?? "none yet")",
      "  not sent yet: \(Quantity.count(status.unsentCount, "record"))",
      "  files not here: \(absent)",
      "  a pull fetches: \(fetches(settings.files))",
      "  machines: \(Quantity.grouped(status.team.machines.count)) as of the last pull",
    ]
    if status.waitingErasureCount > 0 {
      let count = status.waitingErasureCount
      lines.append(
        "  \(style.sign(Status.warn)) \(Quantity.count(count, "erasure")) by teammates \(count == 1 ? "waits" : "wait"): "
          + "castbook pull names \(count == 1 ? "it" : "them")")
    }
    if let loss = status.loss {
      lines.append(
        "  \(style.sign(Status.fail)) the store no longer has what it had: \(loss.summary): castbook push --full"
      )
    }
    if !status.pushes.isEmpty { lines.append("  last pushes:") }
    for push in status.pushes.prefix(5) {
      let who = push.by.isEmpty ? "someone" : push.by.joined(separator: ", ")
      let records = Quantity.count(push.recordCount, "record")
      lines.append("    \(push.at.minute)  \(sanitized(who)), \(records)")
    }
    return lines + status.team.openErasures.map { "  \(erasure($0, style))" }
  }

  /// The machines of a team, and the erasures that haven't reached all of them.
  static func machines(_ team: TeamMachines, _ style: TerminalStyle) -> [String] {
    let names = Columns.aligned(team.machines.map { sanitized($0.label) })
    let lines = zip(team.machines, names).map { machine, name in
      "\(machine.id.text.suffix(6).lowercased())  \(name)  since \(machine.joined.day.formatted)"
        + (machine.isThis ? ", this one" : "")
    }
    return (lines.isEmpty ? ["no machine has introduced itself yet"] : lines)
      + team.openErasures.map { erasure($0, style) }
  }

  /// The machines that sign, and what each may.
  ///
  /// - Parameter isEnding: Whether a key was ended, which a push tells the team.
  static func signers(
    _ signers: [TeamSigner], isEnding: Bool, _ style: TerminalStyle
  ) -> [String] {
    let names = Columns.aligned(signers.map { sanitized($0.label) })
    var lines = zip(signers, names).map { signer, name in
      let last = signer.last.map { "last signed \($0.day.formatted)" } ?? "has signed nothing yet"
      let marks = [
        signer.isThis ? "this one" : nil, signer.isKeeper ? "the keeper" : nil,
        signer.isEnded ? "its key has ended" : nil,
      ].compactMap(\.self).map { ", \($0)" }.joined()
      return "\(signer.key.fingerprint)  \(name)  \(last)\(marks)"
    }
    if !signers.contains(where: \.isKeeper) {
      lines.append(
        "\(style.sign(Status.warn)) no keeper is named here, so an erasure by a teammate counts only if the machine that made "
          + "the element has signed it: castbook remote signers --keeper FINGERPRINT")
    }
    if isEnding { lines.append("castbook push tells the team that the key has ended") }
    return lines
  }

  /// Where an erasure has not been carried out.
  private static func erasure(_ erasure: OpenErasure, _ style: TerminalStyle) -> String {
    var places = erasure.isCleaned ? [] : ["the store (castbook gc --remote)"]
    places += erasure.machines.map { sanitized($0.label) }
    return "\(style.sign(Status.warn)) an erasure of \(erasure.at.day.formatted) has not reached: "
      + places.joined(separator: ", ")
  }

  private static func fetches(_ files: RemoteSettings.FetchedFiles) -> String {
    switch files {
    case .none: "records only"
    case .pinned: "records, and the files that projects have pinned"
    case .all: "records and all files"
    }
  }
}

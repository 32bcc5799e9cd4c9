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
    return [what] + guarantees(added.probe, style) + key
      + [
        added.isCopy
          ? "castbook pull gets its elements"
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
    if probe.honoursConditions == true {
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
    return [
      "\(sanitized(settings.location)) on \(sanitized(server)), region \(sanitized(settings.region))",
      "  keys: \(settings.profile.map { "profile \(sanitized($0))" } ?? "the environment, or the default profile of ~/.aws")",
      "  sealed: \(settings.keySource == nil ? "no" : "yes, with the team's key")",
      "  last pull: \(status.lastPull.map(\.words) ?? "none yet")",
      "  not sent yet: \(Quantity.count(status.unsentCount, "record"))",
      "  files not here: \(Quantity.grouped(status.absentFileCount))"
        + (status.absentFileCount > 0 ? " (castbook fetch @NAME, or castbook fetch --all)" : ""),
      "  a pull fetches: \(fetches(settings.files))",
    ]
  }

  private static func fetches(_ files: RemoteSettings.FetchedFiles) -> String {
    switch files {
    case .none: "records only"
    case .pinned: "records, and the files that projects have pinned"
    case .all: "records and all files"
    }
  }
}

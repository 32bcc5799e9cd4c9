internal import Library

/// The state of a project's pins compared with the library.
public struct ProjectStatus: Sendable {
  public let project: Project
  /// The pins, in the order of the lock file.
  public let pins: [PinStatus]

  /// The number of pins in each category, worst first; categories without pins are left out.
  public var counts: [(category: PinStatus.Category, count: Int)] {
    PinStatus.Category.allCases.compactMap { category in
      let count = pins.count { $0.category == category }
      return count == 0 ? nil : (category, count)
    }
  }

  /// The worst status of the pins.
  public var status: Status { pins.map(\.status).max() ?? .pass }
}

/// The state of one pin compared with the library.
public struct PinStatus: Sendable {
  public let pin: LockFile.Pin
  /// Whether the library has the pinned revision, and whether it is current.
  public let state: State
  /// The latest revisions of the element: empty if the library lacks it, several for a fork.
  public let latest: [ElementSummary]
  /// The differences between the pinned revision and the latest one.
  public let differences: PinDifferences
  /// The shot files of the project that were last exported with a revision that looks different to
  /// a provider.
  public let shots: [String]
  /// The findings on the pin, worst first.
  public let findings: [Finding]

  /// Whether the library has what is pinned, and whether a provider would see a difference to the
  /// latest revision.
  public enum State: String, JSONConvertible, Sendable {
    case current, behind, missing
  }

  /// The status that the findings amount to.
  public var status: Status { Status(findings) }
  /// The category of the pin, which is that of its worst finding above a note.
  public var category: Category {
    guard let worst = findings.first, worst.severity > .note else { return .current }
    return Category.allCases.first { $0.rule == worst.rule } ?? .current
  }

  /// The categories that pins are counted in, worst first.
  public enum Category: String, JSONConvertible, CaseIterable, Sendable {
    case expired, missing, forked, behind, retired, outdated, renamed, expiring, unknown, current

    /// The rule whose finding puts a pin into the category.
    fileprivate var rule: RuleID? {
      switch self {
      case .expired: .rightsExpired
      case .missing: .pinMissing
      case .forked: .elementForked
      case .behind: .pinBehind
      case .retired: .elementRetired
      case .outdated: .pinExported
      case .renamed: .pinRenamed
      case .expiring: .rightsExpiring
      case .unknown: .rightsUnknown
      case .current: nil
      }
    }
  }

  /// The number of the latest revision, if another one is pinned; otherwise `nil`.
  public var laterSequence: Int? {
    guard !latest.isEmpty, !latest.contains(where: { $0.revision == pin.revision }) else {
      return nil
    }
    return latest.map(\.sequence).max()
  }
}

/// The verb `status`: compares the pins of a project with a library.
///
/// ```swift
/// let status = try ReadStatus(of: Project(at: location)).run(in: library)
/// for pin in status.pins where pin.state == .behind { print(pin.differences.seen) }
/// ```
public struct ReadStatus: Sendable {
  /// The project.
  public var project: Project

  /// Creates the verb for a project.
  public init(of project: Project) { self.project = project }

  /// Returns the state of each pin.
  public func run(in library: ElementLibrary) throws -> ProjectStatus {
    try library.contents { contents in
      let reader = PinStatusReader(contents: contents, today: library.today)
      let exports = try reader.lastExports(of: project)
      return ProjectStatus(
        project: project, pins: try project.lock.pins.map { try reader.status(of: $0, exports) })
    }
  }
}

/// Compares pins with the contents of a library.
private struct PinStatusReader {
  let contents: Contents
  /// The day that rights are checked against.
  let today: Day

  /// Compares one pin with the library.
  func status(of pin: LockFile.Pin, _ sent: [String: ExportRecord]) throws -> PinStatus {
    let latest = try contents.entries(of: pin.element)
    let revision = try contents.revision(of: pin)?.revision
    var state = PinStatus.State.missing
    var differences = PinDifferences()
    if let revision {
      state = .current
      // For a fork it is undecided which revision would be taken.
      if latest.count == 1, let new = try contents.revision(latest[0].revision)?.revision {
        differences = try contents.differences(from: revision, to: new)
        if !differences.seen.isEmpty { state = .behind }
      }
    }
    let words = PinWords(pin: pin, latest: latest)
    var findings: [Finding] = []
    switch state {
    case .missing: findings.append(words.missing(try contents.erasure(of: pin.element)))
    case .behind: findings.append(words.behind(differences))
    case .current: break
    }
    if latest.count > 1 { findings.append(words.forked) }
    if !latest.isEmpty, latest.allSatisfy(\.isRetired) { findings.append(words.retired) }
    findings += try names(pin, latest, words)
    let wanted = latest.count == 1 ? latest[0].revision : pin.revision
    let shots = try outdatedShots(of: pin.element, sent, to: wanted)
    if !shots.isEmpty { findings.append(words.exported(shots, isBehind: state == .behind)) }
    // Rights are judged as of today, whatever revision is pinned.
    let rights = RightsWords(
      today: today, isAboutToBeUsed: true, alternativeFix: "castbook unuse \(pin.handle)")
    findings += [try rights.finding(of: latest, contents)].compactMap(\.self)
    return PinStatus(
      pin: pin, state: state, latest: latest, differences: differences, shots: shots,
      findings: findings.enumerated().sorted {
        ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset)
      }.map(\.element))
  }

  /// Returns the last export of each shot file of a project.
  func lastExports(of project: Project) throws -> [String: ExportRecord] {
    var last: [String: ExportRecord] = [:]
    for export in try contents.exports.all(project: project.id, limit: .max)
    where last[export.shot.path] == nil {
      last[export.shot.path] = export
    }
    return last
  }

  /// Returns the shot files that were last exported with a revision that looks different from
  /// `wanted`.
  private func outdatedShots(
    of element: ULID, _ sent: [String: ExportRecord], to wanted: Digest
  ) throws -> [String] {
    guard let new = try contents.revision(wanted)?.revision else { return [] }
    let last = sent.compactMapValues { export in
      export.elements.first { $0.element == element }?.revision
    }
    var isOther: [Digest: Bool] = [wanted: false]
    return try last.filter { _, sent in
      if let known = isOther[sent] { return known }
      let old = try contents.revision(sent)?.revision
      let differs =
        try old.map {
          try !contents.differences(from: $0, to: new).seen.isEmpty
        } ?? true
      isOther[sent] = differs
      return differs
    }.keys.sorted()
  }

  /// Returns a finding if the element has another handle in the library than in the project.
  private func names(
    _ pin: LockFile.Pin, _ latest: [ElementSummary], _ words: PinWords
  ) throws -> [Finding] {
    guard let entry = latest.first, !latest.contains(where: { $0.handle == pin.handle }) else {
      return []
    }
    let other = try contents.entries(named: pin.handle.name).first { $0.element != pin.element }
    return [other == nil ? words.renamed(to: entry.handle) : words.nameInUse(now: entry.handle)]
  }
}

/// The messages about a pin.
private struct PinWords {
  let pin: LockFile.Pin
  let latest: [ElementSummary]

  /// The handle in the library, for commands that change the library.
  private var handle: Handle { latest.first?.handle ?? pin.handle }

  /// Returns the error about a pinned revision that is missing: it never arrived, or it was erased.
  func missing(_ erasure: (at: Instant, kept: Int)?) -> Finding {
    let what = "revision \(pin.sequence) (\(pin.revision.short))"
    let rest =
      latest.isEmpty
      ? "unpin it: castbook unuse \(pin.handle)"
      : "pin the latest: castbook update \(pin.handle)"
    guard let erasure, pin.sequence < erasure.kept else {
      return Finding(
        .pinMissing, .error, message: "\(what) is not in this library",
        fix:
          "restore it from a backup (castbook restore-backup BACKUP --into), name the library that has it "
          + "(--library DIR), or \(rest)")
    }
    let day = erasure.at.day.formatted
    return Finding(
      .pinMissing, .error,
      message: erasure.kept == .max ? "it was erased on \(day)" : "\(what) was erased on \(day)",
      fix: rest)
  }

  /// Returns the warning about a later revision that looks different to providers.
  func behind(_ differences: PinDifferences) -> Finding {
    let later = latest.map(\.sequence).max() ?? pin.sequence
    return Finding(
      .pinBehind, .warning, message: "revision \(later) changes what providers get",
      fix: "castbook update \(pin.handle)", measured: "\(pin.sequence)", limit: "\(later)")
  }

  /// Returns the warning about shots that were exported with an earlier revision.
  func exported(_ shots: [String], isBehind: Bool) -> Finding {
    let named = Quantity.list(shots.map { sanitized($0) }, atMost: 5)
    return Finding(
      .pinExported, .warning,
      message: "\(named) \(shots.count == 1 ? "was" : "were") exported with an earlier revision",
      fix: (isBehind ? "castbook update \(pin.handle), then " : "")
        + "export \(shots.count == 1 ? "it" : "them") again with --replace")
  }

  /// The warning about a forked element.
  var forked: Finding {
    let words = ForkWords(handle, latest.map(\.revision))
    return Finding(
      .elementForked, .warning,
      message: "\(words.message); the pin still works", fix: words.fix)
  }

  /// The warning about a retired element.
  var retired: Finding {
    Finding(
      .elementRetired, .warning, message: "retired in the library; the pin still works",
      fix: "castbook restore \(handle), or castbook unuse \(pin.handle)")
  }

  /// Returns the note about an element that has a new handle in the library.
  func renamed(to handle: Handle) -> Finding {
    Finding(
      .pinRenamed, .note,
      message: "now called \(handle) in the library; here it stays \(pin.handle)")
  }

  /// Returns the warning about an element whose pinned handle means another one in the library.
  func nameInUse(now handle: Handle) -> Finding {
    Finding(
      .pinRenamed, .warning,
      message:
        "now called \(handle) in the library, where \(pin.handle) is another element; here "
        + "\(pin.handle) still means this one",
      fix: "to avoid mistakes: castbook unuse \(pin.handle), castbook use \(handle)")
  }
}

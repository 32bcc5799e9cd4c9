internal import Castbook
internal import CommandLineKit
internal import Model

/// The outcomes of `push`, `pull`, `sync` and `fetch`, as lines for people.
///
/// ```text
///   @mira  character, revision 3
/// ! @mug   product, revision 2, forked
/// pulled 3 records, 2 elements changed
/// pushed 1 record and 4 files (8.2 MB)
/// ```
enum SyncText {
  /// Shows how far the work has got.
  static func show(_ progress: SyncProgress, on screen: Screen) {
    screen.progress.update(words(progress))
  }

  private static func words(_ progress: SyncProgress) -> String {
    let count = Quantity.grouped(progress.count)
    switch progress.step {
    case .indexing: return progress.step.rawValue
    case .waiting, .retrying: return "\(progress.step.rawValue)  \(count) s"
    case .sendingFiles, .sendingRecords, .receivingRecords, .receivingFiles, .examining:
      let total = progress.total.map { " of \(Quantity.grouped($0))" } ?? ""
      return "\(progress.step.rawValue)  \(count)\(total)"
    }
  }

  /// The number of elements that are named.
  private static let maximumNamed = 20

  static func lines(_ outcome: SyncOutcome, _ style: TerminalStyle) -> [String] {
    var lines: [String] = []
    if let pulled = outcome.pulled { lines += self.lines(pulled, of: outcome, style) }
    if let pushed = outcome.pushed { lines += self.lines(pushed, of: outcome, style) }
    if let fetched = outcome.fetched { lines += self.lines(fetched, of: outcome, style) }
    if let healed = outcome.healedLoss {
      lines.append("the store had lost \(healed.summary); what is here of it was sent again")
    }
    if let loss = outcome.loss {
      lines += [
        "\(style.sign(Status.fail)) the store no longer has what it had: \(loss.summary)",
        "It was set back, or objects were deleted: tell its keeper. castbook push --full sends what is here of it.",
      ]
    }
    if outcome.absentFileCount > 0, outcome.pulled != nil || outcome.fetched != nil {
      lines.append(
        "\(Quantity.count(outcome.absentFileCount, "file")) not here: castbook fetch @NAME gets those of an "
          + "element, castbook fetch --all gets all")
    }
    return lines
  }

  private static func lines(
    _ pulled: PullOutcome, of outcome: SyncOutcome, _ style: TerminalStyle
  ) -> [String] {
    var lines = pulled.problems.map { problem in
      "  \(style.sign(Status.fail)) \(sanitized(problem.key)): \(sanitized(problem.reason))"
    }
    lines += erasures(pulled.erasures, style)
    // What the user has to decide comes first.
    let elements =
      outcome.elements.filter(needsAttention) + outcome.elements.filter { !needsAttention($0) }
    let names = elements.prefix(maximumNamed).map { $0.handle.text(suffix: $0.suffix) }
    let width = names.map(displayWidth).max() ?? 0
    lines += zip(elements, names).map { element, name in
      "  \(needsAttention(element) ? style.sign(Status.warn) : " ") "
        + style.styled(Columns.padded(name, width), .bold)
        + "  \(element.kind.rawValue), revision \(element.sequence)"
        + (element.isForked
          ? ", changed here and elsewhere: castbook show \(element.handle)" : "")
        + (element.sharesName
          ? ", another element has this name: castbook edit \(name) --rename NEW"
          : "")
    }
    if elements.count > maximumNamed {
      lines.append("    and \(more(elements.count - maximumNamed, pulled))")
    }
    if pulled.recordCount == 0 {
      if pulled.erasures.isEmpty { lines.append("nothing new in the store") }
    } else {
      lines.append(
        "pulled \(Quantity.count(pulled.recordCount, "record")), "
          + "\(pulled.namesAllElements ? "" : "more than ")\(Quantity.count(elements.count, "element")) changed"
      )
    }
    if !pulled.problems.isEmpty {
      lines.append(
        "\(Quantity.count(pulled.problems.count, "object")) of the store can't be used; the next pull tries again"
      )
    }
    if pulled.hasUnfinishedErasure {
      lines.append("an erasure that arrived will be finished by the next command")
    }
    return lines
  }

  /// The erasures of teammates: what is gone, and what waits.
  private static func erasures(_ erasures: [ArrivedErasure], _ style: TerminalStyle) -> [String] {
    let named = erasures.filter { $0.handle != nil || $0.isWaiting || $0.fileCount > 0 }
    var lines = named.prefix(maximumNamed).map { "  \(line(of: $0, style))" }
    if named.count > maximumNamed {
      lines.append("    and \(Quantity.count(named.count - maximumNamed, "more erasure"))")
    }
    let others = erasures.count - named.count
    if others > 0 {
      lines.append("\(Quantity.count(others, "erasure")) of elements that were not here")
    }
    let applied = named.filter { $0.state == .applied && $0.fileCount > 0 }
    if !applied.isEmpty {
      lines.append(
        "files of erased elements stay in the library's folder erased/ for \(CollectGarbage.keptDays) days, unless they were "
          + "erased at once: castbook gc --erased deletes them now")
    }
    let count = erasures.count(where: \.isWaiting)
    if count > 0 {
      lines.append(
        "\(Quantity.count(count, "erasure")) \(count == 1 ? "waits" : "wait"), and nothing was removed for "
          + "\(count == 1 ? "it" : "them"): castbook pull --accept-erasures, or castbook pull --refuse-erasures"
      )
    }
    return lines
  }

  /// Who erased which element, when and why.
  private static func line(of erasure: ArrivedErasure, _ style: TerminalStyle) -> String {
    let what = erasure.handle.map { style.styled("\($0)", .bold) } ?? "an element"
    let who = erasure.by.isEmpty ? "someone" : sanitized(erasure.by)
    let files = Quantity.count(erasure.fileCount, "file")
    let why = erasure.reason.isEmpty ? "" : ": \(sanitized(erasure.reason))"
    let fact = "\(what)  erased by \(who) on \(erasure.at.day.formatted)\(why)"
    return switch erasure.state {
    case .applied: "\(style.sign(Status.warn)) \(fact)  (\(files) removed)"
    case .refused: "  \(fact)  (refused: \(files) stay here)"
    case .waiting(let reason):
      "\(style.sign(Status.warn)) \(fact)  (waits: \(words(reason)), \(files))"
    }
  }

  private static func words(_ reason: ArrivedErasure.Reason) -> String {
    switch reason {
    case .ownElement: "made on this machine"
    case .notEntitled: "signed neither by who made it nor by the keeper"
    case .otherFiles: "it also deletes files of others"
    case .tooMany: "one of many within a day"
    }
  }

  /// Whether the user has to decide something.
  private static func needsAttention(_ element: SyncOutcome.Element) -> Bool {
    element.isForked || element.sharesName
  }

  private static func more(_ count: Int, _ pulled: PullOutcome) -> String {
    pulled.namesAllElements
      ? Quantity.count(count, "more element") : "more than \(Quantity.grouped(count)) others"
  }

  private static func lines(
    _ pushed: PushOutcome, of outcome: SyncOutcome, _ style: TerminalStyle
  ) -> [String] {
    var lines = outcome.files(pushed.missingFiles).map {
      "  \(style.sign(Status.fail)) \(words($0)) is missing or damaged"
    }
    let files =
      pushed.fileCount == 0
      ? ""
      : " and \(Quantity.count(pushed.fileCount, "file")) (\(Quantity.bytes(pushed.byteCount)))"
    lines.append(
      pushed.recordCount == 0 && pushed.fileCount == 0
        ? "nothing new to send"
        : "pushed \(Quantity.count(pushed.recordCount, "record"))\(files)")
    if pushed.heldRecordCount > 0 {
      lines.append(
        "\(Quantity.count(pushed.heldRecordCount, "record")) not sent, since files are missing: castbook doctor"
      )
    }
    return lines
  }

  private static func lines(
    _ fetched: FetchOutcome, of outcome: SyncOutcome, _ style: TerminalStyle
  ) -> [String] {
    outcome.files(fetched.missing).map {
      "  \(style.sign(Status.fail)) \(words($0)) is not in the store"
    }
      + outcome.files(fetched.damaged).map {
        "  \(style.sign(Status.fail)) \(words($0)) is damaged in the store"
      }
      + [
        fetched.fileCount == 0
          ? "no files to fetch"
          : "fetched \(Quantity.count(fetched.fileCount, "file")) (\(Quantity.bytes(fetched.byteCount)))"
      ]
  }

  /// A file, as its element names it.
  private static func words(_ file: SyncOutcome.File) -> String {
    guard let handle = file.handle, let name = file.name else {
      return "the file \(file.digest.hex.prefix(12))…"
    }
    return "\(handle): \(sanitized(name))"
  }
}

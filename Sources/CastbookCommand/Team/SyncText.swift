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
    if let pulled = outcome.pulled { lines += self.lines(pulled, style) }
    if let pushed = outcome.pushed { lines += self.lines(pushed, style) }
    if let fetched = outcome.fetched { lines += self.lines(fetched, style) }
    if outcome.absentFileCount > 0, outcome.pulled != nil || outcome.fetched != nil {
      lines.append(
        "\(Quantity.count(outcome.absentFileCount, "file")) not here: castbook fetch @NAME gets those of an "
          + "element, castbook fetch --all gets all")
    }
    return lines
  }

  private static func lines(_ pulled: SyncOutcome.Pulled, _ style: TerminalStyle) -> [String] {
    var lines = pulled.problems.map { problem in
      "  \(style.sign(Status.fail)) \(sanitized(problem.key)): \(sanitized(problem.words))"
    }
    // What the user has to decide comes first.
    let elements =
      pulled.elements.filter(needsAttention) + pulled.elements.filter { !needsAttention($0) }
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
    lines.append(
      pulled.recordCount == 0
        ? "nothing new in the store"
        : "pulled \(Quantity.count(pulled.recordCount, "record")), "
          + "\(pulled.namesAllElements ? "" : "more than ")\(Quantity.count(elements.count, "element")) changed"
    )
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

  /// Whether the user has to decide something.
  private static func needsAttention(_ element: SyncOutcome.Element) -> Bool {
    element.isForked || element.sharesName
  }

  private static func more(_ count: Int, _ pulled: SyncOutcome.Pulled) -> String {
    pulled.namesAllElements
      ? Quantity.count(count, "more element") : "more than \(Quantity.grouped(count)) others"
  }

  private static func lines(_ pushed: SyncOutcome.Pushed, _ style: TerminalStyle) -> [String] {
    var lines = pushed.missingFiles.map {
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

  private static func lines(_ fetched: SyncOutcome.Fetched, _ style: TerminalStyle) -> [String] {
    fetched.absentFiles.map { "  \(style.sign(Status.fail)) \(words($0)) is not in the store" }
      + fetched.damagedFiles.map {
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

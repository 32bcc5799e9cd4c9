internal import Castbook
internal import CommandLineKit
internal import Model

/// Elements, a line each.
struct SummaryTable {
  private let elements: [ElementSummary]
  private let style: TerminalStyle

  init(_ elements: [ElementSummary], style: TerminalStyle) {
    self.elements = elements
    self.style = style
  }

  var lines: [String] {
    let handles = elements.map { "\($0.handle)" }
    let names = elements.map { sanitized($0.name) }
    let handleWidth = handles.map(displayWidth).max() ?? 0
    let nameWidth = min(names.map(displayWidth).max() ?? 0, 40)
    return zip(elements, zip(handles, names)).map { element, words in
      let facts = [
        element.kind == .voice || element.fileCount != 0
          ? Quantity.count(element.fileCount, "file") : "no files",
        element.isRetired ? "retired" : nil, element.lookOf == nil ? nil : "a look",
        element.expires.map { "rights until \($0.words)" },
      ].compactMap(\.self).joined(separator: ", ")
      let line =
        "\(style.styled(Columns.padded(words.0, handleWidth), .bold))  "
        + "\(Columns.padded(element.kind.rawValue, 9))  \(Columns.padded(words.1, nameWidth))  "
      return Columns.trimmed(line + style.styled(facts, .dim))
    }
  }
}

/// The files of an element, a line each, and below it what is found of them.
struct ReferenceTable {
  /// One file.
  struct Line {
    let number: Int
    let reference: Reference
    let checked: CheckedFile?
    var isMissing = false
    var remarks: [String] = []
  }

  let lines: [Line]
  let style: TerminalStyle

  var texts: [String] {
    let numberWidth = String(lines.last?.number ?? 1).count
    let roleWidth = lines.map { $0.reference.role.rawValue.count }.max() ?? 0
    let nameWidth = min(lines.map { displayWidth(sanitized($0.reference.file)) }.max() ?? 0, 40)
    return lines.flatMap { line in
      let number = Columns.leftPadded(String(line.number), numberWidth)
      let role = Columns.padded(line.reference.role.rawValue, roleWidth)
      let name = Columns.padded(sanitized(line.reference.file), nameWidth)
      let facts = line.checked.map { FactWordsOfFile.words($0.facts) } ?? ""
      let head = "  \(sign(line)) \(number)  \(role)  \(name)  \(facts)"
      return [Columns.trimmed(head)] + remarks(line, indent: 4 + numberWidth + 2)
    }
  }

  private func remarks(_ line: Line, indent: Int) -> [String] {
    let gap = String(repeating: " ", count: indent)
    var remarks: [String] = []
    if line.isMissing {
      remarks.append("its bytes are missing in the library: castbook doctor")
    }
    if !line.reference.note.isEmpty { remarks.append(line.reference.note) }
    remarks += line.remarks
    var texts = remarks.flatMap { fold(sanitized($0), gap) }
    for finding in line.checked?.allFindings ?? [] {
      let text = "\(sanitized(finding.sentence))   \(finding.rule)"
      texts += fold(text, gap, mark: Marks.sign(finding.severity, style))
    }
    return texts
  }

  private func fold(_ text: String, _ gap: String, mark: String? = nil) -> [String] {
    let lead = mark.map { gap + $0 + " " } ?? gap
    let below = mark == nil ? gap : gap + "  "
    guard let columns = style.columns else { return [lead + text] }
    let width = max(24, columns - displayWidth(below))
    return Folding.lines(text, width: width).enumerated().map { place, line in
      (place == 0 ? lead : below) + line
    }
  }

  private func sign(_ line: Line) -> String {
    if line.isMissing { return Marks.sign(.fail, style) }
    guard let checked = line.checked else { return style.styled("?", .dim) }
    return Marks.sign(checked.status, style)
  }
}

/// Signs in front of what they judge.
enum Marks {
  static func sign(_ status: Status, _ style: TerminalStyle) -> String {
    switch status {
    case .pass: style.styled("✓", .good)
    case .warn: style.styled("!", .warn)
    case .fail: style.styled("✗", .bad)
    }
  }

  static func sign(_ severity: Severity, _ style: TerminalStyle) -> String {
    severity == .note ? style.styled("·", .dim) : sign(Status(severity), style)
  }
}

/// What a file is, in columns.
enum FactWordsOfFile {
  static func words(_ facts: FileFacts) -> String {
    let format = Columns.padded(facts.format?.name ?? "", 6)
    let bytes = Columns.leftPadded(facts.byteCount.map(Quantity.bytes) ?? "", 7)
    return "\(size(facts))  \(format)  \(bytes)"
  }

  static func size(_ facts: FileFacts) -> String {
    guard facts.format?.medium != .sound else { return String(repeating: " ", count: 13) }
    guard let size = facts.image?.size ?? facts.clip?.size else { return "      ?      " }
    return
      "\(Columns.leftPadded(String(size.width), 5)) × \(Columns.padded(String(size.height), 5))"
  }
}

/// An element with its files.
struct ElementText {
  private let details: ElementDetails
  private let style: TerminalStyle

  init(_ details: ElementDetails, style: TerminalStyle) {
    self.details = details
    self.style = style
  }

  var lines: [String] {
    let revision = details.revision
    let state = [
      details.found.isLatest ? nil : "an earlier revision", revision.retired ? "retired" : nil,
    ].compactMap(\.self)
    let kind = ([revision.kind.rawValue, "revision \(revision.sequence)"] + state)
      .joined(separator: ", ")
    let head =
      "\(style.styled("\(revision.handle)", .bold))  \(sanitized(revision.name))  "
      + style.styled(kind, .dim)
    let table = ReferenceTable(
      lines: details.files.map { file in
        ReferenceTable.Line(
          number: file.number, reference: file.reference, checked: file.checked,
          isMissing: file.isMissing)
      }, style: style)
    return [head] + fork + facts + table.texts + ends
  }

  private var fork: [String] {
    guard details.found.isForked else { return [] }
    let names = details.found.latest.map { "\($0.handle):\($0.revision.short)" }
    return [
      "  \(Marks.sign(.error, style)) forked: \(names.joined(separator: ", ")) are both the latest;",
      "    choose one: castbook edit \(names[0]) --merge   element.forked",
    ]
  }

  /// What is written of it, a line each, under one another.
  private var facts: [String] {
    let revision = details.revision
    var facts: [(String, String)] = []
    func add(_ name: String, _ text: String) { if !text.isEmpty { facts.append((name, text)) } }
    add("about", revision.description)
    add("notes", revision.notes)
    add("person", revision.person?.rawValue ?? "")
    add("tags", revision.tags.joined(separator: ", "))
    add("also", revision.aliases.map { "@\($0)" }.joined(separator: ", "))
    add("look of", details.base.map { "\($0.handle)" } ?? "")
    add("looks", details.looks.map { "\($0.handle)" }.joined(separator: ", "))
    add("voice", details.voice.map { "\($0.handle)" } ?? "")
    add("voice of", details.speakers.map { "\($0.handle)" }.joined(separator: ", "))
    add("rights", rights)
    return facts.flatMap { name, text in
      let lead = "  " + style.styled(Columns.padded(name, 8), .dim) + "  "
      let lines = text.split(whereSeparator: \.isNewline).flatMap { line in
        Folding.lines(sanitized(String(line)), width: max(24, (style.columns ?? 10_000) - 12))
      }
      return lines.enumerated().map { place, line in
        (place == 0 ? lead : String(repeating: " ", count: 12)) + line
      }
    }
  }

  private var rights: String {
    guard let rights = details.rights else { return "" }
    let words = [
      rights.basis.rawValue, rights.holder.isEmpty ? nil : rights.holder,
      rights.expires.map { "until \($0.words)" },
      rights.allowed.isEmpty
        ? nil : "for \(rights.allowed.map(\.rawValue).joined(separator: ", "))",
      rights.document == nil ? nil : "with a document",
      details.rightsAreInherited ? "as \(details.base.map { "\($0.handle)" } ?? "its base")" : nil,
    ]
    return words.compactMap(\.self).joined(separator: ", ")
  }

  private var ends: [String] {
    var lines = details.setFindings.flatMap { finding in
      Folding.lines(
        "\(sanitized(finding.sentence))   \(finding.rule)",
        width: max(24, (style.columns ?? 10_000) - 4)
      ).enumerated().map { place, line in
        place == 0 ? "  \(Marks.sign(finding.severity, style)) \(line)" : "    \(line)"
      }
    }
    let unsorted = details.files.filter { $0.reference.role == .unsorted }.map(\.number)
    if !unsorted.isEmpty, details.found.isLatest {
      lines.append(RoleHint.line(details.found.handle, unsorted))
    }
    return lines
  }
}

/// The command that says what files show whose role nobody said.
enum RoleHint {
  private static let mostNamed = 8

  static func line(_ handle: Handle, _ numbers: [Int]) -> String {
    let shown = numbers.prefix(mostNamed).map { "\($0)=ROLE" }.joined(separator: ",")
    let more = numbers.count > mostNamed ? ",…" : ""
    return "Say what they show: castbook edit \(handle) --role \(shown)\(more)"
  }
}

/// What adding came to.
struct AddedText {
  private let outcome: AddOutcome
  private let style: TerminalStyle

  init(_ outcome: AddOutcome, style: TerminalStyle) {
    self.outcome = outcome
    self.style = style
  }

  var lines: [String] {
    outcome.elements.flatMap(lines) + ends
  }

  private func lines(_ element: AddOutcome.Element) -> [String] {
    let revision = element.revision.revision
    let state =
      element.isNew ? "new" : element.isChanged ? "revision \(revision.sequence)" : "nothing new"
    let voice = element.voiceOf.map { ", the voice of \($0)" } ?? ""
    let head =
      "\(style.styled("\(element.handle)", .bold))  \(sanitized(revision.name))  "
      + style.styled("\(revision.kind.rawValue), \(state)\(voice)", .dim)
    let table = ReferenceTable(
      lines: element.files.map { file in
        ReferenceTable.Line(
          number: file.number, reference: file.reference, checked: file.checked,
          remarks: remarks(file))
      }, style: style)
    let known = element.known.map { known in
      "  = \(known.number)  \(sanitized(known.path.text)) is there already"
    }
    let hint =
      element.unsorted.isEmpty || !element.isChanged
      ? [] : [RoleHint.line(element.handle, element.unsorted)]
    return [head] + table.texts + known + hint
  }

  private func remarks(_ file: AddOutcome.File) -> [String] {
    var remarks: [String] = []
    if !file.sharedWith.isEmpty {
      let handles = file.sharedWith.map { "\($0)" }.joined(separator: ", ")
      remarks.append("the very same file as in \(handles)")
    }
    remarks += file.similar.filter { $0.likeness != .exact }.map { SimilarWords.line($0) }
    return remarks
  }

  private var ends: [String] {
    var lines = outcome.leftOut.map { file in
      "  \(Marks.sign(.fail, style)) left out: \(sanitized(file.path.text)): "
        + sanitized(file.finding.message)
    }
    if !outcome.bystanders.isEmpty {
      lines.append("\(Quantity.count(outcome.bystanders.count, "file")) left alone: no media")
    }
    return lines
  }
}

/// How a picture of the library is like another.
enum SimilarWords {
  static func line(_ picture: SimilarPicture) -> String {
    let places = picture.holders.map { holder in
      "\(holder.handle)" + (holder.number.map { ", file \($0)" } ?? ", in an earlier revision")
    }
    let place = places.isEmpty ? "a file of the library" : places.joined(separator: "; ")
    switch picture.likeness {
    case .exact: return "the very same file: \(place)"
    case .near: return "nearly the same picture: \(place)"
    case .mirror: return "the mirror image: \(place)"
    }
  }
}

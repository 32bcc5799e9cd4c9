internal import Drawing
internal import Library

/// A picture of a cast sheet, read when its page is made.
struct CastPicture: Sendable {
  /// The file.
  let blob: Digest
  /// The size of the preview.
  let side: Previews.Side
}

/// Makes the entries of a cast sheet: what is known of each element, in words.
struct CastEntryWriter {
  private let library: ElementLibrary
  private let project: Project?
  /// The entries so far.
  private(set) var entries: [CastSheet.Entry] = []
  /// The pictures of all entries, by the indices that the entries refer to.
  private(set) var pictures: [CastPicture] = []
  /// The number of files that are missing or that can't be read.
  private(set) var missingCount = 0
  /// The number of elements of each kind.
  private var kinds: [ElementKind: Int] = [:]
  /// The number of elements whose rights are in each state, with the words for it.
  private var rights: [RightsState: Int] = [:]
  /// The number of pins in each state.
  private var pins: [PinStatus.State: Int] = [:]

  /// The states of rights, the ones to act on first.
  private enum RightsState: String, CaseIterable {
    case expired
    case expiring = "ending soon"
    case unknown = "not stated"
    case stated
  }

  init(library: ElementLibrary, project: Project?) {
    self.library = library
    self.project = project
  }

  /// Adds an element.
  mutating func add(_ subject: CastSubject) throws {
    if let pin = subject.pin { pins[pin.state, default: 0] += 1 }
    guard let reference = subject.reference else { return addMissing(subject) }
    let details = try Show(reference).run(in: library)
    let revision = details.revision
    kinds[revision.kind, default: 0] += 1
    var entry = CastSheet.Entry(
      name: revision.name, handle: "\(subject.handle)", facts: facts(of: details, subject))
    entry.isLook = subject.isGrouped
    entry.summary = CastMember.firstSentence(of: revision.description)
    addViews(of: details, to: &entry)
    // The handle distinguishes a look from the element above it.
    if entry.isLook, entry.cover?.label.isEmpty == true { entry.cover?.label = entry.handle }
    if let base = details.base, !subject.isGrouped {
      entry.rows.append(.init("Look of", "\(base.handle)"))
    }
    if !revision.aliases.isEmpty {
      entry.rows.append(.init("Also", Quantity.list(revision.aliases.map { "@\($0)" }, atMost: 8)))
    }
    entry.rows += try voice(of: details)
    entry.rows += try rights(of: details)
    entry.rows += subject.pin.map(pin) ?? []
    let others = details.findings.filter { !Self.isAboutRights($0) && subject.pin == nil }
    entry.rows += others.map { .init("Note", $0.message, Mark($0)) }
    entries.append(entry)
  }

  /// Adds an element whose pinned revision is not in the library.
  private mutating func addMissing(_ subject: CastSubject) {
    var entry = CastSheet.Entry(
      name: subject.pin?.latest.first?.name ?? "", handle: "\(subject.handle)",
      facts: "not in this library")
    entry.emptyWords = "not in this library"
    entry.isLook = subject.isGrouped
    entry.rows = subject.pin.map(pin) ?? []
    rights[.unknown, default: 0] += 1
    entries.append(entry)
  }

  // MARK: Words

  /// The lines below the title of the sheet.
  var summary: [String] {
    let count = Quantity.count(entries.count, "element")
    let kinds = ElementKind.allCases.compactMap { kind in
      self.kinds[kind].map { Quantity.count($0, kind.rawValue) }
    }
    let list = kinds.isEmpty ? "" : ": \(kinds.joined(separator: ", "))"
    let rights = RightsState.allCases.compactMap { state in
      self.rights[state].map { "\($0) \(state.rawValue)" }
    }
    let states: [PinStatus.State] = [.missing, .behind, .current]
    let pins = states.compactMap { state in self.pins[state].map { "\($0) \(state.rawValue)" } }
    return [
      "\(count)\(list) · \(library.today.formatted)",
      "Rights: \(rights.joined(separator: ", "))",
      pins.isEmpty ? nil : "Pins: \(pins.joined(separator: ", "))",
    ].compactMap(\.self)
  }

  /// What an element is: its kind, the person, and its revision.
  private func facts(of details: ElementDetails, _ subject: CastSubject) -> String {
    let revision = details.revision
    let person: String? =
      switch revision.person {
      case .real: "real person"
      case .generated: "generated person"
      case .drawn: "drawn person"
      case .some(.none), nil: nil
      }
    let last = details.found.latest.map(\.sequence).max() ?? revision.sequence
    // The row about the pin has the numbers of its revisions.
    let number =
      subject.pin != nil
      ? nil
      : "version \(revision.sequence)" + (details.found.isLatest ? "" : " (latest: \(last))")
    let look = subject.isGrouped ? details.base.map { "look of \($0.handle)" } : nil
    return [
      revision.kind.rawValue, look, person, number, revision.retired ? "removed" : nil,
    ].compactMap(\.self).joined(separator: " · ")
  }

  // MARK: Voice

  /// Returns the rows about the voice of an element, or about who speaks with it.
  private func voice(of details: ElementDetails) throws -> [CastSheet.Row] {
    if details.revision.kind == .voice {
      let speakers = details.speakers.map { "\($0.handle)" }
      return speakers.isEmpty ? [] : [.init("Voice of", Quantity.list(speakers, atMost: 8))]
    }
    guard let voice = details.voice else {
      guard let own = details.recordings.first else { return [] }
      return [
        .init("Voice", "its own recording, \(own.words)", waveform: own.waveform)
      ]
    }
    // What the project pins counts, if the library has it.
    let pin = project?.lock.pin(of: voice.element)
    let pinned = try library.contents { contents in
      try pin.flatMap { try contents.revision(of: $0)?.digest }
    }
    let shown = try Show(HandleReference(voice.handle, at: pinned ?? voice.revision))
      .run(in: library)
    let recording = shown.recordings.first
    let words = [
      shown.revision.name.nonEmpty, "\(pin?.handle ?? voice.handle)",
      recording?.words ?? "no recording",
    ]
    return [
      .init(
        "Voice", words.compactMap(\.self).joined(separator: " · "), waveform: recording?.waveform)
    ]
  }

  // MARK: Rights

  /// Returns the rows about the rights of an element on the day of the sheet.
  private mutating func rights(of details: ElementDetails) throws -> [CastSheet.Row] {
    // Rights are facts of today, whichever revision is shown.
    let (finding, rights, holder) = try library.contents { contents in
      let words = RightsWords(today: library.today, isAboutToBeUsed: true)
      let finding = try words.finding(of: details.found.latest, contents)
      let latest = try details.found.latest.first.map { try contents.rightsHolder(of: $0) }
      let stated = try latest.flatMap { try contents.revision($0.revision) }?.revision
      return (finding, stated?.rights, latest)
    }
    let state: RightsState =
      switch finding?.rule {
      case nil: .stated
      case RuleID.rightsExpired: .expired
      case RuleID.rightsExpiring: .expiring
      default: .unknown
      }
    self.rights[state, default: 0] += 1
    let mark = finding.map(Mark.init) ?? .pass
    guard let rights, rights.basis != .unknown || !rights.holder.isEmpty else {
      return [.init("Rights", finding?.message ?? "no rights stated", mark)]
    }
    let from = holder.flatMap { $0.element == details.found.element ? nil : "from \($0.handle)" }
    let parts =
      RevisionWords.parts(of: rights, holder: RevisionWords.short(rights.holder))
      + [from].compactMap(\.self)
    return [.init("Rights", parts.joined(separator: ", "), mark)]
      + (finding.map { [.init("", $0.message)] } ?? [])
  }

  /// Returns whether a finding is about rights, which have rows of their own.
  private static func isAboutRights(_ finding: Finding) -> Bool {
    [RuleID.rightsExpired, .rightsExpiring, .rightsUnknown].contains(finding.rule)
  }

  // MARK: Pins

  /// Returns the rows about the pin of a project.
  private func pin(_ status: PinStatus) -> [CastSheet.Row] {
    let number = "version \(status.pin.sequence)"
    let words =
      switch status.state {
      case .missing: number
      case .behind: number + ", behind" + (status.laterSequence.map { " (latest: \($0))" } ?? "")
      case .current:
        status.laterSequence.map { "\(number); version \($0) looks the same to providers" }
          ?? "\(number), the latest"
      }
    let findings = status.findings.filter { !Self.isAboutRights($0) }
    let worst = findings.map(\.severity).max()
    let mark: Mark = worst == .error ? .fail : worst == .warning ? .warn : .pass
    return [.init("Pin", words, mark)] + findings.prefix(2).map { .init("", $0.message) }
  }

  // MARK: Pictures

  /// Adds the cover and the other views of an element.
  private mutating func addViews(of details: ElementDetails, to entry: inout CastSheet.Entry) {
    if details.revision.kind == .voice {
      entry.emptyWords = "no recording"
      let recordings = details.recordings
      guard let first = recordings.first else { return }
      missingCount += recordings.count { $0.waveform == nil }
      entry.cover = .init(first.content, label: first.waveform == nil ? "" : first.words)
      if recordings.count > 1 {
        entry.rows.append(
          .init("Files", "and \(Quantity.count(recordings.count - 1, "more recording"))"))
      }
      return
    }
    var files = details.visibleFiles
    guard let cover = files.firstIndex(where: { $0 == details.cover }) else { return }
    entry.cover = view(of: files.remove(at: cover), isCover: true)
    let shown = files.prefix(CastSheet.Entry.maximumViews)
    entry.views = shown.map { view(of: $0, isCover: false) }
    entry.omittedCount = files.count - shown.count
  }

  /// Returns the view of a file.
  private mutating func view(of file: VisibleFile, isCover: Bool) -> CastSheet.View {
    let role = file.role == .unsorted ? "" : file.role.words
    let label = file.isClip && file.role != .clip ? "\(role) (clip)" : role
    guard let size = file.size, file.absence == nil else {
      missingCount += 1
      return .init(.words(file.absence ?? "can't be read"), label: label)
    }
    // The views of a row are at most 236 pixels high, where smaller previews are enough.
    let isWide = size.width * 236 > size.height * Previews.Side.small.rawValue
    pictures.append(
      CastPicture(blob: file.blob, side: isCover || isWide ? .medium : .small))
    return .init(.picture(pictures.count - 1, size), label: label)
  }
}

/// A file of an element that has something to see.
private struct VisibleFile: Hashable {
  let blob: Digest
  let role: Role
  /// The size of the upright picture; `nil` when it is not known.
  let size: PixelSize?
  let isClip: Bool
  /// Why the file is not here, in words; `nil` if it is.
  let absence: String?
}

/// A recording of a voice.
private struct Recording {
  /// The length in words, or why it is not known.
  let words: String
  /// The waveform; `nil` when the file was not measured.
  let waveform: [UInt8]?

  /// What a frame shows of it.
  var content: CastSheet.View.Content {
    waveform.map { .waveform($0) } ?? .words(words)
  }
}

extension ElementDetails {
  /// The pictures and clips, each once.
  fileprivate var visibleFiles: [VisibleFile] {
    var seen: Set<Digest> = []
    return files.compactMap { file in
      let facts = file.checked?.facts
      let medium = facts?.format?.medium
      guard medium == nil || medium == .picture || medium == .clip, file.reference.role != .voice,
        seen.insert(file.reference.blob).inserted
      else { return nil }
      return VisibleFile(
        blob: file.reference.blob, role: file.reference.role,
        size: facts?.image?.size ?? facts?.clip?.size, isClip: medium == .clip,
        absence: file.absenceWords)
    }
  }

  /// The picture that represents the element; without one that can be read, the first file.
  fileprivate var cover: VisibleFile? {
    let files = visibleFiles
    return files.filter { !$0.isClip && $0.size != nil && $0.absence == nil }
      .representative(by: \.role) ?? files.first
  }

  /// The recordings, in their order.
  fileprivate var recordings: [Recording] {
    var seen: Set<Digest> = []
    return files.compactMap { file in
      let facts = file.checked?.facts
      let isSound =
        facts?.format?.medium == .sound || file.reference.role == .voice
        || revision.kind == .voice
      guard isSound, seen.insert(file.reference.blob).inserted else { return nil }
      if let absence = file.absenceWords { return Recording(words: absence, waveform: nil) }
      guard let sound = facts?.sound else {
        return Recording(words: "can't be read", waveform: nil)
      }
      let tenths = Decimal.text(sound.milliseconds, over: 1000, digits: 1)
      return Recording(words: "\(tenths) s", waveform: sound.measures?.waveform)
    }
  }
}

extension Mark {
  /// The mark of a finding's severity.
  fileprivate init(_ finding: Finding) {
    self = finding.severity == .error ? .fail : finding.severity == .warning ? .warn : .pass
  }
}

extension ElementDetails.File {
  /// Why the file is not here, in the words of a sheet; `nil` if it is.
  fileprivate var absenceWords: String? {
    isElsewhere ? "not fetched yet" : isMissing ? "file is missing" : nil
  }
}

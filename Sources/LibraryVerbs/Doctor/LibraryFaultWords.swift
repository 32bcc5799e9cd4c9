internal import Library

/// Describes the faults of a library as findings.
///
/// Faults are facts of the `Library` module; this is the only place that turns them into rules,
/// messages and fixes.
struct LibraryFaultWords {
  /// The library's folder, which paths are shown relative to.
  let folder: FilePath
  /// The elements that share a name and the commands that rename them, by the name.
  var namesakes: [String: Namesakes] = [:]
  /// Whether the library is shared through a team's store.
  var isShared = false

  /// Returns the report's entry for a fault.
  func item(_ fault: LibraryFault, isRepaired: Bool) -> LibraryReport.Item {
    let description = describe(fault)
    return LibraryReport.Item(
      finding: Finding(
        description.rule, description.severity, message: description.message, fix: description.fix),
      path: path(of: fault)?.relative(to: folder).text, elements: elements(of: fault),
      isRepaired: isRepaired)
  }

  /// The parts of the finding that describe a fault.
  private typealias Description = (rule: RuleID, severity: Severity, message: String, fix: String)

  /// Returns the rule, severity, message and fix of a fault.
  ///
  /// The switch is exhaustive, so that a new kind of fault must be assigned to a group.
  private func describe(_ fault: LibraryFault) -> Description {
    switch fault {
    case .damagedSegment, .unreadableSegment, .lostSegment, .unreadableRecord:
      describeLogFault(fault)
    case .missingParent, .invalidRevision, .invalidHistory, .aheadOfClock, .unfinishedErasure,
      .newerRecords:
      describeRecordFault(fault)
    case .danglingLink, .invalidLink, .sharedName, .forked: describeElementFault(fault)
    case .missingBlob, .damagedBlob, .unreadableBlob, .misplacedBlob, .unused, .unexplained,
      .missingFolder:
      describeFileFault(fault)
    case .damagedIndex, .differingIndex, .differingHashes, .differingSketches, .outdatedScores:
      describeIndexFault(fault)
    case .wrongMode, .readableByOthers, .leftover, .foreign, .putAside, .keptAside:
      describeFolderFault(fault)
    }
  }

  /// Describes faults of the files of records.
  private func describeLogFault(_ fault: LibraryFault) -> Description {
    switch fault {
    case .damagedSegment(_, let sound):
      (
        .librarySegmentDamaged, .error,
        "the records are damaged; \(Quantity.count(sound, "line")) can still be read",
        "castbook doctor --repair saves these; a backup may have the rest"
      )
    case .unreadableSegment(_, let reason):
      (
        .librarySegmentUnreadable, .error, "the records can't be read: \(reason)",
        "make it readable, or restore it from a backup"
      )
    case .lostSegment(_, let records):
      (
        .librarySegmentLost, .error,
        "the file is missing, with \(Quantity.count(records, "record"))",
        isShared
          ? "castbook restore-backup BACKUP --into restores it; without a backup, castbook doctor --rebuild, then "
            + "castbook pull --full: the team's store has the records that were shared"
          : "castbook restore-backup BACKUP --into restores it; castbook doctor --rebuild gives up "
            + "those records for good"
      )
    case .unreadableRecord(_, let offset, let problem):
      (
        .libraryRecordUnreadable, .error, "invalid record at byte \(offset): \(problem)",
        "castbook doctor --repair removes it and keeps the file in damaged/"
      )
    default: (.libraryForeign, .note, "", "")
    }
  }

  /// Describes faults of single records.
  private func describeRecordFault(_ fault: LibraryFault) -> Description {
    switch fault {
    case .missingParent(let handle, let revision, let parent):
      (
        .libraryParentMissing, .error,
        "\(handle): \(parent.short), which \(revision.short) was made from, is missing",
        "restore the log from a backup; the element still works"
      )
    case .invalidRevision(let handle, _, let problem, let count):
      (
        .libraryRecordInvalid, .warning,
        "\(handle): \(problem)"
          + (count > 1 ? ", and \(Quantity.count(count - 1, "more problem"))" : ""),
        "castbook edit \(handle) --repair"
      )
    case .invalidHistory(let handle, let revision, let problem, let count, let latest):
      (
        .libraryRecordInvalid, .note,
        "\(handle): \(Quantity.count(count, "earlier revision")) can't be packed, such as "
          + "\(revision.short): \(problem)",
        "castbook forget \(handle) --before \(latest) --reason invalid, if you need to pack it"
      )
    case .aheadOfClock(let handle, let revision, let at):
      (
        .libraryAhead, .warning,
        "\(handle): \(revision.short) is dated \(at.minute)",
        "if this machine's clock is slow, set it; there is nothing else to do"
      )
    case .unfinishedErasure:
      (
        .libraryErasureUnfinished, .warning, "an erasure is not finished",
        "run any command with write access to the library: it finishes the erasure"
      )
    case .newerRecords(let count):
      (
        .libraryNewerRecords, .note,
        "\(Quantity.count(count, "record")) from a newer Castbook: kept, but not shown",
        "update Castbook (this is \(Version.text))"
      )
    default: (.libraryForeign, .note, "", "")
    }
  }

  /// Describes faults of how elements refer to each other and share names.
  private func describeElementFault(_ fault: LibraryFault) -> Description {
    switch fault {
    case .danglingLink(let handle, let link):
      (
        .libraryLinkDangling, .warning,
        link == .voice
          ? "\(handle): its voice is not in the library"
          : "\(handle): the element it is a look of is not in the library",
        "castbook edit \(handle) --unset \(link == .voice ? "voice" : "look-of")"
      )
    case .invalidLink(let handle, _, let problem):
      (
        .libraryLinkInvalid, .warning, "\(handle): \(problem)",
        "castbook edit \(handle) --unset \(problem.field == .voice ? "voice" : "look-of")"
      )
    case .sharedName(let name, let entries):
      (
        .libraryNameShared, .warning,
        "\(entries.count) elements share the name @\(name)"
          + (namesakes[name].map { ": \($0.words)" } ?? ""),
        namesakes[name]?.fix ?? "rename one: castbook edit @NAME:sha256-… --rename NEW"
      )
    case .forked(let handle, let revisions):
      (
        .elementForked, .warning, "\(handle) has \(ForkWords(handle, revisions).message)",
        ForkWords(handle, revisions).fix
      )
    default: (.libraryForeign, .note, "", "")
    }
  }

  /// Describes faults of the elements' files.
  private func describeFileFault(_ fault: LibraryFault) -> Description {
    switch fault {
    case .missingBlob(_, let owners) where !owners.isEmpty && owners.allSatisfy(\.isDocument):
      (
        .libraryFileMissing, .warning,
        "\(named(owners)) is not here: packs leave it out by default",
        "run castbook pack \(owners[0].handle) --with-rights where it is, then import the pack"
      )
    case .missingBlob(_, let owners):
      (.libraryFileMissing, .error, "\(named(owners)) is missing", remedy(owners))
    case .damagedBlob(_, _, _, let owners):
      (.libraryFileDamaged, .error, "\(named(owners)) is damaged", damageRemedy(owners))
    case .unreadableBlob(_, _, let reason, let owners):
      (
        .libraryFileUnreadable, .error, "\(named(owners)) can't be read: \(reason)",
        "make it readable" + (owners.isEmpty ? "" : ", or \(remedy(owners))")
      )
    case .misplacedBlob:
      (
        .libraryFileMisplaced, .warning, "an intact file in the wrong folder",
        "castbook doctor --repair moves it to the right one"
      )
    case .unused(let count, let bytes):
      (
        .libraryUnused, .note,
        "\(Quantity.count(count, "unused file")), \(Quantity.bytes(bytes))",
        "castbook gc deletes files that have been unused long enough"
      )
    case .unexplained(let count, let bytes):
      (
        .libraryUnused, .note,
        "\(Quantity.count(count, "file")) without a record, \(Quantity.bytes(bytes)): the records may "
          + "be among the missing ones",
        "keep them until the records are restored"
      )
    case .missingFolder:
      (
        .libraryFolderMissing, .error, "the folder is missing, with all its files",
        "move it back, or: castbook restore-backup BACKUP --into"
      )
    default: (.libraryForeign, .note, "", "")
    }
  }

  /// Describes faults of the index.
  private func describeIndexFault(_ fault: LibraryFault) -> Description {
    switch fault {
    case .damagedIndex(let words):
      (
        .libraryIndexDamaged, .error, "the index is damaged: \(words)",
        "castbook doctor --rebuild rebuilds it; no data is lost"
      )
    case .differingIndex(let table, let missing, let extra):
      (
        .libraryIndexDiffers, .error,
        "the index and the records differ in \(table): \(missing) missing, \(extra) extra",
        "castbook doctor --rebuild rebuilds it; no data is lost"
      )
    case .differingHashes:
      (
        .libraryHashesDiffer, .warning,
        "the hashes for finding similar pictures differ from the index",
        "castbook doctor --repair deletes the file; the next search rebuilds it"
      )
    case .differingSketches:
      (
        .librarySubjectsDiffer, .warning,
        "the data for finding pictures by subject differs from the library's pictures",
        "castbook doctor --repair deletes the file; the next search rebuilds it"
      )
    case .outdatedScores(let count):
      (
        .libraryScoresOutdated, .note,
        "\(Quantity.count(count, "picture")) scored with earlier measures",
        "castbook doctor --rescore scores \(count == 1 ? "it" : "them") again"
      )
    default: (.libraryForeign, .note, "", "")
    }
  }

  /// Describes faults of the library's folder.
  private func describeFolderFault(_ fault: LibraryFault) -> Description {
    switch fault {
    case .wrongMode(_, let mode, let right):
      (
        .libraryPermissions, .warning,
        "its permissions are \(octal(mode)) instead of \(octal(right))",
        "castbook doctor --repair sets them"
      )
    case .readableByOthers(_, let mode, let count):
      (
        .libraryReadable, .warning,
        "other users of this machine can read \(Quantity.count(count, "file")) or folders of the library "
          + "(its folder has mode \(octal(mode)))",
        "castbook doctor --repair makes it private"
      )
    case .leftover(_, let bytes, let isFresh):
      (
        .libraryLeftover, .note, "left by an interrupted command, \(Quantity.bytes(bytes))",
        isFresh
          ? "castbook gc removes it after a day; a running command may still use it"
          : "castbook gc removes it"
      )
    case .putAside(let count, let bytes):
      (
        .librarySetAside, .note,
        "\(Quantity.count(count, "damaged file")) set aside, \(Quantity.bytes(bytes))",
        "check whether a backup has intact copies, then delete the folder"
      )
    case .keptAside(let count, let bytes, let until):
      (
        .libraryErasedKept, .note,
        "\(Quantity.count(count, "file")) of elements that teammates have erased "
          + "\(count == 1 ? "is" : "are") kept until \(until.formatted) at most, \(Quantity.bytes(bytes))",
        "castbook gc --erased deletes \(count == 1 ? "it" : "them") now"
      )
    default:
      (
        .libraryForeign, .note, "not part of this library",
        "move it elsewhere; Castbook leaves it alone"
      )
    }
  }

  /// Returns a file mode as `chmod` accepts it, with at least three digits: `700`.
  private func octal(_ mode: UInt32) -> String {
    let digits = String(mode, radix: 8)
    return String(repeating: "0", count: max(0, 3 - digits.count)) + digits
  }

  // MARK: Files by their names

  /// Returns the name of a file by the element that needs it: `@mira 6 IMG_4206.JPG: its prepared
  /// copy`.
  private func named(_ owners: [BlobOwner]) -> String {
    guard let first = owners.first(where: \.isLatest) ?? owners.first else {
      return "a file without an element"
    }
    guard !first.isDocument else {
      return "\(first.handle): its rights document"
        + (first.isLatest ? "" : " in an earlier revision")
    }
    let number = first.isLatest ? first.number.map { " \($0)" } ?? "" : ""
    var names = "\(first.handle)\(number) \(first.file)"
    if !first.isLatest { names += " (an earlier revision)" }
    let others = Set(owners.map(\.handle)).count - 1
    if others > 0 { names += " (also in \(Quantity.count(others, "other element")))" }
    switch first.relation {
    case .itself: return names
    case .copy: return "\(names): its prepared copy"
    case .source: return "\(names): the file it was cut from"
    }
  }

  /// Returns how to get a missing file back.
  private func remedy(_ owners: [BlobOwner]) -> String {
    guard let owner = owners.first(where: \.isLatest) ?? owners.first else {
      return "no element needs it"
    }
    switch owner.relation {
    case .copy where owner.isLatest: return "castbook prepare \(owner.handle) creates it again"
    case .copy: return "no element needs it any more"
    case .source:
      return "castbook restore-backup BACKUP --into restores it; the file cut from it is here"
    case .itself: break
    }
    let file = FilePath(owner.file)?.quoted ?? owner.file
    return "add the original again: castbook add \(owner.kind.rawValue) \(owner.handle) \(file)"
  }

  /// Returns what to do about damaged bytes: get them back if an element needs them, else set them
  /// aside.
  private func damageRemedy(_ owners: [BlobOwner]) -> String {
    let owner = owners.first(where: \.isLatest) ?? owners.first
    let isNeeded = owner.map { $0.relation == .itself || $0.relation == .copy && $0.isLatest }
    return isNeeded == true ? remedy(owners) : "castbook doctor --repair sets it aside"
  }

  // MARK: Paths and elements of faults

  /// Returns the path that a fault is about, or `nil` if it isn't about one file or folder.
  private func path(of fault: LibraryFault) -> FilePath? {
    switch fault {
    case .damagedSegment(let segment, _), .unreadableSegment(let segment, _),
      .lostSegment(let segment, _), .unreadableRecord(let segment, _, _):
      StoredFile.segment(segment).path(in: folder)
    case .missingBlob(let digest, _): StoredFile.blob(digest).path(in: folder)
    case .missingFolder(let path): path
    case .readableByOthers: nil
    case .damagedBlob(_, let path, _, _), .unreadableBlob(_, let path, _, _),
      .misplacedBlob(_, let path), .wrongMode(let path, _, _), .leftover(let path, _, _),
      .foreign(let path):
      path
    case .damagedIndex, .differingIndex: folder.appending("catalog.sqlite".utf8)
    case .differingHashes: folder.appending("catalog.phash".utf8)
    case .differingSketches: folder.appending("catalog.subjects".utf8)
    case .putAside: folder.appending("damaged".utf8)
    case .keptAside: folder.appending("erased".utf8)
    case .missingParent, .danglingLink, .invalidRevision, .invalidHistory, .invalidLink,
      .sharedName,
      .forked, .aheadOfClock, .unfinishedErasure, .unused, .unexplained, .outdatedScores,
      .newerRecords:
      nil
    }
  }

  /// Returns the elements that a fault affects, each with a file's name if the fault is about the
  /// file.
  private func elements(of fault: LibraryFault) -> [(handle: Handle, file: String?)] {
    switch fault {
    case .missingBlob(_, let owners), .damagedBlob(_, _, _, let owners),
      .unreadableBlob(_, _, _, let owners):
      owners.map { ($0.handle, $0.file) }
    case .missingParent(let handle, _, _), .danglingLink(let handle, _), .forked(let handle, _),
      .aheadOfClock(let handle, _, _), .invalidRevision(let handle, _, _, _),
      .invalidHistory(let handle, _, _, _, _), .invalidLink(let handle, _, _):
      [(handle, nil)]
    case .sharedName(_, let entries): entries.map { ($0.handle, nil) }
    default: []
    }
  }
}

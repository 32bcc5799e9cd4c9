internal import Files
internal import Library

/// The reason why a library was not opened, or why a request was refused or failed.
///
/// Errors of the library itself, such as a full disk, come from the module that found them; catch
/// `any CastbookError` to handle all of them.
public indirect enum ElementLibraryError: CastbookError, Hashable {
  /// There is no library at the location.
  case noLibrary(LibraryLocation)
  /// The disk, the index or a record failed, with a message.
  case failed(String)
  /// The library is damaged, with a message.
  case damaged(String)
  /// No folder was named, and there is no home directory for the default one.
  case noHomeDirectory

  /// No element has the name. `near` contains similar names that exist.
  case unknownElement(String, near: [String])
  /// Several elements have the name because libraries were joined.
  case ambiguous(Namesakes)
  /// Several revisions of an element have one number because it was changed in two libraries.
  case severalRevisions(String, Handle, [Digest])
  /// The element has several latest revisions.
  case forked(Handle, [Digest])
  /// The element has no such revision. `last` is its highest number.
  case unknownRevision(String, last: Int)
  /// The element is retired, so it can't be added to, pinned or used in a prompt.
  case retired(Handle)
  /// The element exists and is of another kind than the one to add.
  case wrongKind(Handle, is: ElementKind, wanted: ElementKind)
  /// An element was named as a voice, or as what another is a look of, and is of the wrong kind.
  case wrongReferencedKind(Handle, is: ElementKind, wanted: ElementKind)
  /// Another element has the handle or alias.
  case nameTaken(String, by: Handle, isRetired: Bool)
  /// The element has no file with the number.
  case noReference(Int, of: Handle, count: Int)
  /// Files can't be kept, each with its finding.
  case badFiles([BadFile])
  /// No file can be kept of those that were named.
  case noUsableFiles(NoUsableFiles)
  /// An error about the element in a folder.
  case inFolder(FilePath, ElementLibraryError)
  /// The request isn't possible, with a message and what to do instead.
  case invalidRequest(String, fix: String?)
  /// The element contains data that doesn't allow the request, with a message and what to do.
  case invalidElement(String, fix: String?)
  /// The revision that a change was made for is no longer the latest one. If the change could have
  /// been merged otherwise, the values that both changed are given; side B is the refused change.
  case conflict(Handle, latest: Digest, values: [ForkConflict] = [])
  /// A list can't go on where its last page ended, since the element there has changed.
  case listChanged
  /// A file of an element is in the team's store and not here.
  case fileElsewhere(String, Handle?, fetch: String)

  /// A file that can't be kept, and why.
  public struct BadFile: Hashable, Sendable {
    public let path: FilePath
    public let finding: Finding

    /// Whether the file doesn't exist.
    fileprivate var isMissing: Bool { finding.rule == .fileNotFound }

    /// The finding's message, with a similar name that exists if there is one.
    fileprivate var words: String {
      guard finding.rule == .fileNotFound, let fix = finding.fix, fix.hasPrefix("did you mean")
      else { return finding.message }
      return "\(finding.message); \(fix)"
    }
  }
}

extension ElementLibraryError {
  /// Returns the error for a library that was not opened. Where there is none, it names the
  /// location as the user chose it.
  static func opening(
    _ error: LibraryError, at location: LibraryLocation
  ) -> any CastbookError {
    guard case .noLibrary(let path) = error else { return error }
    return FileSystem.status(path)?.isFile == true
      ? ElementLibraryError.invalidRequest(
        "\(path) is a file; a library is a folder", fix: "name its folder")
      : ElementLibraryError.noLibrary(location)
  }

  /// The stable id of the error, for scripts.
  public var rule: String {
    switch self {
    case .noLibrary: "library.none"
    case .failed: "library.failed"
    case .damaged: "library.damaged"
    case .noHomeDirectory: "library.none"
    case .unknownElement: "element.unknown"
    case .ambiguous, .severalRevisions: "element.ambiguous"
    case .forked: "element.forked"
    case .unknownRevision: "element.unknown-revision"
    case .retired: "element.retired"
    case .wrongKind, .wrongReferencedKind: "element.wrong-kind"
    case .nameTaken: "element.name-taken"
    case .noReference: "element.no-reference"
    case .badFiles: "file.refused"
    case .noUsableFiles: "element.no-files"
    case .inFolder(_, let error): error.rule
    case .invalidRequest: "usage"
    case .invalidElement: "element.unfit"
    case .conflict: "element.conflict"
    case .listChanged: "library.list-changed"
    case .fileElsewhere: "library.file-elsewhere"
    }
  }

  public var blame: Blame {
    switch self {
    case .noLibrary, .failed, .damaged, .noHomeDirectory: .failure
    case .forked, .ambiguous, .severalRevisions, .invalidElement, .conflict, .listChanged,
      .fileElsewhere:
      .findings
    case .badFiles(let files): files.contains(where: \.isMissing) ? .usage : .findings
    case .noUsableFiles(let reason):
      reason.paths.isEmpty || reason.leftOut.contains(where: \.isMissing) ? .usage : .findings
    case .inFolder(_, let error): error.blame
    case .unknownElement, .unknownRevision, .retired, .wrongKind, .wrongReferencedKind, .nameTaken,
      .noReference, .invalidRequest:
      .usage
    }
  }
}

extension ElementLibraryError {
  public var message: String {
    switch self {
    case .noLibrary(let location): location.missingMessage
    case .failed(let words), .damaged(let words): words
    case .noHomeDirectory: "no library given, and no home folder to create one in"
    case .unknownElement(let name, _): "no element @\(name) in this library"
    case .ambiguous(let namesakes):
      "\(namesakes.elements.count) elements are called @\(namesakes.name) because libraries were "
        + "joined: \(namesakes.words)"
    case .severalRevisions(let name, let handle, let digests):
      "\(name) means \(digests.count) revisions, made in two libraries: "
        + digests.map { "\(handle):\($0.short)" }.joined(separator: ", ")
    case .forked(let handle, let digests): "\(handle) has \(ForkWords(handle, digests).message)"
    case .unknownRevision(let name, let last):
      "no revision \(name); the last one is \(last)"
    case .retired(let handle): "\(handle) is retired"
    case .wrongKind(let handle, let kind, let wanted),
      .wrongReferencedKind(let handle, let kind, let wanted):
      "\(handle) is a \(kind.rawValue), not a \(wanted.rawValue)"
    case .nameTaken(let name, let handle, let isRetired):
      "@\(name) is already in use" + (name == handle.name ? "" : " by \(handle)")
        + (isRetired ? " (retired)" : "")
    case .noReference(let number, let handle, let count):
      "\(handle) has no file \(number); "
        + (count == 0 ? "it has none" : count == 1 ? "it has 1 file" : "it has files 1–\(count)")
    case .badFiles(let files):
      files.count == 1
        ? "\(files[0].path): \(files[0].finding.message)"
        : "\(files.count) files can't be added: "
          + files.prefix(Self.maximumNamed).map { "\($0.path) (\($0.words))" }
          .joined(separator: "; ")
          + (files.count > Self.maximumNamed ? "; and \(files.count - Self.maximumNamed) more" : "")
    case .noUsableFiles(let reason): "\(reason)"
    case .inFolder(let folder, let error): "\(folder): \(error)"
    case .invalidRequest(let message, _), .invalidElement(let message, _): message
    case .conflict(let handle, let latest, let values):
      "\(handle) was changed in the meantime"
        + (values.isEmpty ? "" : ": \(values.map(\.theirWords).joined(separator: "; "))")
        + "; its latest revision is \(latest.short)"
    case .listChanged: "the list has changed since its last page"
    case .fileElsewhere(let file, let handle, _):
      "\(handle.map { "\($0): " } ?? "")\(sanitized(file)) is not on this machine yet"
    }
  }

  /// The maximum number of files that are named; the others are counted.
  private static let maximumNamed = 8

  public var fix: String? {
    switch self {
    case .noLibrary(let location): location.missingFix
    case .failed(let words):
      words.contains("clock")
        ? "set the clock, then run the command again"
        : "check free space and write access, then run the command again"
    case .damaged: "castbook doctor shows the damage and how to repair it"
    case .noHomeDirectory: "name one with --library DIR or CASTBOOK_LIBRARY"
    case .unknownElement(_, let near):
      near.isEmpty ? "castbook list shows all elements" : "did you mean \(near[0])?"
    case .ambiguous(let namesakes): namesakes.fix
    case .severalRevisions(_, let handle, let digests):
      "choose one by its digest: \(handle):\(digests.first?.short ?? "sha256-…"); castbook log \(handle) "
        + "shows what each changed"
    case .forked(let handle, let digests): ForkWords(handle, digests).fix
    case .unknownRevision(let name, _):
      "castbook log \(name.prefix { $0 != ":" }) lists them"
    case .retired(let handle): "restore it: castbook restore \(handle)"
    case .wrongKind(let handle, let kind, _):
      "write \(kind.rawValue), or use a handle other than \(handle)"
    case .wrongReferencedKind(_, _, let wanted):
      "castbook list --kind \(wanted.rawValue) lists them"
    case .nameTaken(_, let handle, let isRetired):
      isRetired
        ? "use another name, or restore it: castbook restore \(handle)" : "use another name"
    case .noReference(_, let handle, _): "castbook show \(handle) lists the file numbers"
    case .badFiles(let files):
      files.count == 1
        ? (files[0].finding.fix.map { $0.hasSuffix("?") ? "\($0) Or" : "\($0); or" }
          ?? "name another file, or")
          + " leave it out: --skip-bad"
        : "castbook check \(files.count > 3 ? "FILE…" : files.map(\.path.quoted).joined(separator: " "))"
          + " shows how to fix them; --skip-bad adds the others"
    case .noUsableFiles(let reason): reason.fix
    case .inFolder(let folder, .wrongKind(let handle, let kind, _)):
      "write {\"kind\": \"\(kind.rawValue)\"} into "
        + "\(folder.appending("element.json".utf8).quoted), or use a handle other than \(handle)"
    case .inFolder(_, let error): error.fix
    case .invalidRequest(_, let fix), .invalidElement(_, let fix): fix
    case .conflict: "look at the new version, then repeat the change"
    case .listChanged: "list it again from its first page"
    case .fileElsewhere(_, _, let words): "castbook fetch \(words)"
    }
  }
}

extension ForkConflict {
  /// The value that the refused change would have replaced, such as `name is “Mira O.” now`.
  fileprivate var theirWords: String {
    "\(subject) is \(dropped.first?.words ?? "different") now"
  }
}

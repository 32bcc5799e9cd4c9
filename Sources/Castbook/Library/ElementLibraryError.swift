internal import Files
internal import Library

/// The reason why a library was not opened, or why a request was refused or failed.
///
/// `description` tells what happened, `fix` what to do, and `rule` is stable for scripts:
///
/// ```swift
/// do {
///   _ = try library.show(HandleReference("@mira"))
/// } catch let error as ElementLibraryError {
///   print("\(error). \(error.fix ?? "")  [\(error.rule)]")
/// }
/// ```
public indirect enum ElementLibraryError: Error, Hashable, Sendable {
  /// There is no library at the location.
  case noLibrary(LibraryLocation)
  /// There already is a library in the folder.
  case alreadyExists(FilePath)
  /// The folder isn't empty and isn't a library.
  case folderNotEmpty(FilePath)
  /// The library was written by a newer version of Castbook.
  case newerFormat(FilePath, format: Int)
  /// Another process had the library locked for longer than Castbook waits.
  case busy(FilePath, seconds: Int)
  /// The library can be read but not changed.
  case readOnly(FilePath)
  /// The disk, the index or a record failed, with a message.
  case failed(String)
  /// The library is damaged, with a message.
  case damaged(String)
  /// A part of the library is missing, with a message and how to get it back.
  case missingPart(String, fix: String)
  /// The user has no permission to enter the library's folder.
  case permissionDenied(FilePath)
  /// The file system doesn't support locks.
  case locksUnsupported(FilePath)
  /// The disk is full.
  case diskFull(FilePath)
  /// A folder of the library is a link or a file.
  case notAFolder(FilePath)
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
  case invalidRequest(String, fix: String)
  /// The element contains data that doesn't allow the request, with a message and what to do.
  case invalidElement(String, fix: String)
  /// Another process deleted a file while it was being added.
  case fileVanished(String)
  /// The revision that a change was made for is no longer the latest one.
  case conflict(Handle, latest: Digest)

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
  /// Translates an error of the `Library` module.
  ///
  /// - Parameter location: The location that was opened, if opening failed.
  init(_ error: LibraryError, at location: LibraryLocation? = nil) {
    switch error {
    case .noLibrary(let path) where FileSystem.status(path)?.isFile == true:
      self = .invalidRequest("\(path) is a file; a library is a folder", fix: "name its folder")
    case .noLibrary(let path): self = .noLibrary(location ?? LibraryLocation(path))
    case .alreadyExists(let path): self = .alreadyExists(path)
    case .folderNotEmpty(let path): self = .folderNotEmpty(path)
    case .newerFormat(let path, let format): self = .newerFormat(path, format: format)
    case .busy(let path, let seconds): self = .busy(path, seconds: seconds)
    case .readOnly(let path): self = .readOnly(path)
    case .unusableFolder(let path): self = .notAFolder(path)
    case .missingFolder(let path):
      self = .missingPart(
        "\(error)",
        fix:
          "move \(path.quoted) back (mount its disk, finish syncing), or "
          + Self.restoreHint)
    case .missingRecords:
      self = .missingPart(
        "\(error)", fix: "put the missing record files back into log/, or \(Self.restoreHint)")
    case .filesWithoutRecords:
      self = .missingPart(
        "\(error)", fix: "put the records back into log/, or \(Self.restoreHint)")
    case .missingParents(let handle, _):
      self = .missingPart(
        "\(error)",
        fix: "let the sync finish; if records are lost for good, give up the earlier revisions: "
          + "castbook forget \(handle)")
    case .permissionDenied(let path): self = .permissionDenied(path)
    case .locksUnsupported(let path): self = .locksUnsupported(path)
    case .diskFull(let path): self = .diskFull(path)
    case .damagedManifest, .damagedRecord, .damagedLog, .unreadableRecords, .missingBlob,
      .damagedIndex:
      self = .damaged("\(error)")
    case .vanishedBlob: self = .fileVanished("\(error)")
    case .disk, .indexFailure, .unwritableRecord: self = .failed("\(error)")
    }
  }

  /// How to restore what a library has lost.
  static let restoreHint =
    "restore it from a backup: castbook restore-backup BACKUP --into; "
    + "castbook doctor lists what is missing"

  /// Translates an error of the `Library` module, and returns any other error as it is.
  static func translating(_ error: any Error) -> any Error {
    (error as? LibraryError).map { ElementLibraryError($0) } ?? error
  }

  /// The stable id of the error, for scripts.
  public var rule: String {
    switch self {
    case .noLibrary: "library.none"
    case .alreadyExists, .folderNotEmpty: "library.exists"
    case .newerFormat: "library.newer"
    case .busy: "library.busy"
    case .readOnly: "library.read-only"
    case .failed: "library.failed"
    case .damaged, .notAFolder: "library.damaged"
    case .missingPart: "library.incomplete"
    case .permissionDenied: "library.closed"
    case .locksUnsupported: "library.read-only"
    case .diskFull: "library.full"
    case .fileVanished: "library.busy"
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
    }
  }

  /// What has to change before the request can succeed, which decides the exit code.
  public enum Blame: Sendable {
    /// The given files or elements, the command line, or something outside such as the disk.
    case findings, usage, failure
  }

  /// What has to change before the request can succeed.
  public var blame: Blame {
    switch self {
    case .noLibrary, .alreadyExists, .folderNotEmpty, .newerFormat, .busy, .readOnly, .failed,
      .damaged,
      .notAFolder, .noHomeDirectory, .fileVanished, .missingPart, .permissionDenied,
      .locksUnsupported, .diskFull:
      .failure
    case .forked, .ambiguous, .severalRevisions, .invalidElement, .conflict: .findings
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

extension ElementLibraryError: CustomStringConvertible {
  /// What happened, without a full stop.
  public var description: String {
    switch self {
    case .noLibrary(let location): location.missingMessage
    case .alreadyExists(let path): "\(path) is already a library"
    case .folderNotEmpty(let path): "\(path): the folder is not empty and is not a library"
    case .newerFormat(let path, let format):
      "\(path): the library has format \(format), from a newer Castbook"
    case .busy(let path, let seconds):
      "\(path): another program has been changing the library for more than \(seconds) s"
    case .readOnly(let path): "\(path): the library is read-only"
    case .failed(let words), .damaged(let words), .fileVanished(let words): words
    case .missingPart(let words, _): words
    case .permissionDenied(let path): "\(LibraryError.permissionDenied(path))"
    case .locksUnsupported(let path): "\(LibraryError.locksUnsupported(path))"
    case .diskFull(let path): "\(LibraryError.diskFull(path))"
    case .notAFolder(let path): "\(LibraryError.unusableFolder(path))"
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
    case .conflict(let handle, let latest):
      "\(handle) was changed in the meantime; its latest revision is \(latest.short)"
    }
  }

  /// The maximum number of files that are named; the others are counted.
  private static let maximumNamed = 8

  /// The next step, or `nil` if there is none.
  public var fix: String? {
    switch self {
    case .noLibrary(let location): location.missingFix
    case .alreadyExists: "use this library, or name another folder"
    case .folderNotEmpty: "use a new or empty folder"
    case .newerFormat: "install the latest Castbook"
    case .busy: "wait for it to end, then run the command again"
    case .readOnly: "make its folder writable, or work on a copy"
    case .failed(let words):
      words.contains("clock")
        ? "set the clock, then run the command again"
        : "check free space and write access, then run the command again"
    case .fileVanished: "run the command again"
    case .damaged: "castbook doctor shows the damage and how to repair it"
    case .missingPart(_, let fix): fix
    case .permissionDenied(let path): "ask its owner for access, or: chmod u+rwx \(path.quoted)"
    case .locksUnsupported: "copy the library to a local disk to change it"
    case .diskFull: "free some space; castbook gc, erase and remove still work"
    case .notAFolder: "put the folder itself there; only the library as a whole may be a link"
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
    }
  }
}

extension Digest {
  /// The digest as it is written after a handle: `sha256-9f2c41ab`.
  public var short: String { "sha256-\(hex.prefix(8))" }
}

extension FilePath {
  /// The path as it is typed in a shell, in single quotes if it needs them.
  public var quoted: String {
    let plain = bytes.allSatisfy { byte in
      byte >= 0x80 || Character(Unicode.Scalar(byte)).isLetter
        || Character(Unicode.Scalar(byte)).isNumber || "/._-+@:,".utf8.contains(byte)
    }
    return plain ? text : "'" + text.replacing("'", with: "'\\''") + "'"
  }
}

/// A reason why a project was not read, or its pins were not changed.
public enum ProjectError: CastbookError, Hashable {
  /// There is no lock file in the folder, nor in one above it if the folder was searched for.
  case noProject(FilePath, isNamed: Bool)
  /// The folder doesn't exist.
  case noFolder(FilePath, String)
  /// The lock file is invalid.
  case lock(FilePath, LockFileError)
  /// The lock file can't be read.
  case unreadable(FilePath, String)
  /// The lock file can't be written.
  case unwritable(FilePath, String)
  /// The lock file is a symbolic link.
  case link(FilePath)
  /// Another process has been changing the project for the given time.
  case busy(FilePath, seconds: Int)

  /// The project doesn't pin the element; `near` is a pinned handle with a similar name.
  case notPinned(String, near: String?)
  /// The pinned revision is not in the library.
  case missing(LockFile.Pin)
  /// The project uses the handle for another element.
  case handleTaken(Handle)
  /// Two different revisions of an element were named at once.
  case conflictingRevisions(Handle)
  /// Other pinned elements need this one.
  case needed(Handle, by: [Handle])
  /// Pins that can't be packed, each with the reason.
  case unpackable(FilePath, [String])
  /// An element that another needs is retired.
  case retiredNeed(Handle, Need)
  /// An element that another needs is forked.
  case forkedNeed(Handle, Need, [Digest])

  /// The reason why an element is pinned that the user didn't name.
  public enum Need: Hashable, Sendable {
    /// It is the voice of the given element.
    case voice(of: Handle)
    /// The given element is a look of it.
    case base(of: Handle)

    /// The element that needs it.
    public var handle: Handle {
      switch self {
      case .voice(let handle), .base(let handle): handle
      }
    }

    /// The need in words: "the voice of @mira".
    public var words: String {
      switch self {
      case .voice(let handle): "the voice of \(handle)"
      case .base(let handle): "the element \(handle) is a look of"
      }
    }
  }
}

extension ProjectError {
  public var rule: String {
    switch self {
    case .noProject, .noFolder: "project.none"
    case .lock(_, let error): error.rule
    case .unreadable: "project.unreadable"
    case .unwritable, .link: "project.unwritable"
    case .busy: "project.busy"
    case .notPinned: "project.not-pinned"
    case .missing, .unpackable: "pin.missing"
    case .handleTaken: "project.handle-taken"
    case .conflictingRevisions: "usage"
    case .needed: "project.needed"
    case .retiredNeed: "element.retired"
    case .forkedNeed: "element.forked"
    }
  }

  public var blame: Blame {
    switch self {
    case .noProject, .noFolder, .lock, .unreadable, .unwritable, .link, .busy: .failure
    case .missing, .unpackable, .forkedNeed: .findings
    case .notPinned, .handleTaken, .conflictingRevisions, .needed, .retiredNeed: .usage
    }
  }
}

extension ProjectError {
  public var message: String {
    switch self {
    case .noProject(let folder, let isNamed):
      "no castbook.lock in \(folder)" + (isNamed ? "" : " or above it")
    case .noFolder(let folder, let words), .unreadable(let folder, let words),
      .unwritable(let folder, let words):
      "\(folder): \(words)"
    case .lock(let path, let error):
      "\(path)" + (error.line.map { _ in ", " } ?? ": ") + "\(error)"
    case .link(let path): "\(path) is a link; Castbook does not write through links"
    case .busy(let folder, let seconds):
      "\(folder): another command has been changing the project for more than \(seconds) s"
    case .notPinned(let name, _): "@\(name) is not pinned here"
    case .missing(let pin):
      "\(pin.handle) is pinned at revision \(pin.sequence) (\(pin.revision.short)), which is not in "
        + "this library"
    case .unpackable(let folder, let problems):
      "\(folder): \(Quantity.count(problems.count, "pin")) can't be packed: "
        + problems.joined(separator: "; ")
    case .handleTaken(let handle): "the project already uses \(handle) for another element"
    case .conflictingRevisions(let handle): "two revisions of \(handle) are given"
    case .needed(let handle, let others):
      "\(handle) is needed by \(others.map { "\($0)" }.joined(separator: ", "))"
    case .retiredNeed(let handle, let need): "\(handle), \(need.words), is retired"
    case .forkedNeed(let handle, let need, let digests):
      "\(handle), \(need.words), has \(digests.count) latest revisions because libraries were joined: "
        + digests.map { "\(handle):\($0.short)" }.joined(separator: ", ")
    }
  }

  public var fix: String? {
    switch self {
    case .noProject(let folder, let isNamed):
      isNamed
        ? "create one there: castbook use @HANDLE --project \(folder.quoted)"
        : "create one here: castbook use @HANDLE; or name the project's folder: --project DIR"
    case .noFolder: "name an existing folder"
    case .lock(_, let error): error.fix
    case .unreadable: "make castbook.lock a file that you can read"
    case .unwritable: "check write access to the folder and free space"
    case .link: "name the folder it points to: --project DIR"
    case .busy: "wait for it to end, then run the command again"
    case .notPinned(let name, let near):
      near.map { "did you mean \($0)?" }
        ?? "pin it: castbook use @\(name); or see what is pinned: castbook status"
    case .missing(let pin):
      "restore it from a backup (castbook restore-backup BACKUP --into), or name the library that has it (--library "
        + "DIR); castbook update \(pin.handle) pins the latest revision in this library, if there is one"
    case .unpackable(let folder, _):
      "castbook status --project \(folder.quoted) shows how to fix each"
    case .handleTaken(let handle):
      "first unpin that one: castbook unuse \(handle); or rename the other one: castbook "
        + "edit \(handle) --rename NEW"
    case .conflictingRevisions: "name one of them"
    case .needed(_, let others):
      "unpin those, and it goes with them: castbook unuse "
        + others.map { "\($0)" }.joined(separator: " ")
    case .retiredNeed(let handle, let need):
      switch need {
      case .voice(let speaker):
        "restore it: castbook restore \(handle); or remove it: castbook edit \(speaker) --unset "
          + "voice"
      case .base(let look):
        "restore it: castbook restore \(handle); or separate them: castbook edit \(look) --unset look-of"
      }
    case .forkedNeed(let handle, _, let digests):
      "end the fork: castbook edit \(handle) --merge; or pin one side: castbook use "
        + "\(handle):\(digests.first?.short ?? "")"
    }
  }
}

/// Why a project was not read, or its pins were not changed.
public enum ProjectError: Error, Hashable, Sendable {
  /// There is no lock file in the folder, nor above it unless the folder was named.
  case none(FilePath, isNamed: Bool)
  case noFolder(FilePath, String)
  case lock(FilePath, LockFileError)
  case unreadable(FilePath, String)
  case unwritable(FilePath, String)
  /// The lock file is a link to another.
  case link(FilePath)
  case busy(FilePath, seconds: Int)

  /// The project has no such pin; one that comes near.
  case notPinned(String, near: String?)
  /// What is pinned is not in the library.
  case missing(LockFile.Pin)
  /// The project means another element by a handle.
  case handleTaken(Handle)
  /// An element was asked for in two revisions at once.
  case twice(Handle)
  /// Others that are pinned need it.
  case needed(Handle, by: [Handle])
  /// Pins that can't be packed, each with the reason.
  case unpackable(FilePath, [String])
  /// What an element needs is retired or forked.
  case retiredNeed(Handle, Need)
  case forkedNeed(Handle, Need, [Digest])

  /// Why something is pinned that nobody named.
  public enum Need: Hashable, Sendable {
    case voice(of: Handle)
    /// The element that another is a look of.
    case base(of: Handle)

    /// The element that needs it.
    public var handle: Handle {
      switch self {
      case .voice(let handle), .base(let handle): handle
      }
    }

    /// "the voice of @mira".
    public var words: String {
      switch self {
      case .voice(let handle): "the voice of \(handle)"
      case .base(let handle): "the element \(handle) is a look of"
      }
    }
  }
}

extension ProjectError {
  /// The stable name of the failure, for scripts.
  public var rule: String {
    switch self {
    case .none, .noFolder: "project.none"
    case .lock(_, let error): error.rule
    case .unreadable: "project.unreadable"
    case .unwritable, .link: "project.unwritable"
    case .busy: "project.busy"
    case .notPinned: "project.not-pinned"
    case .missing, .unpackable: "pin.missing"
    case .handleTaken: "project.handle-taken"
    case .twice: "usage"
    case .needed: "project.needed"
    case .retiredNeed: "element.retired"
    case .forkedNeed: "element.forked"
    }
  }

  public var blame: ElementLibraryError.Blame {
    switch self {
    case .none, .noFolder, .lock, .unreadable, .unwritable, .link, .busy: .failure
    case .missing, .unpackable, .forkedNeed: .findings
    case .notPinned, .handleTaken, .twice, .needed, .retiredNeed: .usage
    }
  }
}

extension ProjectError: CustomStringConvertible {
  /// What happened, without a full stop.
  public var description: String {
    switch self {
    case .none(let folder, let isNamed):
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
    case .twice(let handle): "two revisions of \(handle) are given"
    case .needed(let handle, let others):
      "\(handle) is needed by \(others.map { "\($0)" }.joined(separator: ", "))"
    case .retiredNeed(let handle, let need): "\(handle), \(need.words), is retired"
    case .forkedNeed(let handle, let need, let digests):
      "\(handle), \(need.words), has \(digests.count) latest revisions because libraries were joined: "
        + digests.map { "\(handle):\($0.short)" }.joined(separator: ", ")
    }
  }

  /// The next step.
  public var fix: String {
    switch self {
    case .none(let folder, let isNamed):
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
    case .twice: "name one of them"
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

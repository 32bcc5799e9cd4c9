internal import Files
internal import Prompting

/// The shot files of a project in the order of its board.
///
/// They are the `.md` files in the project's folder and in the folders in it that are no bundles,
/// if they begin like a shot file, mention an element, are empty, or are on the board.
///
/// ```swift
/// for shot in try ProjectShots(of: project).shots { print(shot.path) }
/// ```
public struct ProjectShots: Sendable {
  public let shots: [ProjectShot]
  /// The maximum of what may be spent on the project, at most one amount in a currency.
  public let limits: [Cost]
  /// The reason why the board can't be read; `nil` if it was read, or if there is none.
  public let boardProblem: BoardFileError?
  /// Whether there may be more shot files, which were not looked at.
  public let isTruncated: Bool

  /// The number of files above which no more are looked at.
  private static let maximumFiles = 2_000

  /// Reads the shot files.
  public init(of project: Project) throws {
    let (board, problem) = Self.board(of: project)
    boardProblem = problem
    limits = board.limits
    let onBoard = Set(board.shots)
    var names = Self.files(in: project.folder)
    isTruncated = names.count > Self.maximumFiles
    names = Array(names.prefix(Self.maximumFiles))
    let found = names.compactMap { name -> ProjectShot? in
      let shot = ProjectShot(name, in: project)
      return shot.isProbable || onBoard.contains(name) ? shot : nil
    }
    let byPath = Dictionary(found.map { ($0.path, $0) }) { first, _ in first }
    shots = board.inOrder(found.map(\.path)).compactMap { byPath[$0] }
  }

  /// Returns the board of a project, which is empty if there is none, or if it can't be read.
  static func board(of project: Project) -> (board: BoardFile, problem: BoardFileError?) {
    let path = project.folder.appending(BoardFile.name.utf8)
    guard FileSystem.status(path) != nil else { return (BoardFile(), nil) }
    do {
      return (try readBoard(path), nil)
    } catch {
      return (BoardFile(), error)
    }
  }

  static func readBoard(_ path: FilePath) throws(BoardFileError) -> BoardFile {
    switch TextFile.read(path, limit: BoardFile.byteLimit) {
    case .success(let bytes): try BoardFile(bytes: bytes)
    case .failure(let failure): throw BoardFileError(failure.message)
    }
  }

  /// The `.md` files of a folder and of the folders in it, as people count: first those of the
  /// folder itself.
  static func files(in folder: FilePath) -> [String] {
    let (files, folders) = contents(of: folder)
    return files.filter(isShotFile).map(\.text)
      + folders.flatMap { inner -> [String] in
        let path = folder.appending(inner.bytes)
        guard FileSystem.status(path.appending("bundle.json".utf8)) == nil else { return [] }
        return contents(of: path).files.filter(isShotFile).map { "\(inner.text)/\($0.text)" }
      }
  }

  private static func isShotFile(_ name: FilePath) -> Bool { name.suffix?.lowercased() == "md" }

  /// The files and folders in a folder, without hidden ones and links.
  private static func contents(of folder: FilePath) -> (files: [FilePath], folders: [FilePath]) {
    var (files, folders): ([FilePath], [FilePath]) = ([], [])
    for name in Folder.names(in: folder, atMost: 10 * maximumFiles) ?? [] {
      // Names that are not UTF-8 can't be written on a board.
      guard name.first != UInt8(ascii: "."), let name = FilePath(bytes: name),
        BoardFile.isPath(name.text), name.text.utf8.elementsEqual(name.bytes),
        let status = FileSystem.status(folder.appending(name.bytes))
      else { continue }
      if status.isFolder { folders.append(name) } else if status.isFile { files.append(name) }
    }
    return (files.sorted { $0.naturallyPrecedes($1) }, folders.sorted { $0.naturallyPrecedes($1) })
  }
}

/// A shot file of a project.
public struct ProjectShot: Hashable, Sendable {
  /// Its path below the project's folder.
  public let path: String
  /// Its text; `nil` if it can't be read or is no UTF-8.
  public let text: String?
  /// The SHA-256 of its bytes; `nil` if it can't be read.
  public let digest: Digest?
  /// Why the text can't be shown; `nil` if it can.
  public let problem: String?

  /// Reads a shot file.
  init(_ path: String, in project: Project) {
    self.path = path
    let file = project.folder.appending(path.utf8)
    switch TextFile.read(file, limit: ShotFile.byteLimit) {
    case .success(let bytes):
      digest = SHA256.digest(of: bytes)
      text = String(validating: bytes, as: UTF8.self)
      problem = text == nil ? "it is not UTF-8" : nil
    case .failure(let failure):
      (text, digest, problem) = (nil, nil, failure.message)
    }
  }

  /// Whether the file is a shot file, rather than another text: it begins like one, mentions an
  /// element, or is still empty.
  var isProbable: Bool {
    guard let text else { return problem != nil }
    return text.allSatisfy(\.isWhitespace) || ShotFile.isProbable(Array(text.utf8))
      || text.firstMatch(of: /(^|[^\w.\-\\])@[a-z]/) != nil
  }
}

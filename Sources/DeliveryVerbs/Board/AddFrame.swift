internal import Files
internal import Media

/// The verb that keeps a picture in a project's folder `frames`, for a shot's first or last frame.
public struct AddFrame: Sendable {
  public let project: Project
  /// The picture.
  public let file: FilePath

  private static let folderName = "frames"
  private static let byteLimit = 100 << 20
  private static let maximumTries = 1_000

  /// Creates the verb for a picture.
  public init(_ file: FilePath, in project: Project) {
    (self.file, self.project) = (file, project)
  }

  /// Copies the picture, unless an identical file is there under its name or with a number.
  ///
  /// - Returns: Its path below the project's folder.
  /// - Throws: `ElementLibraryError` if the file is no picture; `ProjectError` if it can't be
  ///   copied.
  public func run() throws -> String {
    guard case .success(let bytes) = TextFile.read(file, limit: Self.byteLimit) else {
      throw ElementLibraryError.invalidRequest(
        "\(file.name): the file can't be read, or has more than "
          + Quantity.bytes(Self.byteLimit), fix: "use a smaller picture")
    }
    guard MediaFormat(sniffing: Array(bytes.prefix(4096))).medium == .picture else {
      throw ElementLibraryError.invalidRequest(
        "\(file.name) is not a picture", fix: "use a JPEG, PNG or WebP")
    }
    let name = RecordText.portableName(file.name.text, SHA256.digest(of: bytes))
    let folder = project.folder.appending(Self.folderName.utf8)
    return try ProjectFolder.withLock(project.folder) {
      if FileSystem.status(folder) == nil {
        do throws(FileError) {
          try FileSystem.createFolder(folder, mode: 0o777)
        } catch {
          throw ProjectError.unwritable(folder, error.reason)
        }
      }
      for number in 1...Self.maximumTries {
        let path = "\(Self.folderName)/\(Self.numbered(name, number))"
        let target = try project.innerPath(path)
        if FileSystem.status(target) == nil {
          try ProjectFolder.write(bytes, to: target)
          return path
        }
        if case .success(bytes) = TextFile.read(target, limit: bytes.count) { return path }
      }
      throw ProjectError.unwritable(folder, "has too many pictures with this name")
    }
  }

  /// A name with a number before its suffix if it isn't the first.
  private static func numbered(_ name: String, _ number: Int) -> String {
    guard number > 1 else { return name }
    let end = name.lastIndex(of: ".") ?? name.endIndex
    return "\(name[..<end])-\(number)\(name[end...])"
  }
}

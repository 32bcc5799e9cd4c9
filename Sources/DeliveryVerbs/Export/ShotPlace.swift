internal import UnicodeText

/// Where a shot file is, as exports record it: in a project, or in the file system.
struct ShotPlace: Hashable {
  /// The project that the path begins in; `nil` for an absolute path.
  let project: ULID?
  /// The path, relative to the project's folder if it is inside, otherwise absolute. The text is in
  /// Unicode normalization form C.
  let path: String

  /// Finds the place of a shot file for an export in a project.
  init(of file: FilePath, in project: Project?) {
    guard let folder = ProjectFolder.full(file.folder) else {
      self.project = nil
      path = NormalText.nfc(file.text)
      return
    }
    let full = folder.appending(file.name.bytes)
    if let project, full.bytes.starts(with: project.folder.bytes + [UInt8(ascii: "/")]),
      let inner = FilePath(bytes: full.bytes.dropFirst(project.folder.bytes.count + 1))
    {
      self.project = project.id
      path = NormalText.nfc(inner.text)
    } else {
      self.project = nil
      path = NormalText.nfc(full.text)
    }
  }

  /// The place that an export recorded.
  init(_ export: ExportRecord) {
    path = export.shot.path
    project = path.hasPrefix("/") ? nil : export.project
  }
}

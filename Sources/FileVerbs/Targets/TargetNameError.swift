internal import Files
internal import Media

/// The reason why words that name targets or files of profiles can't be used.
public enum TargetNameError: CastbookError, Hashable {
  /// A pattern selects no target that can be checked; the text says why.
  case unmatchedPattern(String)
  /// A word names no target, but would name a file if it had a slash.
  case fileWithoutSlash(FilePath)
  /// A file that was named as a profile can't be read; the text says why.
  case unreadableProfile(FilePath, String)
  /// A folder or file of the user's targets can't be read; the text says why.
  case unreadableFolder(FilePath, String)

  public var blame: Blame {
    switch self {
    case .unmatchedPattern, .fileWithoutSlash: .usage
    case .unreadableProfile(let path, _): path.isMissing ? .usage : .failure
    case .unreadableFolder: .failure
    }
  }

  public var rule: String {
    switch self {
    case .unmatchedPattern, .fileWithoutSlash: "target.unknown"
    case .unreadableProfile, .unreadableFolder: "input.unreadable"
    }
  }

  public var message: String {
    switch self {
    case .unmatchedPattern(let reason): reason
    case .fileWithoutSlash(let path): "unknown target \"\(path)\", but a file has that name"
    case .unreadableProfile(let path, let reason), .unreadableFolder(let path, let reason):
      "\(path): \(reason)"
    }
  }

  public var fix: String? {
    switch self {
    case .unmatchedPattern: "`castbook targets` lists them all"
    case .fileWithoutSlash(let path): "write ./\(path) for the file"
    case .unreadableProfile:
      "name a profile's file; `castbook targets ID --json` prints one"
    case .unreadableFolder: nil
    }
  }
}

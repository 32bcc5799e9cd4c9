internal import Files
internal import Model

extension ReadFailure {
  /// The failure as a fact about a file.
  var problem: FileProblem {
    switch self {
    case .notFound: .notFound
    case .danglingLink(let target): .danglingLink(to: target)
    case .notRegular(let kind): .notRegular(kind: kind.nameWithArticle)
    case .tooLarge(let bytes): .tooLargeToRead(bytes: bytes, limit: ReadableFile.wholeFileLimit)
    case .changed: .changedWhileRead
    case .unreadable(let code): .unreadable(reason: SystemErrorCode.message(code))
    }
  }
}

internal import Checking
internal import Files
internal import Library
internal import Media

extension FilePath {
  /// Whether nothing is at this path, or only a link that leads nowhere.
  public var isMissing: Bool { FileSystem.isMissing(self) }

  /// What is wrong with a path that names nothing, and what was probably meant. `nil` where a file or folder is there.
  public func missingFinding() async -> Finding? {
    guard isMissing else { return nil }
    let inspector = Inspector(budget: MemoryBudget(workers: 1))
    let facts = await inspector.inspect(self)
    return FileRules.findings(for: facts, isNamed: true).first?.guessing(self)
  }

  /// In folders with more names than these nothing is guessed.
  private static let mostNames = 5000

  /// The file or folder beside this path whose name comes near its own, where nothing has its name.
  var nearest: FilePath? {
    guard let names = Folder.names(in: folder, atMost: Self.mostNames) else { return nil }
    let texts = names.map { String(decoding: $0, as: UTF8.self) }
    guard let near = nearestName(to: name.text, among: texts),
      let place = texts.firstIndex(of: near)
    else { return nil }
    // A path without a folder in it is answered by one.
    return bytes.contains(UInt8(ascii: "/"))
      ? folder.appending(names[place]) : FilePath(bytes: names[place])
  }
}

extension Finding {
  /// Of so many missing files at once the ones that were meant are looked for.
  static let mostGuesses = 16

  /// The same finding, with the file that was probably meant where there is no such file.
  func guessing(_ path: FilePath) -> Finding {
    guard rule == .fileNotFound, let nearest = path.nearest, nearest.name != path.name else {
      return self
    }
    return Finding(rule, severity, message: message, fix: "did you mean \(nearest.quoted)?")
  }
}

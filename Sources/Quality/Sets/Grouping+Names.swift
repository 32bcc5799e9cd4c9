internal import Model

/// What the names of files and folders say of subjects.
extension Grouping {
  /// Returns the subject of each member by its file name, where names distinguish subjects.
  ///
  /// A subject is a group of words that several files share, next to views (`mira-front.jpg`,
  /// `mira-back.jpg`) or next to other such words. Words that all files share say nothing.
  /// Where words of different subjects begin alike, colours decide.
  static func subjects(of members: [SetMember]) -> [String?] {
    let paths = members.map { FilePath($0.name) }
    let words = paths.map { $0.flatMap(SubjectWords.init(inFileName:))?.text }
    var counts: [String: Int] = [:]
    for case .some(let text) in words { counts[text, default: 0] += 1 }
    let shared = Set(counts.filter { $0.value > 1 }.keys)
    let besideViews = Set(
      zip(paths, words).compactMap { path, text in
        path.flatMap { Role(inFileName: $0, ignoring: [text].compactMap(\.self)) } == nil
          ? nil : text
      })
    let distinguishing = shared.count > 1 ? shared : shared.intersection(besideViews)
    return words.map { $0.flatMap { distinguishing.contains($0) ? $0 : nil } }
  }

  /// Returns for each member the identical file that its folder and name are taken from: the first
  /// one whose name says what it shows, or else the first in a folder that says it, or else the
  /// first one.
  static func sources(
    _ members: [SetMember], _ order: [Int], _ subjects: [String?], _ folders: [FilePath?]
  ) -> [Int] {
    var first: [Digest: Int] = [:]
    let named =
      order.filter { subjects[$0] != nil } + order.filter { folders[$0] != nil } + order
    for index in named {
      if let digest = members[index].digest, first[digest] == nil { first[digest] = index }
    }
    return members.indices.map { index in members[index].digest.flatMap { first[$0] } ?? index }
  }

  /// Returns the folder of each member, where folders separate subjects: there are several, and
  /// their names are words that are not those of cameras, days, formats, lights or views.
  static func folders(of members: [SetMember]) -> [FilePath?] {
    let folders = members.map { FilePath($0.name)?.folder }
    guard Set(folders.compactMap(\.self)).count > 1 else { return folders.map { _ in nil } }
    return folders.map { folder in
      folder.flatMap { SubjectWords(inFolderName: $0.name) == nil ? nil : $0 }
    }
  }

  /// Returns whether two folders are beside each other, so their pictures show different
  /// subjects.
  static func areApart(_ one: FilePath?, _ other: FilePath?) -> Bool {
    guard let one, let other, one != other else { return false }
    return !one.isInside(other) && !other.isInside(one)
  }
}

extension FilePath {
  fileprivate func isInside(_ folder: FilePath) -> Bool {
    bytes.starts(with: folder.bytes + [UInt8(ascii: "/")])
  }
}

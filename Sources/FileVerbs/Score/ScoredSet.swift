/// The result of scoring all files: counts, and how the pictures fit together.
public struct ScoredSet: Sendable {
  /// The maximum number of pictures to pick from.
  public static let maximumCandidates = 200
  /// The maximum number of pictures that are judged as one set. No one makes an element of more, so
  /// these are only scored one by one, which is quicker, unless a pick is requested.
  public static let maximumJudgedPictures = 60

  /// The number of files by status.
  public private(set) var counts = CheckSummary.Counts()
  /// The number of pictures by status.
  public private(set) var pictureCounts = CheckSummary.Counts()
  /// The number of sounds. They are not scored.
  public private(set) var sounds = 0
  /// The number of files that are in the team's store but not on this machine. While there are any,
  /// the pictures are not judged as a set, because a view that seems missing may be there.
  public private(set) var elsewhereCount = 0
  /// The name of the first of these files.
  package private(set) var elsewhere: String?
  /// The number of clips. They are not scored.
  public private(set) var clips = 0
  /// The number of files found in folders that are not media. They count as passed.
  public private(set) var nonMediaCount = 0
  /// The number of names that were skipped in folders.
  public let skippedCount: Int
  /// The pictures as one set; `nil` if there are none, too many, or those of several elements.
  public private(set) var judged: JudgedSet?
  /// Why pictures were not compared by subject although the model is installed; `nil` if they were.
  public internal(set) var describingFailure: FileVerbError?
  /// Findings about the elements and the files together.
  private let ownFindings: [Finding]
  private let kind: ElementKind?
  package let handle: Handle?
  /// Whether the files belong to several elements, or to an element and to none.
  let isOfSeveral: Bool
  private var members: [SetMember] = []
  private var exceedsLimit = false
  /// The maximum number of pictures that are judged as one set.
  let limit: Int

  /// Prepares for the results of `files`, of which at most `limit` are judged as one set.
  init(_ files: FileList, kind: ElementKind?, limit: Int) {
    self.limit = limit
    skippedCount = files.skippedCount
    self.kind = kind
    let elements = files.elements
    handle = elements.count == 1 ? elements.first?.handle : nil
    isOfSeveral =
      elements.count > 1
      || elements.count == 1 && files.files.contains { $0.blob == nil }
    let isEmpty = files.files.isEmpty && files.emptyElements.isEmpty && !files.mayBeEmpty
    ownFindings =
      files.findings + files.emptyElements.map(\.emptyFinding)
      + (isEmpty ? [SetCheck.noFiles(skipped: files.skippedCount)] : [])
  }

  /// Adds a file's result.
  mutating func add(_ file: ScoredFile) {
    counts.count(file.status)
    if file.facts.isElsewhere {
      elsewhereCount += 1
      elsewhere = elsewhere ?? file.facts.path.name.text
      return
    }
    if file.isNonMedia { nonMediaCount += 1 } else { countMedium(of: file) }
    guard file.isPicture, !isOfSeveral else { return }
    if members.count < limit {
      members.append(file.member)
    } else {
      exceedsLimit = true
    }
  }

  private mutating func countMedium(of file: ScoredFile) {
    switch file.facts.format?.medium {
    case .sound: sounds += 1
    case .clip: clips += 1
    case .picture, .other, nil: pictureCounts.count(file.status)
    }
  }

  /// The number of sounds and clips, such as "1 sound and 2 clips"; `nil` if there are none.
  public var soundsAndClips: String? {
    let parts = [
      sounds > 0 ? Quantity.count(sounds, "sound") : nil,
      clips > 0 ? Quantity.count(clips, "clip") : nil,
    ].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: " and ")
  }

  /// Judges the pictures as one set, after all have been added.
  mutating func judge() {
    guard !members.isEmpty, !exceedsLimit, elsewhereCount == 0 else { return }
    judged = JudgedSet(members, kind: kind, handle: handle)
  }

  /// All findings about the files as a whole.
  public var findings: [Finding] { ownFindings + (judged?.findings ?? []) }

  /// The worst status among `findings`.
  public var status: Status { Status(findings) }

  /// Whether no file failed and the set didn't either. With `strict`, there must be no warnings
  /// either.
  public func isFine(strict: Bool) -> Bool { counts.isFine(with: status, strict: strict) }
}

extension FileList {
  /// The kind of the elements that the files belong to; `nil` if the kinds differ, or if a file
  /// belongs to no element.
  var commonKind: ElementKind? {
    guard let first = elements.first?.kind, elements.allSatisfy({ $0.kind == first }),
      files.allSatisfy({ $0.blob != nil })
    else { return nil }
    return first
  }
}

/// What a whole scoring came to: how the pictures fit together.
public struct ScoredSet: Sendable {
  /// Of more pictures than this nothing is picked.
  public static let mostMembers = 200
  /// Of more pictures than this nobody makes one element: they are measured each by itself, which is
  /// quicker, unless some are to be picked of them.
  public static let mostJudged = 60

  /// How many files came out how.
  public private(set) var counts = CheckSummary.Counts()
  /// How many of them that are pictures came out how.
  public private(set) var pictureCounts = CheckSummary.Counts()
  /// Sounds and clips: nothing of them is scored here.
  public private(set) var sounds = 0
  public private(set) var clips = 0
  /// Files of folders that are no media; they count as passed.
  public private(set) var bystanders = 0
  /// Names passed over in folders.
  public let passedOver: Int
  /// The pictures as one set; nothing where there are none, too many, or those of several elements.
  public private(set) var judged: JudgedSet?
  /// What is to be said of the elements and of the files together.
  private let ownFindings: [Finding]
  private let kind: ElementKind?
  private let handle: Handle?
  private let isOfSeveral: Bool
  private var members: [SetMember] = []
  private var tooMany = false
  private let limit: Int

  init(_ files: FileList, kind: ElementKind?, limit: Int) {
    self.limit = limit
    passedOver = files.passedOverCount
    self.kind = kind
    let elements = files.elements
    handle = elements.count == 1 ? elements.first?.handle : nil
    isOfSeveral =
      elements.count > 1 || elements.count == 1 && files.paths.contains { files.places[$0] == nil }
    let isEmpty = files.paths.isEmpty && files.empty.isEmpty
    ownFindings =
      files.findings + files.empty.map(\.emptyFinding)
      + (isEmpty ? [SetCheck.nothing(skipped: files.passedOverCount)] : [])
  }

  mutating func take(_ file: ScoredFile) {
    counts.count(file.status)
    if file.isBystander { bystanders += 1 } else { countMedium(of: file) }
    guard file.isPicture, !isOfSeveral else { return }
    if members.count < limit {
      members.append(file.member)
    } else {
      tooMany = true
    }
  }

  private mutating func countMedium(of file: ScoredFile) {
    switch file.facts.format?.medium {
    case .sound: sounds += 1
    case .clip: clips += 1
    case .picture, .other, nil: pictureCounts.count(file.status)
    }
  }

  /// "1 sound and 2 clips"; `nil` where there are none.
  public var soundsAndClips: String? {
    let parts = [
      sounds > 0 ? Quantity.count(sounds, "sound") : nil,
      clips > 0 ? Quantity.count(clips, "clip") : nil,
    ].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: " and ")
  }

  mutating func judge() {
    guard !members.isEmpty, !tooMany else { return }
    judged = JudgedSet(members, kind: kind, handle: handle)
  }

  /// Everything that is to be said of them together.
  public var findings: [Finding] { ownFindings + (judged?.findings ?? []) }

  public var status: Status { Status(findings) }

  /// Whether anything is wrong; with `strict`, whether anything is to be watched.
  public func isFine(strict: Bool) -> Bool {
    counts.isFine(with: status, strict: strict)
  }
}

extension FileList {
  /// The kind of the elements whose files these are; nothing where they are of several kinds, or of no
  /// element at all.
  var kindOfAll: ElementKind? {
    guard let first = elements.first?.kind, elements.allSatisfy({ $0.kind == first }),
      paths.allSatisfy({ places[$0] != nil })
    else { return nil }
    return first
  }
}

internal import Quality

/// What `sort` proposes: an element for each subject of a shoot, and what it could not place.
public struct SortPlan: Sendable {
  /// In the order of their first files' names.
  public let groups: [Group]
  /// Pictures that are in no group.
  public let undetermined: [Undetermined]
  /// Clips and sounds that no name gives to a group.
  public let clips: [FilePath]
  public let sounds: [FilePath]
  /// Files that are damaged or could not be read, each with what is wrong; they are left out.
  public let damaged: [(path: FilePath, finding: Finding)]
  /// How many sound pictures there are.
  public let pictureCount: Int
  /// Files that are no media, and names that were skipped in folders.
  public let bystanders: Int
  public let passedOver: Int

  /// The files of one subject.
  public struct Group: Sendable {
    /// The handle that is proposed, which is the name of its folder.
    public let handle: Handle
    /// What the names of files call the subject; `nil` where they don't.
    public let subject: String?
    public let pictures: [Picture]
    /// Clips and sounds that have the subject's name.
    public let beside: [FilePath]
    /// What the pictures were grouped by.
    public let evidence: [SubjectGroups.Evidence]
    /// How alike their colours are in the mean, 0 to 1.
    public let likeness: Double?

    /// The group that may show the same subject, and how alike it is, 0 to 1.
    public let nearest: (handle: Handle, likeness: Double)?

    /// The best few, the best first.
    public var best: [Picture] {
      pictures.filter { $0.rank != nil }.sorted { ($0.rank ?? 0) < ($1.rank ?? 0) }
    }
  }

  public struct Picture: Sendable {
    public let path: FilePath
    public let digest: Digest?
    /// What the file's name says that it shows; else `unsorted`.
    public let role: Role
    /// Its place among the best few, from 1; `nil` where it is not one of them.
    public let rank: Int?
  }

  /// A picture that is in no group.
  public struct Undetermined: Sendable {
    public let path: FilePath
    /// Whether its colours could be compared.
    public let isMeasured: Bool
    /// The group that it is most like, and how alike, 0 to 1.
    public let nearest: (handle: Handle, likeness: Double)?
  }

  /// How alike groups are at least, 0 to 1.
  public static let leastLikeness = 0.5

  init(
    _ files: [ScoredFile], _ pictures: [ScoredFile], _ found: SubjectGroups, passedOver: Int
  ) {
    let others = files.filter { $0.damage == nil && !$0.isBystander }.map(\.facts)
    let clips = others.filter { $0.format?.medium == .clip }.map(\.path).inOrder
    let sounds = others.filter { $0.format?.medium == .sound }.map(\.path).inOrder
    let handles = Self.handles(for: found.groups)
    let subjects = zip(found.groups, handles).compactMap { group, handle in
      group.subject.map { (words: $0, handle: handle) }
    }
    var owners: [FilePath: Handle] = [:]
    for path in clips + sounds { owners[path] = path.owner(among: subjects) }
    groups = zip(found.groups, handles).map { group, handle in
      Group(
        handle: handle, subject: group.subject,
        pictures: Self.pictures(of: group, among: pictures, handle),
        beside: (clips + sounds).filter { owners[$0] == handle }, evidence: group.evidence,
        likeness: group.likeness,
        nearest: group.nearest.flatMap { place in
          group.nearestLikeness.map { (handles[place], $0) }
        })
    }
    self.clips = clips.filter { owners[$0] == nil }
    self.sounds = sounds.filter { owners[$0] == nil }
    undetermined = found.lone.map { lone in
      Undetermined(
        path: pictures[lone.member].facts.path, isMeasured: lone.isMeasured,
        nearest: lone.nearest.flatMap { place in lone.likeness.map { (handles[place], $0) } })
    }
    damaged = files.filter { !$0.isBystander }.compactMap { file in
      file.damage.map { (file.facts.path, $0) }
    }
    pictureCount = pictures.count
    bystanders = files.count(where: \.isBystander)
    self.passedOver = passedOver
  }

  private static func pictures(
    of group: SubjectGroups.Group, among files: [ScoredFile], _ handle: Handle
  ) -> [Picture] {
    let names = [group.subject].compactMap(\.self)
    let members = group.members.map { place in
      var member = files[place].member
      member.role = Role(inFileName: files[place].facts.path, ignoring: names) ?? .unsorted
      return member
    }
    // Of more pictures than these none would be picked.
    let picked = JudgedSet(
      Array(members.prefix(ScoredSet.mostMembers)), kind: nil, handle: handle
    ).pick(best: Scoring.usualPick)
    let ranks = Dictionary(
      uniqueKeysWithValues: picked.taken.enumerated().map { ($0.element.member, $0.offset + 1) })
    return zip(group.members, members).enumerated().map { place, picture in
      Picture(
        path: files[picture.0].facts.path, digest: picture.1.digest, role: picture.1.role,
        rank: ranks[place])
    }
  }

  private static let proposedName = "subject_"

  /// Whether a handle is one that a group without a name gets.
  static func isProposed(_ handle: Handle) -> Bool {
    handle.name.hasPrefix(proposedName) && Int(handle.name.dropFirst(proposedName.count)) != nil
  }

  /// A handle for each group: by the name of its subject, else by its number.
  private static func handles(for groups: [SubjectGroups.Group]) -> [Handle] {
    var taken: Set<Handle> = []
    var number = 0
    return groups.map { group in
      if let handle = group.subject.flatMap(Handle.init(nearestTo:)), taken.insert(handle).inserted
      {
        return handle
      }
      while true {
        number += 1
        if let handle = Handle(nearestTo: "\(proposedName)\(number)"), taken.insert(handle).inserted
        {
          return handle
        }
      }
    }
  }
}

extension FilePath {
  /// The subject with whose words the file's name begins; of several the one with the most words.
  fileprivate func owner(among subjects: [(words: String, handle: Handle)]) -> Handle? {
    guard let text = SubjectWords(inFileName: self)?.text else { return nil }
    return subjects.filter { text == $0.words || text.hasPrefix($0.words + " ") }
      .max { $0.words.count < $1.words.count }?.handle
  }
}

extension [FilePath] {
  /// In byte order, whatever order they were given in.
  fileprivate var inOrder: [FilePath] {
    sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }
}

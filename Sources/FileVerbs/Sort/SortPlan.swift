internal import Quality

/// The proposal of `sort`: an element for each subject of a shoot, and the files that belong to
/// none.
public struct SortPlan: Sendable {
  /// The groups, in the order of their first files' names.
  public let groups: [Group]
  /// The pictures that are in no group.
  public let undetermined: [Undetermined]
  /// The clips whose names fit no group.
  public let clips: [FilePath]
  /// The sounds whose names fit no group.
  public let sounds: [FilePath]
  /// The files that are damaged or unreadable, each with what is wrong. They are left out.
  public let damaged: [(path: FilePath, finding: Finding)]
  /// The number of intact pictures.
  public let pictureCount: Int
  /// The number of files found in folders that are not media.
  public let nonMediaCount: Int
  /// The number of names that were skipped in folders.
  public let skippedCount: Int
  /// Whether a model compared what pictures show. Otherwise their colours were compared.
  public let model: ModelUse

  /// The use of the model for subjects.
  public enum ModelUse: Sendable {
    case used, notInstalled
    /// It is installed, but could not be used.
    case failed(FileVerbError)

    /// Whether the model was used.
    public var isUsed: Bool { if case .used = self { true } else { false } }

    init(_ describer: SubjectDescriber?) {
      self = describer.map { $0.failure.map(ModelUse.failed) ?? .used } ?? .notInstalled
    }
  }

  /// The files of one subject.
  public struct Group: Sendable {
    /// The proposed handle, which is also the name of the folder.
    public let handle: Handle
    /// The subject's name according to the files' names, or of the known subject that it is; `nil`
    /// if neither says one.
    public let subject: String?
    /// Whether it shows a known subject, in the library or outside.
    public let known: Known?
    /// The kind of the library's element that it shows.
    public let kind: ElementKind?
    public let pictures: [Picture]
    /// Clips and sounds whose names begin with the subject's name.
    public let clipsAndSounds: [FilePath]
    /// What the pictures were grouped by.
    public let evidence: [SubjectGroups.Evidence]
    /// How certain it is that they show one subject.
    public let confidence: SubjectGroups.Confidence
    /// The feature that distinguishes such subjects but is not compared, so that the group is
    /// unsure; `nil` for other subjects.
    public let notCompared: UncomparedFeature?
    /// The mean similarity of what the pictures show, from 0 to 1; `nil` if it could not be
    /// measured.
    public let likeness: Double?

    /// The most similar other group and its similarity from 0 to 1, as a hint that both may show
    /// the same subject.
    public let nearest: (handle: Handle, likeness: Double)?

    /// The best pictures, by rank.
    public var best: [Picture] {
      pictures.filter { $0.rank != nil }.sorted { ($0.rank ?? 0) < ($1.rank ?? 0) }
    }

    /// Whether its files belong to an element of the library, which has its handle.
    public var isInLibrary: Bool { known == .library }
  }

  /// Where a subject is known from.
  public enum Known: String, JSONConvertible, Sendable {
    /// The library's element with the group's handle.
    case library
    /// Pictures outside the library.
    case files
  }

  /// A picture of a group.
  public struct Picture: Sendable {
    public let path: FilePath
    public let digest: Digest?
    /// What the picture shows according to its file name; otherwise `unsorted`.
    public let role: Role
    /// Its rank among the best pictures, from 1; `nil` if it is not one of them.
    public let rank: Int?
  }

  /// A picture that is in no group.
  public struct Undetermined: Sendable {
    public let path: FilePath
    /// Why it is in no group.
    public let reason: SubjectGroups.Ungrouped.Reason
    /// The groups or known subjects that it may show, with the similarity from 0 to 1, the most
    /// similar first: two at most.
    public let candidates: [(handle: Handle, likeness: Double)]

    /// The candidates with their likeness, for people.
    public var candidateWords: String {
      candidates.map { "\($0.handle) (\(Quantity.hundredths($0.likeness)))" }
        .joined(separator: ", then ")
    }
  }

  /// The minimum similarity at which groups count as similar, from 0 to 1.
  public static let minimumLikeness = 0.5

  /// Creates a plan from scored files and the groups that were found among their pictures.
  init(
    _ files: [ScoredFile], _ pictures: [ScoredFile], _ found: SubjectGroups,
    _ guides: [Sort.Guide], model: ModelUse, skippedCount: Int
  ) {
    let others = files.filter { $0.damage == nil && !$0.isNonMedia }.map(\.facts)
    let clips = others.filter { $0.format?.medium == .clip }.map(\.path).inOrder
    let sounds = others.filter { $0.format?.medium == .sound }.map(\.path).inOrder
    let handles = Self.handles(for: found.groups, guides)
    let subjects = zip(found.groups, handles).compactMap { group, handle in
      group.subject.map { (words: $0, handle: handle) }
    }
    var owners: [FilePath: Handle] = [:]
    for path in clips + sounds { owners[path] = path.owner(among: subjects) }
    groups = zip(found.groups, handles).map { group, handle in
      Group(
        handle: handle, subject: group.subject,
        known: group.guide.map { guides[$0].kind == nil ? .files : .library },
        kind: group.guide.flatMap { guides[$0].kind },
        pictures: Self.pictures(of: group, among: pictures, handle),
        clipsAndSounds: (clips + sounds).filter { owners[$0] == handle }, evidence: group.evidence,
        confidence: group.confidence, notCompared: group.notCompared, likeness: group.likeness,
        nearest: group.nearest.flatMap { index in
          group.nearestLikeness.map { (handles[index], $0) }
        })
    }
    self.clips = clips.filter { owners[$0] == nil }
    self.sounds = sounds.filter { owners[$0] == nil }
    undetermined = found.ungrouped.map { lone in
      Undetermined(
        path: pictures[lone.member].facts.path, reason: lone.reason,
        candidates: lone.candidates.map { candidate in
          switch candidate.subject {
          case .group(let index): (handles[index], candidate.likeness)
          case .guide(let index): (guides[index].handle, candidate.likeness)
          }
        })
    }
    damaged = files.filter { !$0.isNonMedia }.compactMap { file in
      file.damage.map { (file.facts.path, $0) }
    }
    pictureCount = pictures.count
    nonMediaCount = files.count(where: \.isNonMedia)
    self.skippedCount = skippedCount
    self.model = model
  }

  /// Returns the pictures of a group, ranked by a pick for one element.
  private static func pictures(
    of group: SubjectGroups.Group, among files: [ScoredFile], _ handle: Handle
  ) -> [Picture] {
    let names = [group.subject].compactMap(\.self)
    let members = group.members.map { index in
      var member = files[index].member
      member.role = Role(inFileName: files[index].facts.path, ignoring: names) ?? .unsorted
      return member
    }
    // A set of more pictures could not be judged, so the pick considers the first ones only.
    let picked = JudgedSet(
      Array(members.prefix(ScoredSet.maximumCandidates)), kind: nil, handle: handle
    ).pick(best: Score.defaultPickCount)
    let ranks = Dictionary(
      uniqueKeysWithValues: picked.chosen.enumerated().map { ($0.element.member, $0.offset + 1) })
    return zip(group.members, members).enumerated().map { index, picture in
      Picture(
        path: files[picture.0].facts.path, digest: picture.1.digest, role: picture.1.role,
        rank: ranks[index])
    }
  }

  /// The beginning of handles of groups without a name.
  private static let proposedName = "subject_"

  /// Whether a handle is one that a group without a name gets, such as `@subject_2`.
  package static func isProposed(_ handle: Handle) -> Bool {
    handle.name.hasPrefix(proposedName) && Int(handle.name.dropFirst(proposedName.count)) != nil
  }

  /// Returns a unique handle for each group: of the known subject, from the subject's name, or from
  /// a number.
  private static func handles(
    for groups: [SubjectGroups.Group], _ guides: [Sort.Guide]
  ) -> [Handle] {
    var used = Set(guides.map(\.handle))
    var number = 0
    return groups.map { group in
      if let guide = group.guide { return guides[guide].handle }
      if let handle = group.subject.flatMap(Handle.init(nearestTo:)), used.insert(handle).inserted {
        return handle
      }
      while true {
        number += 1
        if let handle = Handle(nearestTo: "\(proposedName)\(number)"), used.insert(handle).inserted
        {
          return handle
        }
      }
    }
  }
}

extension FilePath {
  /// Returns the handle of the subject with whose name the file's name begins. If there are
  /// several, the longest name wins.
  fileprivate func owner(among subjects: [(words: String, handle: Handle)]) -> Handle? {
    guard let text = SubjectWords(inFileName: self)?.text else { return nil }
    return subjects.filter { text == $0.words || text.hasPrefix($0.words + " ") }
      .max { $0.words.count < $1.words.count }?.handle
  }
}

extension [FilePath] {
  /// The paths in byte order, so that a plan doesn't depend on the order in which they were given.
  fileprivate var inOrder: [FilePath] { sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) } }
}

/// The pictures of a shoot, grouped by whom or what they show. Pictures are identified by their
/// indices in the list that was grouped.
public struct SubjectGroups: Hashable, Sendable {
  /// The groups in the order of their first names.
  public var groups: [Group]
  /// The pictures that are in no group.
  public var ungrouped: [Ungrouped]

  public init(groups: [Group], ungrouped: [Ungrouped]) {
    self.groups = groups
    self.ungrouped = ungrouped
  }

  /// Two or more pictures that probably show one subject.
  public struct Group: Hashable, Sendable {
    /// The indices of the pictures, in the order of their names.
    public var members: [Int]
    /// What the file names call the subject; `nil` when they don't name it.
    public var subject: String?
    /// The evidence for the group, the strongest first.
    public var evidence: [Evidence]
    /// The mean likeness of what they show, from 0 to 1; `nil` when that was not compared.
    public var likeness: Double?
    /// How certain it is that the pictures show one subject.
    public var confidence: Confidence
    /// The feature that distinguishes such subjects but is not compared, so that the group is
    /// unsure; `nil` for other subjects, and if names or views connect all pictures.
    public var notCompared: UncomparedFeature?
    /// The index of the known subject that the group shows; `nil` when it shows none of them.
    public var guide: Int?
    /// The index of the group that may show the same subject, and its likeness; `nil` when none is
    /// near.
    public var nearest: Int?
    public var nearestLikeness: Double?

    public init(
      members: [Int], subject: String?, evidence: [Evidence], likeness: Double?,
      confidence: Confidence = .likely, notCompared: UncomparedFeature? = nil, guide: Int? = nil
    ) {
      self.members = members
      self.subject = subject
      self.evidence = evidence
      self.likeness = likeness
      self.confidence = confidence
      self.notCompared = notCompared
      self.guide = guide
    }
  }

  /// How certain it is that a group shows one subject.
  public enum Confidence: String, JSONConvertible, CaseIterable, Hashable, Sendable {
    /// File names say so, or the pictures are copies and pictures of one view.
    case sure
    /// The pictures are alike, and unlike all others.
    case likely
    /// The pictures are in parts that are less alike, or another group is alike, or only the
    /// colors were compared, or what distinguishes such subjects is not compared.
    case unsure
  }

  /// A kind of evidence that pictures show one subject.
  public enum Evidence: String, JSONConvertible, CaseIterable, Hashable, Sendable {
    /// File names begin alike and name views, or name other subjects.
    case names
    /// The pictures are copies, or show the same view.
    case views
    /// A model finds that the pictures show the same.
    case looks
    /// The colors before a plain backdrop agree, or those of the whole picture when there is none.
    case colors
    /// The pictures were taken within seconds between two of the group.
    case times
  }

  /// A picture that is in no group.
  public struct Ungrouped: Hashable, Sendable {
    public var member: Int
    /// Why it is in no group.
    public var reason: Reason
    /// The subjects that it may show, the most similar first: two at most.
    public var candidates: [Candidate]

    public init(member: Int, reason: Reason, candidates: [Candidate] = []) {
      self.member = member
      self.reason = reason
      self.candidates = candidates
    }

    /// Whether a subject is the most similar one, with a minimum likeness.
    fileprivate func mayShow(_ subject: Subject, from likeness: Double) -> Bool {
      candidates.first.map { $0.subject == subject && $0.likeness >= likeness } ?? false
    }

    /// A reason why a picture is in no group.
    public enum Reason: String, JSONConvertible, CaseIterable, Hashable, Sendable {
      /// What it shows could not be compared.
      case notMeasured = "not-measured"
      /// It is similar to no subject.
      case unlike
      /// It is about as similar to one subject as to another.
      case between
    }
  }

  /// A subject that a picture may show.
  public struct Candidate: Hashable, Sendable {
    public var subject: Subject
    /// The mean likeness to the subject's pictures, from 0 to 1.
    public var likeness: Double

    public init(_ subject: Subject, likeness: Double) {
      self.subject = subject
      self.likeness = likeness
    }
  }

  /// A group, or a known subject that no group shows, by its index.
  public enum Subject: Hashable, Sendable {
    case group(Int)
    case guide(Int)
  }

  /// The maximum time between two pictures, in seconds; over a longer time, one says nothing about
  /// the other.
  private static let maximumGap = 10
  /// The minimum likeness to a group. A picture below it probably shows something else, whenever it
  /// was taken.
  private static let minimumLikeness = 0.25

  /// Returns groups in which pictures without a group join the group of the pictures taken right
  /// before and right after them, when both show the same subject and their colors don't
  /// contradict.
  ///
  /// - Parameter times: when each picture was taken, in seconds; `nil` where that is not known.
  public func placingUngrouped(by times: [Int?]) -> SubjectGroups {
    let placed = groups.enumerated().flatMap { group, content in
      content.members.compactMap { member in
        times[member].map { (time: $0, member: member, group: group) }
      }
    }.sorted { ($0.time, $0.member) < ($1.time, $1.member) }
    var result = self
    result.ungrouped = ungrouped.filter { picture in
      guard let time = times[picture.member],
        // Clocks count whole seconds: within one second, the order of names is that of the shoot.
        let before = placed.last(where: { ($0.time, $0.member) < (time, picture.member) }),
        let after = placed.first(where: { ($0.time, $0.member) > (time, picture.member) }),
        time - before.time <= Self.maximumGap, after.time - time <= Self.maximumGap,
        before.group == after.group,
        picture.reason == .notMeasured
          || picture.mayShow(.group(before.group), from: Self.minimumLikeness)
      else { return true }
      let members = result.groups[before.group].members
      let index = members.firstIndex(of: before.member) ?? members.count - 1
      result.groups[before.group].members.insert(picture.member, at: index + 1)
      if !result.groups[before.group].evidence.contains(.times) {
        result.groups[before.group].evidence.append(.times)
      }
      return false
    }
    return result
  }
}

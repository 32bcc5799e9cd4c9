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
    /// The index of the group that may show the same subject, and its likeness; `nil` when none is
    /// near.
    public var nearest: Int?
    public var nearestLikeness: Double?

    public init(members: [Int], subject: String?, evidence: [Evidence], likeness: Double?) {
      self.members = members
      self.subject = subject
      self.evidence = evidence
      self.likeness = likeness
    }
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
    /// Whether what it shows could be compared.
    public var isMeasured: Bool
    /// The index of the group that the picture is most similar to; `nil` when it is similar to
    /// none.
    public var nearest: Int?
    /// The likeness to that group, from 0 to 1.
    public var likeness: Double?

    public init(member: Int, isMeasured: Bool, nearest: Int? = nil, likeness: Double? = nil) {
      self.member = member
      self.isMeasured = isMeasured
      self.nearest = nearest
      self.likeness = likeness
    }
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
        !picture.isMeasured
          || picture.nearest == before.group && (picture.likeness ?? 0) >= Self.minimumLikeness
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

/// Pictures of a shoot, grouped by whom or what they show. Pictures are named by their places in the list that was
/// grouped, from 0.
public struct SubjectGroups: Hashable, Sendable {
  /// In the order of their first names.
  public var groups: [Group]
  /// Those that are in no group.
  public var lone: [Lone]

  public init(groups: [Group], lone: [Lone]) {
    self.groups = groups
    self.lone = lone
  }

  /// Two or more pictures that probably show one subject.
  public struct Group: Hashable, Sendable {
    /// In the order of their names.
    public var members: [Int]
    /// What the names of files call the subject; `nil` where they don't.
    public var subject: String?
    /// What speaks for the group, the strongest first.
    public var evidence: [Evidence]
    /// How alike their colours are in the mean, 0 to 1; `nil` where they were not compared.
    public var likeness: Double?
    /// The group that may show the same subject, by its place, and how alike it is; `nil` where none is near.
    public var nearest: Int?
    public var nearestLikeness: Double?

    public init(members: [Int], subject: String?, evidence: [Evidence], likeness: Double?) {
      self.members = members
      self.subject = subject
      self.evidence = evidence
      self.likeness = likeness
    }
  }

  /// What pictures are grouped by.
  public enum Evidence: String, CaseIterable, Hashable, Sendable {
    /// Names of files that begin alike and name views, or other subjects.
    case names
    /// Copies, and pictures of one view.
    case views
    /// The colours of what is before a plain backdrop, or of the whole picture where there is none.
    case colors
    /// Pictures that were taken between two of the group, within seconds.
    case times
  }

  /// A picture that is in no group.
  public struct Lone: Hashable, Sendable {
    public var member: Int
    /// Whether its colours could be compared.
    public var isMeasured: Bool
    /// The group it is most like, by its place; `nil` where it is like none.
    public var nearest: Int?
    /// How alike it is to that group, 0 to 1.
    public var likeness: Double?

    public init(member: Int, isMeasured: Bool, nearest: Int? = nil, likeness: Double? = nil) {
      self.member = member
      self.isMeasured = isMeasured
      self.nearest = nearest
      self.likeness = likeness
    }
  }
}

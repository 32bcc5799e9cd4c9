package import Model

/// Groups the pictures of a shoot by their subjects: identical files first, then by their folders
/// and file names, by copies and views that they share, and by what they show: by vectors of the
/// model for subjects where there are any, otherwise by colours. Faces are not compared.
///
/// A wrong picture in a group costs more than a group in two parts, so the threshold is high.
/// The result does not depend on the order of the pictures.
///
/// Pictures of known subjects can guide it: pictures that show the same join them.
///
/// ```swift
/// let groups = try Grouping.groups(of: members, count: 3)
/// ```
package struct Grouping {
  /// The number of pictures up to which groups are made; comparing every two of more would take
  /// minutes.
  package static let maximumPictures = 2000

  /// The likeness in thousandths from which on pictures are put into one group.
  ///
  /// It was chosen on the tuned half of Benchmarks/quality/shoots.py: 94 to 99 % of the
  /// pictures of a subject are in one group, and 0 to 5 % are in a group with another subject.
  static let threshold = 500
  /// The likeness in thousandths that is enough when the caller asks for a number of groups.
  static let minimumOnDemand = 250
  /// The likeness in thousandths from which on two groups are reported as possibly one subject
  /// in two lights, which a person sees at once.
  static let minimumReported = 350.0

  /// A subject that is known, with pictures of it.
  package struct Guide {
    /// What file names call it.
    let words: String
    let members: [SetMember]

    package init(words: String, members: [SetMember]) {
      (self.words, self.members) = (words, members)
    }
  }

  /// The pictures, and after them those of the guides.
  let members: [SetMember]
  let guides: [Guide]
  /// The guide that each member belongs to, or `nil` for a picture that is grouped.
  let guideIndices: [Int?]
  /// The subject of each member by its file name, or `nil` where the name doesn't say.
  let subjects: [String?]
  /// The folder of each member, or `nil` where its name doesn't separate subjects.
  let folders: [FilePath?]
  /// The indices of the members, in an order that does not depend on how they were given.
  let order: [Int]
  /// The colours of each member, or `nil` where they are unknown.
  let signatures: [ColorSignature?]
  /// The pairs of members that show the same, by their indices.
  let pairs: Set<[Int]>
  /// The likeness of every two members in thousandths, by rows in the order of `order`. It is
  /// very negative for members with different names.
  private(set) var likenesses: [Int32] = []

  /// Returns the groups of pictures that show the same subject.
  ///
  /// - Parameters:
  ///   - members: The pictures, in any order.
  ///   - count: The number of groups, or `nil` when it is unknown.
  ///   - guides: The subjects that are known.
  /// - Throws: `CancellationError` when the task is cancelled.
  package static func groups(
    of members: [SetMember], count: Int? = nil, guides: [Guide] = []
  ) throws -> SubjectGroups {
    let grouping = try Grouping(
      members, namedBy: subjects(of: members), in: folders(of: members), guides,
      isCancellable: true)
    return grouping.groups(count)
  }

  /// Compares every two members. It throws `CancellationError` only if it is cancellable.
  init(
    _ pictures: [SetMember], namedBy subjects: [String?], in folders: [FilePath?],
    _ guides: [Guide] = [], isCancellable: Bool
  ) throws {
    let known = guides.enumerated().flatMap { guide, content in
      content.members.map { (guide: guide, member: $0) }
    }
    let members = pictures + known.map(\.member)
    self.members = members
    self.guides = guides
    guideIndices = pictures.map { _ in nil } + known.map(\.guide)
    let order = members.indices.sorted { one, other in
      members[one].precedes(members[other])
        || !members[other].precedes(members[one])
          && members[one].name.utf8.lexicographicallyPrecedes(members[other].name.utf8)
    }
    self.order = order
    // Identical files show one subject, so what one of their names says is true of all.
    let sources = Self.sources(pictures, order.filter(pictures.indices.contains), subjects, folders)
    self.subjects = sources.map { subjects[$0] } + known.map { guides[$0.guide].words }
    self.folders = sources.map { folders[$0] } + known.map { _ in nil }
    signatures = members.map { $0.scores?.lighting.flatMap(ColorSignature.init) }
    pairs = Set(PairSearch.pairs(among: members).map { [$0.first, $0.second] })
    likenesses = try compared(isCancellable: isCancellable)
  }

  /// The likeness of every two members in thousandths, by rows in the order of `order`.
  private func compared(isCancellable: Bool) throws -> [Int32] {
    var likenesses = [Int32](repeating: 0, count: members.count * members.count)
    for (row, one) in order.enumerated() {
      if isCancellable { try Task.checkCancellation() }
      for (column, other) in order.enumerated().dropFirst(row + 1) {
        let likeness = Int32(likeness(one, other))
        likenesses[row * members.count + column] = likeness
        likenesses[column * members.count + row] = likeness
      }
    }
    return likenesses
  }

  /// Returns the likeness of two members by all that is known of them.
  private func likeness(_ one: Int, _ other: Int) -> Int {
    if let guide = guideIndices[one], let another = guideIndices[other] {
      return guide == another ? Self.same : Self.different
    }
    if let digest = members[one].digest, digest == members[other].digest { return Self.same }
    if Self.areApart(folders[one], folders[other]) { return Self.different }
    let isPair = pairs.contains([min(one, other), max(one, other)])
    let isGuided = guideIndices[one] != nil || guideIndices[other] != nil
    return
      (isGuided
      ? guidedLikeness(subjects[one], subjects[other], isPair: isPair)
      : Self.likeness(subjects[one], subjects[other], isPair: isPair))
      ?? Self.likeness(
        members[one].vector, members[other].vector, signatures[one], signatures[other])
  }

  /// Returns the likeness of a picture and one of a known subject by names and views; `nil` where
  /// what they show must decide.
  private func guidedLikeness(_ one: String?, _ other: String?, isPair: Bool) -> Int? {
    if let one, one == other { return Self.same }
    // A picture that is named for another known subject shows that one.
    let known = Set(guides.map(\.words))
    let areKnown = [one, other].allSatisfy { $0.map(known.contains) == true }
    return areKnown ? Self.different : isPair ? Self.same : nil
  }

  /// Returns the likeness of two pictures by names and views, or `nil` where colours must
  /// decide.
  private static func likeness(_ one: String?, _ other: String?, isPair: Bool) -> Int? {
    guard let one, let other else { return isPair ? same : nil }
    if one == other { return same }
    // mira and mira coat may be one person; mira and mug are not, nor are mug red and mug blue.
    let isPart = one.hasPrefix(other + " ") || other.hasPrefix(one + " ")
    return isPart ? (isPair ? same : nil) : different
  }

  /// Returns the likeness of two pictures by what they show: by their vectors if both are known,
  /// otherwise by their colours.
  static func likeness(
    _ one: SubjectVector?, _ other: SubjectVector?, _ colors: ColorSignature?,
    _ otherColors: ColorSignature?
  ) -> Int {
    guard let one, let other, one.isKnown, other.isKnown else {
      return likeness(colors, otherColors)
    }
    let likeness = SubjectLikeness.scaled(one.likeness(to: other))
    // One shape in two colours is two things. Colours contradict only where they are certainly
    // those of the subject.
    guard let colors, let otherColors, colors.isOfSubject, otherColors.isOfSubject,
      colors.likeness(to: otherColors) < SubjectLikeness.contradictingColors
    else { return likeness }
    return min(likeness, SubjectLikeness.maximumOfContradiction)
  }

  /// Returns the likeness of two pictures by their colours, or 0 where these are unknown.
  private static func likeness(_ one: ColorSignature?, _ other: ColorSignature?) -> Int {
    guard let one, let other else { return 0 }
    return one.likeness(to: other)
  }

  /// The likeness of pictures that are certain to show one subject.
  static let same = 1000
  /// The likeness of pictures with different names, which no number of similar colours
  /// outweighs.
  private static let different = -10_000_000
}

package import Model

/// Turns the measures of pictures that make up one element into findings.
///
/// No finding is an error: light and angles make a clip worse, but they never stop an upload.
package struct SetFindings {
  private let members: [SetMember]
  private let scores: SetScores
  private let bounds: Bounds
  private let kind: ElementKind?
  /// The element's handle for commands, or `nil` for files outside the library.
  private let handle: String?

  /// The bounds from which on measures of sets are reported.
  package struct Bounds: Sendable {
    /// The score of light below which one picture is the odd one.
    let light: Double
    /// The agreement of slopes from which on two pictures show one view.
    let view: Double

    package init(light: Double, view: Double) {
      self.light = light
      self.view = view
    }
  }

  package init(
    _ scores: SetScores, of members: [SetMember], bounds: Bounds, kind: ElementKind? = nil,
    handle: Handle? = nil
  ) {
    self.kind = kind
    self.members = members
    self.scores = scores
    self.bounds = bounds
    self.handle = handle.map { "@\($0.name)" }
  }

  /// All findings: subjects, light, pairs and views.
  package var all: [Finding] {
    [subjects].compactMap(\.self) + otherSubjects + light + pairs + [coverage].compactMap(\.self)
  }

  private var names: [String] { members.map(\.name) }

  // MARK: Subjects

  /// The finding on pictures that seem to show several subjects.
  private var subjects: Finding? {
    guard let count = scores.subjects, count > 1 else { return nil }
    return Finding(
      .setSeveralSubjects, .warning,
      message: "the pictures seem to show \(count) different subjects, judging by colour",
      fix: "`castbook sort FOLDER -o cast/` makes a folder for each", measured: String(count),
      limit: "1", unit: "subjects")
  }

  /// The findings on pictures that show something other than most, as a model finds.
  ///
  /// Faces are not compared, so a person in other clothes is only a note.
  private var otherSubjects: [Finding] {
    guard let split = scores.split else { return [] }
    return [severalSubjects(split)].compactMap(\.self)
      + [true, false].compactMap { isCertain in
        odd(split.odd(certain: isCertain), isCertain: isCertain)
      }
  }

  /// The finding on several subjects, each with several pictures.
  private func severalSubjects(_ split: SubjectSplit) -> Finding? {
    let parts = split.several.map(\.members)
    guard !parts.isEmpty else { return nil }
    return Finding(
      .setSeveralSubjects, kind == .character ? .note : .warning,
      message: "the pictures seem to show \(split.subjects) different subjects: "
        + parts.map(list).joined(separator: " and ") + " differ from the rest"
        + SubjectWording.instead(kind),
      fix: dropping(parts.flatMap(\.self))
        ?? "`castbook sort FOLDER -o cast/` makes a folder for each",
      measured: String(split.subjects), limit: "1", unit: "subjects")
  }

  /// The finding on pictures that are unlike all others.
  private func odd(_ pictures: [Int], isCertain: Bool) -> Finding? {
    guard !pictures.isEmpty else { return nil }
    let isOne = pictures.count == 1
    let verb = isCertain ? (isOne ? "seems to show" : "seem to show") : "may show"
    return Finding(
      .setOddOne, kind == .character || !isCertain ? .note : .warning,
      message: "\(list(pictures)) \(verb) something other than the \(isOne ? "others" : "rest")"
        + SubjectWording.instead(kind),
      fix: dropping(pictures)
        ?? "leave \(isOne ? "it" : "them") out, or make another element of \(isOne ? "it" : "them")"
    )
  }

  /// Returns how pictures are taken out of their element; `nil` outside the library.
  private func dropping(_ pictures: [Int]) -> String? {
    let numbers = pictures.compactMap { members[$0].number }.sorted().map(String.init)
    guard let handle, numbers.count == pictures.count else { return nil }
    return
      "`castbook edit \(handle) --drop \(numbers.joined(separator: ","))`, if they belong elsewhere"
  }

  /// The number of pictures that a finding names; the rest is counted.
  private static let maximumNamed = 6

  /// Returns the names of pictures.
  private func list(_ pictures: [Int]) -> String {
    let more = pictures.count - Self.maximumNamed
    return pictures.prefix(Self.maximumNamed).map { names[$0] }.joined(separator: ", ")
      + (more > 0 ? " and \(more) more" : "")
  }

  // MARK: Light

  /// Findings on pictures in different light.
  private var light: [Finding] {
    guard let lighting = scores.lighting else { return [] }
    return lighting.outliers.map { odd($0, lighting) }
      + lighting.possibleOutliers.map { possiblyOdd($0, lighting) }
      + lighting.gaps.map { gap($0, lighting) }
  }

  /// Returns the warning on a picture that is certainly lit differently.
  private func odd(_ odd: OddLight, _ lighting: SetLighting) -> Finding {
    light(
      odd, lighting, .warning,
      message: "\(names[odd.member]): \(LightWords(names: names).odd(odd))",
      fix: "take it again in the light of \(names[odd.exemplar]), or leave it out")
  }

  /// Returns the note on a picture that may be lit differently.
  private func possiblyOdd(_ odd: OddLight, _ lighting: SetLighting) -> Finding {
    light(
      odd, lighting, .note,
      message: "\(names[odd.member]) may be lit differently, or only shows different things: "
        + LightWords(names: names).odd(odd),
      fix: "compare it with \(names[odd.exemplar]) by eye")
  }

  /// Returns a finding on one picture, with its strongest difference as the measured value.
  private func light(
    _ odd: OddLight, _ lighting: SetLighting, _ severity: Severity, message: String, fix: String
  ) -> Finding {
    let strongest = odd.differences.first
    let limit = strongest.map { lighting[$0.aspect].limit } ?? 0
    return Finding(
      .setLighting, severity, message: message, fix: fix,
      measured: strongest.map { Self.hundredths($0.stops) },
      limit: Self.hundredths((1 - bounds.light) * limit), unit: "stops")
  }

  /// Returns the finding on two lights in one set, a note when it is uncertain.
  private func gap(_ gap: LightGap, _ lighting: SetLighting) -> Finding {
    let aspect = lighting[gap.difference.aspect]
    let isPair = members.filter { $0.scores?.lighting != nil }.count == 2
    let words =
      (isPair ? "" : "the pictures have different light: ") + LightWords(names: names).gap(gap)
    let fix =
      isPair
      ? "take both in the same light"
      : "keep the pictures in one light, or take the others again in that light"
    return Finding(
      .setLighting, gap.isSure ? .warning : .note,
      message: gap.isSure ? words : "\(words), or they only show different things",
      fix: gap.isSure ? fix : "compare them by eye",
      measured: Self.hundredths(gap.difference.stops), limit: Self.hundredths(aspect.widestGap),
      unit: "stops")
  }

  private static func hundredths(_ stops: Double) -> String {
    Decimal.text(Int((100 * stops).rounded()), over: 100, digits: 2)
  }

  // MARK: Pictures that show the same

  /// Findings on pictures that show the same as an earlier one; each is named once, with its
  /// closest pair.
  private var pairs: [Finding] {
    members.indices.compactMap { member in
      scores.pairs.filter { $0.second == member }
        .min { ($0.kind.rank, $0.first) < ($1.kind.rank, $1.first) }.map(pair)
    }
  }

  private func pair(_ pair: SetPair) -> Finding {
    let (earlier, later) = (names[pair.first], names[pair.second])
    let leave = "leave one of them out, or show another angle instead"
    let limit = String(Likeness.maximumDistance)
    return switch pair.kind {
    case .exact:
      Finding(
        .setDuplicate, .warning, message: "\(later) is identical to \(earlier)", fix: leave,
        measured: "2", limit: "1", unit: "files")
    case .near:
      Finding(
        .setDuplicate, .warning,
        message:
          "\(later) is \(pair.isCopy ? "a copy of" : "nearly the same picture as") \(earlier)",
        fix: leave, measured: String(pair.distance), limit: limit, unit: "bits")
    case .mirror:
      Finding(
        .setMirror, .warning, message: "\(later) is the mirror image of \(earlier)",
        fix: "leave out the mirrored one; it adds no angle, and details change sides",
        measured: String(pair.distance), limit: limit, unit: "bits")
    case .sameView:
      Finding(
        .setSameView, .warning,
        message: "\(later) shows the same view as \(earlier) and adds no angle", fix: leave,
        measured: pair.agreement.map(Self.hundredths), limit: Self.hundredths(bounds.view))
    }
  }

  // MARK: Angles

  /// The note on missing or unknown views.
  private var coverage: Finding? {
    let coverage = scores.coverage
    guard !members.isEmpty, !coverage.wanted.isEmpty else { return nil }
    let advice = SetAdvice(scores, of: members, handle: handle)
    guard coverage.isKnown else {
      return Finding(
        .setCoverage, .note, message: "the views of the pictures are not known",
        fix: advice.roleFix)
    }
    guard !coverage.missing.isEmpty else { return nil }
    let missing = SetAdvice.list(coverage.missing.map(\.nameWithArticle), "and")
    let unsorted = coverage.unsorted.count
    return Finding(
      .setCoverage, .note,
      message: unsorted == 0
        ? "\(missing) \(coverage.missing.count == 1 ? "is" : "are") missing"
        : "no picture has the role \(SetAdvice.list(coverage.missing.map(\.role.rawValue), "or")); "
          + "\(Quantity.count(unsorted, "picture has", "pictures have")) no role",
      fix: unsorted == 0
        ? "take one photo " + SetAdvice.list(coverage.missing.map(\.viewpoint), "then")
        : advice.roleFix,
      measured: String(coverage.present.count), limit: String(coverage.wanted.count),
      unit: "views")
  }
}

extension SetPair.Kind {
  /// The rank by which the closest kind of pair is chosen; identical files come first.
  fileprivate var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// What findings on other subjects add for people.
package enum SubjectWording {
  /// The words after a finding on another subject: faces are not compared, so a person in other
  /// clothes may be meant.
  package static func instead(_ kind: ElementKind?) -> String {
    kind == .character ? "; faces are not compared, so it may be other clothes" : ""
  }
}

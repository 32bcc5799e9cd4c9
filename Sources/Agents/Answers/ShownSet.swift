internal import Castbook
internal import Model

/// Scored files and their set as answers describe them: every picture that a sentence mentions has
/// the name that answers use.
struct ShownSet {
  let set: ScoredSet
  /// All files, in their order.
  let files: [ScoredFile]
  let names: ShownNames
  /// The pictures that are judged together, in the order of the set's members.
  let pictures: [ScoredFile]
  /// The set with the names of answers; `nil` if the pictures can't be judged together.
  let judged: JudgedSet?

  init(_ set: ScoredSet, _ files: [ScoredFile], in roots: Roots) {
    self.set = set
    self.files = files
    let names = ShownNames(files.map(\.facts.path), in: roots)
    self.names = names
    let pictures = files.filter { $0.isPicture && $0.absence == nil }
    self.pictures = pictures
    judged = set.judged.flatMap { judged in
      guard judged.members.count == pictures.count else { return nil }
      let members = zip(judged.members, pictures).map { member, picture in
        var renamed = member
        renamed.name = names.name(picture.facts.path)
        return renamed
      }
      return JudgedSet(members, kind: judged.kind, handle: judged.handle)
    }
  }

  /// The folder of the files for the first line of an answer, such as ` in «root1/refs»`.
  var place: String { names.folder.map { " in \(ShownNames.quoted($0))" } ?? "" }

  /// The findings on the files together.
  var findings: [Finding] {
    guard let judged else { return set.findings }
    let own = set.findings.dropLast(set.judged?.findings.count ?? 0)
    return own + judged.findings
  }

  /// All findings, those on the files first.
  var groups: FindingGroups {
    var groups = FindingGroups()
    for file in files {
      for finding in file.findings where !finding.isNonMediaNote {
        groups.add(finding, on: file.facts.path)
      }
    }
    for finding in findings { groups.add(finding) }
    return groups
  }

  /// What the set lacks: a missing view, and the photo that would help most.
  var lacks: [String] {
    [judged?.missing, judged?.advice].compactMap(\.self).map { sanitized($0) }
  }

  /// Returns a picture in a sentence: its number, if it has one, and its name.
  func label(_ picture: ScoredFile) -> String {
    (picture.number.map { "\($0) " } ?? "") + names.name(picture.facts.path)
  }
}

extension ScoredFile {
  /// The finding that the file is only in the team's store; `nil` if it is here.
  fileprivate var absence: Finding? { findings.first { $0.rule == .libraryFileElsewhere } }

  /// The weakest measures below 0.995, such as `clutter 0.41, noise 0.78`; `nil` if all are perfect
  /// or none was taken.
  func weakest(_ count: Int) -> String? {
    let measures = weakMeasures(count)
    if measures.isEmpty { return nil }
    return measures.map { "\($0.measure.rawValue) \(Quantity.hundredths($0.score))" }
      .joined(separator: ", ")
  }

  /// Returns the weakest measures that aren't perfect and not dismissed, the weakest first.
  func weakMeasures(_ count: Int) -> [(measure: Measure, score: Double)] {
    let ignored = dismissed.compactMap { ScoreRules.measure(of: $0.finding.rule) }
    let all = scores?.weakest(Measure.allCases.count) ?? []
    return all.filter { $0.score.score < 0.995 && !ignored.contains($0.measure) }
      .prefix(count).map { ($0.measure, $0.score.score) }
  }

  /// The file as data names it: by its number in the element, or by its path.
  func reference(in roots: Roots) -> JSONValue {
    let path = facts.path
    return [
      "number": number, "path": number == nil ? roots.shown(path) ?? path.shown : nil,
      "role": role == .unsorted ? nil : role.rawValue,
    ]
  }

  /// The schema of `reference(in:)` with more members.
  static func referenceSchema(
    required: [String] = [], _ members: KeyValuePairs<String, JSONValue>
  ) -> JSONValue {
    let own: [JSONValue.Member] = [
      .init("number", Schema.integer), .init("path", Schema.text), .init("role", Schema.text),
    ]
    return [
      "type": "object", "required": required.nonEmpty,
      "properties": .object(own + members.map { JSONValue.Member($0.key, $0.value) }),
    ]
  }
}

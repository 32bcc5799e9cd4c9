import CastSupport
import Model
import Prompting
import Targets

@testable import Bundles

/// Bodies of every target, at each endpoint and of every shape, and the schemas' verdicts on them.
struct RequestSurvey {
  /// The outcome of one shape at one endpoint.
  struct Outcome: Sendable {
    let place: RequiredThings.Place
    let shape: String
    let series: RequestShape.Series?
    /// The rules by which the program refuses it; empty if it gives a body.
    let refusals: [String]
    /// Whether the program warns that the body exceeds a limit that no first-party source states.
    var isDoubted = false
    let body: JSONValue
    /// `nil` if no schema describes this endpoint.
    let definition: PublishedSchemas.Definition?
    /// What the schema objects to; `nil` if it accepts the body, or if there is no schema.
    var problem: String?

    var name: String { "\(place.testDescription), \(shape)" }

    /// Whether something without a field is left out, so that the body is otherwise complete.
    var isLeftOut: Bool {
      !Set(refusals).isDisjoint(with: [
        "\(RuleID.requestTooManyReferences)", "\(RuleID.requestNotCovered)",
      ])
    }
  }

  /// A deliberately broken body, and the schema's verdict.
  struct Mutant: Sendable {
    let definition: PublishedSchemas.Definition
    let change: Change
    let body: JSONValue
    var problem: String?

    enum Change: Hashable, Sendable {
      case otherType(String), unlistedField(String), withoutRequired(String)
    }
  }

  let schemas: PublishedSchemas
  private(set) var outcomes: [Outcome] = []
  private(set) var mutants: [Mutant] = []
  private let catalogue: TargetCatalogue
  private var byPath: [String: PublishedSchemas.Definition] = [:]
  /// The shots that were read, by their text: most are sent to many endpoints.
  private var scripts: [String: (file: ShotFile, script: PromptScript)] = [:]

  /// Everything, validated in one run.
  static let all = Result { try RequestSurvey() }

  private init() throws {
    schemas = try PublishedSchemas()
    catalogue = try TargetCatalogue()
    for definition in schemas.definitions { byPath[definition.name] = definition }
    for place in try RequiredThings.places.get() {
      let profile = try catalogue.profile(place.target)
      let required = try RequiredThings().complete(place)
      for shape in RequestShape.common {
        let bare = try compile(shape, place, profile)
        outcomes += bare
        guard bare.first?.refusals.isEmpty == false else { continue }
        let made = try compile(shape.completed(by: required), place, profile)
        outcomes += made
      }
      // No limit of words or seconds is known to differ between tiers.
      let isFirst =
        profile.endpoints.first { $0.variant == place.endpoint.variant } == place.endpoint
      for shape in RequestShape.counted + (isFirst ? RequestShape.measured : []) {
        let made = try compile(shape.completed(by: required), place, profile)
        outcomes += made
      }
      for shape in RequestShape.settings(at: place, of: profile)
      where isFirst || !shape.isOfLength {
        let made = try compile(shape.completed(by: required), place, profile)
        outcomes += made
      }
    }
    scripts = [:]
    mutants = brokenBodies()
    try validate()
  }

  // MARK: Compiling

  /// The body of a shape, followed by those of its preparatory calls.
  private mutating func compile(
    _ shape: RequestShape, _ place: RequiredThings.Place, _ profile: TargetProfile
  ) throws -> [Outcome] {
    var shot = shape.shot
    if let tier = place.endpoint.tier { shot.settings["tier"] = tier }
    if let variant = place.endpoint.variant { shot.settings["variant"] = variant }
    let (file, script) = try read(shot.file)
    let prompt = try CompiledPrompt(script, for: profile, in: catalogue)
    guard let body = RequestBody(prompt, file.settings) else { return [] }
    let findings = (script.remarks + prompt.remarks + body.remarks).map(\.finding)
    let refusals = findings.filter { $0.severity == .error }.map { "\($0.rule)" }
    let isDoubted = findings.contains { finding in
      finding.severity == .warning
        && (finding.limit != nil && finding.basis != .stated
          || finding.rule == .requestUnlistedValue)
    }
    let remotes = body.placeholders.map(\.name).filter { $0.hasPrefix("castbook:remote/") }
    // An id of 18 digits, as Kling issues them.
    let ids = Dictionary(
      uniqueKeysWithValues: Set(remotes).sorted().enumerated().map { index, name in
        (name, "84321789512345670\(index)")
      })
    let sent =
      shape.isRegistered
      ? body.json.filled(ids, numbers: body.json.numericPlaceholders(of: profile)) : body.json
    var outcomes = [
      Outcome(
        place: place, shape: shape.name, series: shape.series, refusals: Set(refusals).sorted(),
        isDoubted: isDoubted, body: sent, definition: definition(of: place))
    ]
    guard refusals.isEmpty, !shape.isRegistered else { return outcomes }
    let calls = try Prerequisite.all(for: body, prompt, lacking: Set(remotes), in: catalogue)
    for call in calls {
      guard
        let endpoint = try catalogue.profile(call.target).endpoints
          .first(where: { $0.path == call.endpoint })
      else { continue }
      let maker = RequiredThings.Place(target: call.target, endpoint: endpoint)
      outcomes.append(
        Outcome(
          place: maker, shape: "\(call.name) for \(place.target.rawValue), \(shape.name)",
          series: nil, refusals: [], body: call.body, definition: definition(of: maker)))
    }
    return outcomes
  }

  /// A shot with the cast of all shapes, read once.
  private mutating func read(_ text: String) throws -> (file: ShotFile, script: PromptScript) {
    if let known = scripts[text] { return known }
    let file = try ShotFile(text: text)
    let script = try PromptScript(file, cast: RequestShape.cast)
    scripts[text] = (file: file, script: script)
    return (file: file, script: script)
  }

  /// The schema of an endpoint: that of its variant, or of one target among several at that
  /// address.
  private func definition(of place: RequiredThings.Place) -> PublishedSchemas.Definition? {
    let path = place.endpoint.path
    return [place.endpoint.variant, place.target.rawValue].compactMap(\.self)
      .compactMap { byPath["\(path)#\($0)"] }.first ?? byPath[path]
  }

  /// Definitions that at least one of our bodies was checked against, even an unfinished one.
  var used: Set<PublishedSchemas.Definition> { Set(outcomes.compactMap(\.definition)) }

  // MARK: Broken bodies

  /// Bodies that no schema may accept: each field of any valid body with another type, an unknown
  /// field in each object, and each required field left out.
  private func brokenBodies() -> [Mutant] {
    var seen: Set<Mutant.Key> = []
    var mutants: [Mutant] = []
    for outcome in outcomes where outcome.refusals.isEmpty {
      guard let definition = outcome.definition else { continue }
      let canonical = schemas.canonical(definition)
      func add(_ change: Mutant.Change, _ body: @autoclosure () -> JSONValue) {
        guard seen.insert(.init(definition: canonical, change: change)).inserted else { return }
        mutants.append(Mutant(definition: definition, change: change, body: body()))
      }
      let schema = schemas.resolved(definition)
      for (path, value) in outcome.body.parts {
        let place = path.map { Int($0) == nil ? $0 : "0" }.joined(separator: "/")
        if !path.isEmpty {
          let other: JSONValue = value.members == nil ? ["wrong": true] : "wrong"
          add(.otherType(place), outcome.body.replaced(other, at: path[...]))
        }
        if value.members != nil, schema?["x-open"] == nil {
          let unlisted = path + ["castbook_unlisted"]
          add(.unlistedField(place), outcome.body.replaced(true, at: unlisted[...]))
        }
      }
      for name in (schema?["required"]?.array ?? []).compactMap(\.string) {
        let rest = outcome.body.members?.filter { $0.key != name }
        add(.withoutRequired(name), .object(rest ?? []))
      }
    }
    return mutants
  }

  // MARK: Validation

  private mutating func validate() throws {
    let judged = outcomes.indices.filter {
      outcomes[$0].definition != nil && !outcomes[$0].isLeftOut
    }
    let candidates =
      judged.compactMap { index in
        outcomes[index].definition.map {
          PublishedSchemas.Candidate(definition: $0, body: outcomes[index].body)
        }
      } + mutants.map { PublishedSchemas.Candidate(definition: $0.definition, body: $0.body) }
    for (index, text) in try schemas.problems(of: candidates) {
      if index < judged.count {
        outcomes[judged[index]].problem = text
      } else {
        mutants[index - judged.count].problem = text
      }
    }
  }
}

extension RequestSurvey.Mutant {
  fileprivate struct Key: Hashable {
    let definition: PublishedSchemas.Definition
    let change: Change
  }
}

extension JSONValue {
  /// Every value with its path: the value itself, then its parts.
  fileprivate var parts: [(path: [String], value: JSONValue)] {
    let own: [(String, JSONValue)] =
      members?.map { ($0.key, $0.value) }
      ?? array?.enumerated().map { ("\($0.offset)", $0.element) } ?? []
    return [([], self)]
      + own.flatMap { key, value in value.parts.map { ([key] + $0.path, $0.value) } }
  }

  /// The value with another value at a path; the last key of the path is added if it is missing.
  fileprivate func replaced(_ value: JSONValue, at path: ArraySlice<String>) -> JSONValue {
    guard let key = path.first else { return value }
    let rest = path.dropFirst()
    switch self {
    case .array(var items):
      guard let index = Int(key), items.indices.contains(index) else { return self }
      items[index] = items[index].replaced(value, at: rest)
      return .array(items)
    case .object(let members):
      guard members.contains(where: { $0.key == key }) else {
        return .object(members + [Member(key, value)])
      }
      return .object(
        members.map { $0.key == key ? Member(key, $0.value.replaced(value, at: rest)) : $0 })
    default: return self
    }
  }
}

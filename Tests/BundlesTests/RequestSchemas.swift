import Foundation
import Model
import Prompting
import Targets
import Testing

@testable import Bundles

/// Bodies against schemas that were written from what providers publish, not from our profiles: see `RequestSchemas/README.md`.
@Suite("Bodies by others' types", .timeLimit(.minutes(10)))
struct RequestSchemas {
  /// Targets that give a body, and why there is nothing independent to hold it against.
  private static let without: [String: String] = [:]

  @Test("are as their provider's own types have them, at every endpoint and of every shape")
  func bodies() throws {
    let survey = try RequestSurvey.all.get()
    let sent = survey.outcomes.filter { $0.refusals.isEmpty }
    #expect(sent.count > 1000)
    let wrong = sent.filter { $0.problem != nil }
    // One body of each problem at each target tells enough.
    var told: Set<String> = []
    for outcome in wrong {
      let problem = outcome.problem ?? ""
      guard told.insert("\(outcome.place.target) \(problem)").inserted, told.count <= 60 else {
        continue
      }
      Issue.record("\(outcome.name): \(problem)\n\(outcome.body.compactText)")
    }
  }

  @Test("have a schema, or there is a reason")
  func sources() throws {
    let survey = try RequestSurvey.all.get()
    let sent = survey.outcomes.filter { $0.refusals.isEmpty }
    let bare = Dictionary(grouping: sent.filter { $0.definition == nil }, by: \.place.target)
    for (target, outcomes) in bare.sorted(by: { $0.key < $1.key }) {
      let paths = Set(outcomes.map(\.place.endpoint.path)).sorted()
      #expect(Self.without[target.rawValue] != nil, "\(target) has no schema of \(paths)")
    }
    for target in Self.without.keys.sorted() {
      #expect(
        bare.keys.contains { $0.rawValue == target }, "\(target) has a schema now, or no body")
    }
  }

  @Test("are refused when they are broken")
  func mutants() throws {
    let survey = try RequestSurvey.all.get()
    #expect(survey.mutants.count > 300)
    for mutant in survey.mutants where mutant.problem == nil {
      Issue.record(
        "\(mutant.definition) takes \(mutant.change): \(mutant.body.compactText.prefix(600))")
    }
  }

  @Test("are held to rules that JSON Schema has no words for", arguments: Self.examples)
  func rules(definition: PublishedSchemas.Definition, body: String, isTaken: Bool) throws {
    let schemas = try RequestSurvey.all.get().schemas
    let body = try JSONParser.parse(Array(body.utf8))
    let problems = try schemas.problems(of: [.init(definition: definition, body: body)])
    #expect(problems.isEmpty == isTaken, "\(problems)")
  }

  private static let examples: [(PublishedSchemas.Definition, String, Bool)] = [
    (
      .init(host: "fal", name: "V3TurboImageToVideo"),
      """
      {"image_url": "https://a.b/c", "multi_prompt": [{"prompt": "a", "duration": "8"},
       {"prompt": "b", "duration": "7"}]}
      """, true
    ),
    (
      .init(host: "fal", name: "V3TurboImageToVideo"),
      """
      {"image_url": "https://a.b/c", "multi_prompt": [{"prompt": "a", "duration": "8"},
       {"prompt": "b", "duration": "8"}]}
      """, false
    ),
    (
      .init(host: "fal", name: "V3MotionControl"),
      """
      {"character_orientation": "image", "image_url": "https://a.b/c", "video_url": "https://a.b/d",
       "elements": [{"frontal_image_url": "https://a.b/e"}]}
      """, false
    ),
    (
      .init(host: "fal", name: "OmniV2VEditInput"),
      """
      {"prompt": "a", "video_url": "https://a.b/c",
       "image_urls": ["https://a.b/1", "https://a.b/2", "https://a.b/3", "https://a.b/4"]}
      """, true
    ),
    (
      .init(host: "fal", name: "OmniV2VEditInput"),
      """
      {"prompt": "a", "video_url": "https://a.b/c",
       "image_urls": ["https://a.b/1", "https://a.b/2", "https://a.b/3", "https://a.b/4"],
       "elements": [{"frontal_image_url": "https://a.b/f",
                     "reference_image_urls": ["https://a.b/g"]}]}
      """, false
    ),
    (
      .init(host: "runway", name: "POST /v1/text_to_video, model kling3.0_pro"),
      """
      {"model": "kling3.0_pro", "ratio": "1920:1080",
       "providerSettings": {"multiPrompt": [{"prompt": "a", "duration": 16}]}}
      """, false
    ),
    (
      .init(host: "runway", name: "POST /v1/text_to_video, model kling3.0_pro"),
      """
      {"model": "kling3.0_pro", "ratio": "1920:1080",
       "providerSettings": {"shotType": "intelligence"}}
      """, false
    ),
  ]

  @Test("are held to definitions that are all used, each with its source")
  func definitions() throws {
    let survey = try RequestSurvey.all.get()
    let referred = survey.schemas.referred
    let paths = survey.schemas.definitions.filter { !referred.contains($0) }.map(\.name)
    #expect(paths.count == Set(paths).count, "one endpoint in two files")
    for definition in survey.schemas.definitions {
      #expect(
        survey.used.contains(definition) || referred.contains(definition),
        "\(definition) is of no endpoint")
      let schema = survey.schemas.resolved(definition)
      #expect(schema?["$comment"]?.string != nil, "\(definition) names no source")
    }
    for reference in referred where survey.schemas.schema(reference) == nil {
      Issue.record("\(reference) is referred to, and is not there")
    }
  }

  // MARK: What is refused

  private static let golden = PublishedSchemas.folder.appending(path: "refused.json")

  /// By target and shape: the rules by which the program refuses it. To write it anew, after reading why:
  /// `CASTBOOK_UPDATE_REFUSED=1 swift test --filter RequestSchemas`.
  @Test("are refused by the program as refused.json lists it")
  func refused() throws {
    let made = Self.listed(try RequestSurvey.all.get().outcomes)
    if ProcessInfo.processInfo.environment["CASTBOOK_UPDATE_REFUSED"] != nil {
      try Data((made.indentedText + "\n").utf8).write(to: Self.golden)
    }
    let bytes = try Data(contentsOf: Self.golden)
    let listed = try JSONParser.parse(Array(bytes))
    let targets = Set((made.members ?? []).map(\.key)).union((listed.members ?? []).map(\.key))
    for target in targets.sorted() {
      let own = made[target]?.members ?? []
      let known = listed[target]?.members ?? []
      let gone = known.filter { !own.contains($0) }.map { "- \($0.key): \($0.value.compactText)" }
      let new = own.filter { !known.contains($0) }.map { "+ \($0.key): \($0.value.compactText)" }
      #expect(gone + new == [], "\(target)")
    }
  }

  /// Refusals with what the schema says of the same body, so that one without a reason in the source is seen. A shape that
  /// every endpoint refuses alike stands once.
  private static func listed(_ outcomes: [RequestSurvey.Outcome]) -> JSONValue {
    let targets = Dictionary(grouping: outcomes, by: \.place.target.rawValue)
    let members = targets.keys.sorted().compactMap { target -> JSONValue.Member? in
      let own = targets[target] ?? []
      let places = Set(own.map(\.place.testDescription))
      var shapes: [String] = []
      for outcome in own where !shapes.contains(outcome.shape) { shapes.append(outcome.shape) }
      let rows = shapes.flatMap { shape -> [JSONValue.Member] in
        let refused = own.filter { outcome in
          outcome.shape == shape && !outcome.refusals.isEmpty
            && !own.contains { $0.isBare(of: outcome) && $0.refusals == outcome.refusals }
        }
        let verdicts = Set(refused.map(verdict))
        if refused.count == places.count, verdicts.count == 1, let verdict = verdicts.first {
          return [.init(shape, .string(verdict))]
        }
        return refused.map { outcome in
          let endpoint = outcome.place.testDescription.dropFirst(target.count + 1)
          let name = endpoint.isEmpty ? shape : "\(shape) (\(endpoint))"
          return .init(name, .string(verdict(outcome)))
        }
      }
      return rows.isEmpty ? nil : .init(target, .object(rows))
    }
    return .object(members)
  }

  private static func verdict(_ outcome: RequestSurvey.Outcome) -> String {
    let rules = outcome.refusals.joined(separator: ", ")
    // What has no field is not in the body, which is whole without it.
    let isLeftOut = !Set(outcome.refusals).isDisjoint(with: [
      "\(RuleID.requestTooManyReferences)", "\(RuleID.requestNotCovered)",
    ])
    guard outcome.definition != nil, outcome.problem == nil, !isLeftOut else { return rules }
    return "\(rules); the schema takes it"
  }
}

import Foundation
import Model
import Prompting
import Targets
import Testing

@testable import Bundles

/// Checks bodies against schemas that were written from what providers publish, not from our
/// profiles: see `RequestSchemas/README.md`.
@Suite("Bodies checked against published types", .timeLimit(.minutes(30)))
struct RequestSchemas {
  /// Targets that give a body, and the reason why they have no independent schema.
  private static let without: [String: String] = [:]

  @Test("match their provider's own types, at every endpoint and in every shape")
  func bodies() throws {
    let survey = try RequestSurvey.all.get()
    let sent = survey.outcomes.filter { $0.refusals.isEmpty }
    #expect(sent.count > 1000)
    let wrong = sent.filter { $0.problem != nil && !$0.isDoubted }
    // Most bodies are given without a doubt.
    #expect(sent.count { $0.isDoubted } * 5 < sent.count)
    // One body per problem and target is enough in a failure.
    var reported: Set<String> = []
    for outcome in wrong {
      let problem = outcome.problem ?? ""
      guard reported.insert("\(outcome.place.target) \(problem)").inserted, reported.count <= 60
      else {
        continue
      }
      Issue.record("\(outcome.name): \(problem)\n\(outcome.body.compactText)")
    }
  }

  @Test("have a schema, or a reason for its absence")
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

  @Test("follow rules that JSON Schema can't express")
  func rules() throws {
    let schemas = try RequestSurvey.all.get().schemas
    let candidates = try Self.examples.map { definition, body, _ in
      try PublishedSchemas.Candidate(
        definition: definition, body: JSONParser.parse(Array(body.utf8)))
    }
    let problems = try schemas.problems(of: candidates)
    for (index, (definition, body, isTaken)) in Self.examples.enumerated() {
      #expect(
        (problems[index] == nil) == isTaken, "\(definition) \(body): \(problems[index] ?? "")")
    }
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
    (
      .init(host: "fal", name: "O3ProReferenceVideoI2VInput"),
      """
      {"prompt": "@Image1 and @Image2", "image_urls": ["https://a.b/c"]}
      """, false
    ),
    (
      .init(host: "fal", name: "V3TextToVideo"),
      """
      {"multi_prompt": [{"prompt": "@mira waits"}]}
      """, false
    ),
    (
      .init(host: "fal", name: "fal-ai/pixverse/c1/reference-to-video"),
      """
      {"prompt": "@mug_1 and @mug_2", "image_references":
       [{"image_url": "https://a.b/c", "ref_name": "mug_1"}]}
      """, false
    ),
    (
      .init(host: "fal", name: "fal-ai/pixverse/c1/reference-to-video"),
      """
      {"prompt": "@mug_1", "image_references": [{"image_url": "https://a.b/c", "ref_name": "mug_1"}]}
      """, true
    ),
  ]

  @Test("are checked against definitions that are all used, each with its source")
  func definitions() throws {
    let survey = try RequestSurvey.all.get()
    let referred = survey.schemas.referred
    let used = survey.used.union(referred)
    let paths = survey.schemas.definitions.filter { !referred.contains($0) }.map(\.name)
    #expect(paths.count == Set(paths).count, "one endpoint in two files")
    for definition in survey.schemas.definitions {
      #expect(used.contains(definition), "\(definition) is of no endpoint")
      let schema = survey.schemas.resolved(definition)
      #expect(schema?["$comment"]?.string != nil, "\(definition) names no source")
    }
    for reference in referred where survey.schemas.schema(reference) == nil {
      Issue.record("\(reference) is referred to, and is not there")
    }
  }

  // MARK: What is refused

  private static let golden = PublishedSchemas.folder.appending(path: "refused.json")

  /// The shapes that the program refuses, by target and by rule. To write the list again, after
  /// reading why it changed: `CASTBOOK_UPDATE_REFUSED=1 swift test --filter RequestSchemas`.
  @Test("are refused by the program as refused.json lists it")
  func refused() throws {
    let made = RefusedShapes(try RequestSurvey.all.get().outcomes)
    if ProcessInfo.processInfo.environment["CASTBOOK_UPDATE_REFUSED"] != nil {
      try Data(made.text.utf8).write(to: Self.golden)
    }
    let listed = try RefusedShapes(Array(Data(contentsOf: Self.golden)))
    for target in Set(made.rows.keys).union(listed.rows.keys).sorted() {
      let own = made.rows[target] ?? [:]
      let known = listed.rows[target] ?? [:]
      for shape in Set(own.keys).union(known.keys).sorted() where own[shape] != known[shape] {
        Issue.record(
          "\(target), \(shape): was \(known[shape] ?? "sent"), is \(own[shape] ?? "sent")")
      }
    }
  }
}

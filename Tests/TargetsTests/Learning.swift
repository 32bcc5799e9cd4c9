import Model
import Targets
import Testing

/// What providers' refusals teach about their limits.
@Suite("Facts from refusals")
struct Learning {
  private let catalogue: TargetCatalogue

  init() throws { catalogue = try TargetCatalogue() }

  private func facts(
    _ target: TargetID, _ answer: String, saying words: String = ""
  ) throws -> [LearnedFact] {
    LearnedFact.all(from: answer, saying: words, about: try catalogue.profile(target))
  }

  private static func fal(_ place: String, _ type: String, _ context: String) -> String {
    #"{"detail":[{"loc":["body",\#(place)],"msg":"no","type":"\#(type)","ctx":{\#(context)}}]}"#
  }

  /// An answer, and the one fact that is in it.
  struct Case: CustomTestStringConvertible, Sendable {
    let target: TargetID
    let answer: String
    var words = ""
    let place: String
    let value: String
    let rule: String
    var isNews = true
    var testDescription: String { "\(target) \(place) \(value)" }
  }

  private static let o3: TargetID = "fal.kling-o3.r2v"
  private static let runway: TargetID = "runway.kling-3.0.i2v"
  private static let replicate: TargetID = "replicate.kling-v3-omni"
  static let cases = [
    Case(
      target: o3,
      answer: fal(#""image_urls",0"#, "image_too_small", #""min_width":512,"min_height":512"#),
      place: "slots.image.side.min", value: "512", rule: "image.too-small"),
    Case(
      target: o3,
      answer: fal(#""start_image_url""#, "image_too_small", #""min_width":300,"min_height":300"#),
      place: "slots.start.side.min", value: "300", rule: "image.too-small", isNews: false),
    Case(
      target: o3,
      answer: fal(
        #""elements",1,"frontal_image_url""#, "image_too_large",
        #""max_width":4096,"max_height":4000"#),
      place: "slots.element.side.max", value: "4000", rule: "image.too-large"),
    Case(
      target: o3,
      answer: fal(#""elements",0,"video_url""#, "video_duration_too_long", #""max_duration":7"#),
      place: "slots.clip.seconds.max", value: "7", rule: "clip.too-long"),
    Case(
      target: o3, answer: fal(#""end_image_url""#, "file_too_large", #""max_size":8000000"#),
      place: "slots.end.bytes", value: #"{"stated":"8 MB","decimal":8000000,"binary":8000000}"#,
      rule: "image.too-heavy"),
    Case(
      target: o3,
      answer: fal(#""image_urls",3"#, "unsupported_image_format", #""supported_formats":["jpeg"]"#),
      place: "slots.image.formats", value: #"["jpeg"]"#, rule: "image.format-not-accepted"),
    Case(
      target: o3,
      answer: fal(
        #""image_urls",3"#, "unsupported_image_format",
        #""supported_formats":["image/png",".JPG","jpeg","odd"]"#),
      place: "slots.image.formats", value: #"["png","jpeg"]"#, rule: "image.format-not-accepted",
      isNews: false),
    Case(
      target: o3, answer: fal(#""image_urls""#, "sequence_too_long", #""max_length":3"#),
      place: "slots.image.perRequest.max", value: "3", rule: "request.too-many-references"),
    Case(
      target: o3, answer: fal(#""prompt""#, "string_too_long", #""max_length":2000"#),
      place: "prompt.max", value: "2000", rule: "prompt.too-long"),
    Case(
      target: o3, answer: fal(#""prompt""#, "string_too_long", #""max_length":2500"#),
      place: "prompt.max", value: "2500", rule: "prompt.too-long", isNews: false),
    Case(
      target: o3, answer: fal(#""duration""#, "literal_error", #""expected":"'5' or '10'""#),
      place: "duration.values", value: #"["5","10"]"#, rule: "prompt.duration-range"),
    Case(
      target: o3, answer: fal(#""multi_prompt""#, "sequence_too_long", #""max_length":4"#),
      place: "shots.count.max", value: "4", rule: "prompt.too-many-shots"),
    Case(
      target: runway,
      answer:
        #"{"error":"Validation of body failed","issues":[{"code":"too_big","maximum":800,"type":"string","inclusive":true,"message":"Too big","path":["promptText"]}]}"#,
      place: "prompt.max", value: "800", rule: "prompt.too-long"),
    Case(
      target: runway,
      answer:
        #"{"issues":[{"code":"too_small","minimum":700,"type":"number","inclusive":true,"message":"Asset width must be at least 700 pixels","path":["promptImage"]}]}"#,
      place: "slots.start.side.min", value: "700", rule: "image.too-small"),
    Case(
      target: replicate, answer: "",
      words: "status 422: - input.duration: Must be less than or equal to 10",
      place: "duration.max", value: "10", rule: "prompt.duration-range"),
    Case(
      target: replicate, answer: "", words: "prompt must not exceed 1,500 characters (got 1,733)",
      place: "prompt.max", value: "1500", rule: "prompt.too-long"),
    Case(
      target: replicate, answer: "",
      words: "start_image: file size exceeds the limit of 5 MB. Please use a smaller file",
      place: "slots.start.bytes", value: #"{"stated":"5 MB","decimal":5000000,"binary":5000000}"#,
      rule: "image.too-heavy"),
    Case(
      target: replicate, answer: "",
      words: "reference_images: each image must be at least 400x400 pixels, but one is 320x480",
      place: "slots.image.side.min", value: "400", rule: "image.too-small"),
  ]

  @Test("are read from the place, the type and the limit of an answer", arguments: cases)
  func read(_ example: Case) throws {
    let found = try facts(example.target, example.answer, saying: example.words)
    #expect(found.count == 1, "\(found)")
    let fact = try #require(found.first)
    #expect(fact.place.joined(separator: ".") == example.place)
    #expect(fact.value.compactText == example.value)
    #expect(fact.rule == example.rule && fact.isNews == example.isNews, "\(fact)")
  }

  @Test(
    "are not guessed",
    arguments: [
      "the image is too small", "start_image is 250 pixels wide, too small",
      "you have 3 requests left, at most 5 per minute", "too many parallel tasks: at most 3",
      "prompt is flagged by the content policy", "internal error 1303", "", "at most",
      "prompt: maximum", "duration", "start_image exceeds", "between 3 and",
      "balance is less than 10",
    ])
  func silent(words: String) throws {
    #expect(try facts(Self.replicate, "", saying: words).isEmpty)
    #expect(try facts(Self.replicate, words, saying: words).isEmpty)
  }

  @Test(
    "Odd answers are harmless",
    arguments: [
      "[", "null", #"{"detail":[1,"x",{}]}"#, #"{"detail":[{"loc":"body","type":7,"ctx":[]}]}"#,
      #"{"issues":[{"code":"too_big","maximum":{},"path":7}]}"#,
      fal(#""prompt""#, "string_too_long", #""max_length":"1e9""#),
      fal(#""prompt""#, "string_too_long", #""max_length":99999999999999999999"#),
      fal(#""nothing""#, "string_too_long", #""max_length":5"#),
      fal(#""image_urls",0"#, "image_too_small", #""min_width":-5"#),
      fal(#""image_urls",0"#, "unsupported_image_format", #""supported_formats":["odd", 7]"#),
      fal(#""prompt""#, "string_too_short", #""min_length":9999"#),
    ])
  func odd(answer: String) throws {
    let found = try facts(Self.o3, answer, saying: answer)
    #expect(found.allSatisfy { !$0.isNews }, "\(found)")
  }

  @Test("A profile with them is valid, marks them as unverified, and has them", arguments: cases)
  func written(_ example: Case) throws {
    let found = try facts(example.target, example.answer, saying: example.words)
    let profile = try catalogue.profile(example.target)
    let day = try #require(Day("2026-11-26"))
    let json = profile.learning(found, on: day, fromJob: "4D22TT")
    let learned = try ProfileLoader.load(Array(json.indentedText.utf8), file: "learned.json")
    #expect(json["sources"]?["answer-4d22tt"]?["kind"]?.string == "first_party_answer")
    let again = LearnedFact.all(from: example.answer, saying: example.words, about: learned)
    #expect(again.count == 1 && again.allSatisfy { !$0.isNews }, "\(again)")
    let holder = found[0].place.dropLast(
      ["min", "max", "values"].contains(found[0].place.last) && found[0].place[0] != "prompt"
        ? 1 : 0)
    let fact = holder.reduce(json as JSONValue?) { $0?[$1] }
    #expect(fact?["confidence"]?.string == "unverified", "\(fact?.compactText ?? "none")")
    #expect(fact?["asOf"]?.string == "2026-11-26")
  }
}

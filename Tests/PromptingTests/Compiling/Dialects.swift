import CastSupport
import Model
import Testing

@testable import Prompting

@Suite("Prompts in the dialects of targets")
struct Dialects {
  private static let shots = """
    Shot 1 (3s, wide): @mira by a window
    Shot 2 (5s): @mug steams. @mira: "We open at nine."
    """

  @Test(
    "name elements by their tokens, in order of appearance",
    arguments: [
      ("fal.kling-v3.i2v", "@Element1 takes @Element2. @Element1 smiles."),
      ("fal.kling-o3.r2v", "@Element1 takes @Element2. @Element1 smiles."),
      ("kling.v3-omni", "@mira takes @mug. @mira smiles."),
      ("kling.legacy.omni", "<<<element_1>>> takes <<<element_2>>>. <<<element_1>>> smiles."),
      ("kie.kling-3.0", "@mira takes @mug. @mira smiles."),
    ])
  func elements(target: String, expected: String) throws {
    // KIE requires a first frame beside elements.
    let prompt = try compiled(
      "---\nstart: a.jpg\n---\n@mira takes @mug. @米拉 smiles.", for: target)
    #expect(prompt.text == expected)
    #expect(!prompt.isFailed)
    #expect(prompt.bindings.map(\.slot) == [.element, .element, .start])
  }

  @Test("count the frames before the images where the provider does")
  func framesFirst() throws {
    let text = "Rain on @image1 and @image2."
    let images = "variant: image-to-video\nimage: b.png\nimage: c.png"
    let alone = try compiled("---\n\(images)\n---\n\(text)", for: "evolink.kling-o3")
    #expect(alone.text == "Rain on <<<image_1>>> and <<<image_2>>>.")
    let started = try compiled(
      "---\n\(images)\nstart: a.jpg\n---\n\(text)", for: "evolink.kling-o3")
    #expect(started.text == "Rain on <<<image_2>>> and <<<image_3>>>.")
  }

  @Test("name elements in words if there is no token, described once")
  func described() throws {
    let prompt = try compiled("@mira takes @mug. @mira smiles.", for: "fal.kling-v3.t2v")
    #expect(
      prompt.text
        == "Mira Okafor (Tall, in a green coat) takes Blue mug. Mira Okafor smiles.")
    #expect(prompt.bindings.isEmpty)
    #expect(prompt.rules == ["warning request.not-shown", "warning request.not-shown"])
    #expect(
      prompt.remarks.map(\.finding.fix) == [
        "choose fal.kling-o3.r2v, which shows @mira", "choose fal.kling-o3.r2v, which shows @mug",
      ])
  }

  @Test("give each picture of an element a token if a target takes plain images")
  func images() throws {
    let prompt = try compiled("@mira takes @mug. @mira smiles.", for: "fal.seedance-2.0.r2v")
    #expect(
      prompt.text
        == "Mira Okafor (@Image1, @Image2, @Image3) takes Blue mug (@Image4, @Image5). "
        + "Mira Okafor smiles.")
    #expect(SlotBinder.shares(of: 9, among: [3, 2]) == [3, 2])
    #expect(SlotBinder.shares(of: 4, among: [3, 9, 1]) == [2, 1, 1])
    #expect(SlotBinder.shares(of: 2, among: [5, 5, 5]) == [1, 1, 0])
  }

  @Test("put shots into their field or into the text, as the target requires")
  func shots() throws {
    let field = try compiled(Self.shots, for: "fal.kling-v3.i2v")
    #expect(
      field.text == """
        3| wide: @Element1 by a window
        5| @Element2 steams. @Element1: "We open at nine."
        """)
    #expect(field.seconds == 8)
    let words = try compiled(Self.shots, for: "kling.v3-omni")
    #expect(
      words.text
        == "shot 1, 3, wide: @mira by a window; shot 2, 5, @mug steams. "
        + "@mira: \"We open at nine.\";")
    let app = try compiled(Self.shots, for: "kling.app")
    #expect(app.text.hasPrefix("Shot 1 (3s): wide: Mira Okafor (Tall, in a green coat) by"))
    let single = try compiled("Shot 1 (5s, wide): @mira walks", for: "fal.kling-v3.i2v")
    #expect(single.form == .text("wide: @Element1 walks"))
    #expect(single.seconds == 5)
  }

  @Test("number images in the order in which the text names them")
  func numbered() throws {
    let prompt = try compiled(
      """
      ---
      image: a.jpg
      image: b.jpg
      image: c.jpg
      ---
      @image3 beside @image1, @mira behind
      """, for: "fal.kling-o3.r2v")
    #expect(prompt.text == "@Image1 beside @Image2, @Element1 behind")
    let paths = prompt.bindings.compactMap { binding -> String? in
      guard case .image(let number, let path) = binding.subject else { return nil }
      return "\(binding.token ?? "") \(number) \(path)"
    }
    #expect(paths == ["@Image1 3 c.jpg", "@Image2 1 a.jpg", "@Image3 2 b.jpg"])
  }
}

@Suite("Files of elements in a request")
struct ChosenFiles {
  private func sent(
    _ member: CastMember, _ settings: String = "", target: String = "fal.kling-o3.r2v"
  ) throws -> (roles: [Role], left: [Role], rules: [String]) {
    let cast = Cast(members: [member])
    let prompt = try compiled(
      "---\n\(settings)\n---\n@\(member.handle.name) walks", for: target, cast: cast)
    guard case .element(_, let sent, let left) = prompt.bindings.first?.subject else {
      return ([], [], prompt.rules)
    }
    return (sent.map(\.role), left.map(\.role), prompt.rules)
  }

  @Test("are the first front view, then the others in their order")
  func order() throws {
    let member = Cast.member("mira", [.back, .detail, .front, .left, .right, .clip])
    let found = try sent(member)
    #expect(found.roles == [.front, .back, .detail, .left])
    #expect(found.left == [.right, .clip])
    #expect(found.rules.isEmpty)
    #expect(try sent(Cast.member("mira", [.back, .left])).roles == [.back, .left])
  }

  @Test("lead with a front, or the prompt has a remark")
  func fronts() throws {
    for (roles, rules) in [
      ([.back, .left], ["warning request.not-front"]),
      ([.unsorted, .back], ["note request.not-front"]),
      ([.back, .front], []), ([.back, .face], []),
      ([.left, .back], ["note request.not-front"]), ([.side, .detail], ["note request.not-front"]),
      ([.threeQuarter, .back], []),
    ] as [([Role], [String])] {
      #expect(try sent(Cast.member("mira", roles)).rules == rules, "\(roles)")
    }
  }

  @Test("are those that the shot file chooses")
  func choice() throws {
    let member = Cast.member("mira", [.back, .left, .front, .left, .clip])
    #expect(try sent(member, "images: @mira=left,left").roles == [.left, .left])
    #expect(try sent(member, "images: @mira=3,1").roles == [.front, .back])
    #expect(try sent(member, "images: @mira=clip").roles == [.clip])
    #expect(
      try sent(member, "images: @mira=top,1,2").rules
        == ["error request.no-file", "warning request.not-front"])
    let many = try sent(
      Cast.member("mira", [.front, .left, .right, .back, .top]),
      "images: @mira=front,left,right,back,top")
    #expect(many.rules == ["error request.too-many-references"])
  }

  @Test("exclude clips if elements are made of pictures, clips beside pictures, and sounds")
  func media() throws {
    let member = Cast.member("mira", [.front, .left, .clip, .voice])
    func rules(_ choice: String, _ target: String) throws -> [String] {
      try compiled(
        "---\nimages: @mira=\(choice)\nvideo: a.mp4\nstart: b.jpg\n---\n@mira walks", for: target,
        cast: Cast(members: [member])
      ).remarks.filter { $0.finding.message.contains("@mira") && $0.finding.severity == .error }
        .map { "\($0.finding.rule)" }
    }
    let tooMany = ["request.too-many-references"]
    #expect(try rules("clip", "fal.kling-v3.i2v") == [])
    #expect(try rules("front,left,clip", "fal.kling-v3.i2v") == tooMany)
    #expect(try rules("front,voice", "fal.kling-v3.i2v") == tooMany)
    #expect(try rules("front,left", "fal.kling-o1.v2v") == [])
    #expect(try rules("clip", "fal.kling-o1.v2v") == tooMany)
    #expect(try rules("clip", "fal.kling-v3.motion-control") == tooMany)
    // For a target that takes plain pictures.
    #expect(try rules("front", "fal.seedance-2.0.r2v") == [])
    #expect(try rules("clip", "fal.seedance-2.0.r2v") == tooMany)
    #expect(try rules("voice", "fal.seedance-2.0.r2v") == tooMany)
  }

  @Test("are a clip if there are too few pictures and the target takes one")
  func clip() throws {
    #expect(try sent(Cast.member("mira", [.front, .clip])).roles == [.clip])
    let alone = try sent(Cast.member("mira", [.front]))
    #expect(alone.roles == [.front])
    #expect(alone.rules == ["error request.too-few-references"])
  }
}

@Suite("The number of plain images")
struct Places {
  @Test("is the one that the target allows beside a video")
  func beside() throws {
    let cast = Cast(members: [
      Cast.member("mira", [.front, .left, .right, .back, .top]),
      Cast.member("mug", [.front, .left, .right, .back, .top]),
    ])
    func sent(_ settings: String) throws -> [Int] {
      let prompt = try compiled(
        "---\n\(settings)\n---\n@mira, @mug", for: "replicate.kling-v3-omni", cast: cast)
      #expect(!prompt.isFailed, "\(prompt.rules)")
      return prompt.bindings.compactMap { binding in
        guard case .element(_, let sent, _) = binding.subject else { return nil }
        return sent.count
      }
    }
    // Seven without a video, four with one.
    #expect(try sent("") == [4, 3])
    #expect(try sent("video: a.mp4") == [2, 2])
  }
}

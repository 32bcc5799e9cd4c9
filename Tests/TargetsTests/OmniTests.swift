import Model
import Targets
import Testing

@Suite("kling.v3-omni, every fact")
struct Omni {
  let catalogue: TargetCatalogue
  let profile: TargetProfile

  init() throws {
    catalogue = try TargetCatalogue()
    profile = try catalogue.profile("kling.v3-omni")
  }

  @Test("It is live as of the snapshot of 15 September 2026")
  func status() {
    #expect(profile.status == .live)
    #expect(profile.asOf == Day("2026-09-15"))
    #expect(profile.asOfNote != nil)
    #expect(
      profile.endpoints.map(\.path) == [
        "POST https://api-singapore.klingai.com/omni-video/kling-3.0-omni"
      ])
    #expect(profile.faces.value == .accepted)
    #expect(profile.faces.confidence == .unverified)
  }

  @Test("References are limited to seven, four and three", arguments: combinations)
  func references(_ combination: Combination) {
    let broken = profile.broken(by: combination.counts).filter {
      $0.count.confidence == .stated
    }
    #expect(broken.isEmpty == combination.fits, "\(broken.compactMap(\.note))")
  }

  /// The contents of a request, and whether Kling accepts it.
  struct Combination: Sendable, CustomTestStringConvertible {
    let counts: [Slot: Int]
    let fits: Bool

    init(_ counts: [Slot: Int], fits: Bool) {
      self.counts = counts
      self.fits = fits
    }

    var testDescription: String {
      let parts = counts.sorted { $0.key.rawValue < $1.key.rawValue }
        .map { "\($0.value) \($0.key.rawValue)" }
      return parts.joined(separator: ", ") + (fits ? ": taken" : ": refused")
    }
  }

  static let combinations: [Combination] = [
    Combination([:], fits: true),
    Combination([.element: 7], fits: true),
    Combination([.element: 8], fits: false),
    Combination([.image: 7], fits: true),
    Combination([.image: 8], fits: false),
    Combination([.element: 3, .image: 4], fits: true),
    Combination([.element: 4, .image: 4], fits: false),
    Combination([.clip: 3], fits: true),
    Combination([.clip: 4], fits: false),
    Combination([.clip: 3, .element: 2, .image: 2], fits: true),
    Combination([.clip: 3, .element: 2, .image: 3], fits: false),
    Combination([.clip: 4, .element: 1], fits: false),
    Combination([.video: 1, .element: 2, .image: 2], fits: true),
    Combination([.video: 1, .element: 2, .image: 3], fits: false),
    Combination([.video: 1, .clip: 1], fits: true),
    Combination([.video: 1, .clip: 2], fits: false),
    Combination([.video: 1, .clip: 1, .image: 1], fits: false),
    Combination([.video: 1, .clip: 1, .element: 1], fits: false),
    Combination([.start: 1, .element: 3], fits: true),
    Combination([.start: 1, .element: 4], fits: false),
    Combination([.start: 1, .end: 1, .element: 2, .clip: 1], fits: true),
    Combination([.start: 1, .end: 1, .element: 2, .clip: 2], fits: false),
  ]

  @Test("An inferred limit does not refuse, but is there")
  func inferred() {
    let images = profile.broken(by: [.clip: 1, .image: 5])
    #expect(images.map(\.count.confidence) == [.inferred])
    let end = profile.broken(by: [.end: 1])
    #expect(end.map(\.count.confidence) == [.stated])
    #expect(end.map(\.count.source) == ["omni"])
  }

  @Test(
    "Pictures have 50 MB in both units, 300 px, 2:5 to 5:2", arguments: [Slot.image, .start, .end])
  func pictures(slot: Slot) throws {
    let rules = try #require(profile[slot])
    #expect(rules.via == nil)
    #expect(rules.formats?.value == [.jpeg, .png])
    #expect(rules.bytes?.value.stated == "50MB")
    #expect(rules.bytes?.value.decimal == 50_000_000)
    #expect(rules.bytes?.value.binary == 52_428_800)
    #expect(rules.side?.value.bounds == "300...")
    #expect(rules.aspect?.value.minimum == Ratio(2, 5))
    #expect(rules.aspect?.value.maximum == Ratio(5, 2))
    #expect(rules.aspect?.confidence == .stated)
    #expect(rules.perRequest?.value.maximum == (slot == .image ? nil : 1))
  }

  @Test("Reference video has 3 to 15.5 s, 700 to 4,553 px, 8,294,400 px in all, inclusive")
  func video() throws {
    let rules = try #require(profile[.video])
    #expect(rules.perRequest?.value.maximum == 1)
    #expect(rules.formats?.value == [.mp4, .mov])
    #expect(rules.bytes?.value.stated == "200MB")
    #expect(rules.bytes?.value.decimal == 200_000_000)
    #expect(rules.bytes?.value.binary == 209_715_200)
    #expect(rules.seconds?.value.minimumMilliseconds == 3_000)
    #expect(rules.seconds?.value.maximumMilliseconds == 15_500)
    #expect(rules.seconds?.value.inclusive == true)
    #expect(rules.side?.value.bounds == "700...4553")
    #expect(rules.side?.value.inclusive == true)
    #expect(rules.area?.value.bounds == "...8294400")
    #expect(rules.aspect?.value.minimum == Ratio(2, 5))
    #expect(rules.aspect?.value.maximum == Ratio(2, 1))
    #expect(rules.framesPerSecond?.value.minimum == 24)
    #expect(rules.framesPerSecond?.value.maximum == 60)
  }

  @Test("Elements are made by kling.element.create: 2 to 4 pictures, 10 MB, names of 20 characters")
  func elements() throws {
    let made = try #require(try catalogue.rules(for: .element, of: profile))
    #expect(made.via == "kling.element.create")
    #expect(made.rules.pictures?.value.bounds == "2...4")
    #expect(made.rules.bytes?.value.decimal == 10_000_000)
    #expect(made.rules.bytes?.value.binary == 10_485_760)
    #expect(made.rules.side?.value.bounds == "300...")
    #expect(made.profile.names?.maximumCharacters?.value == 20)
    #expect(made.profile.names?.maximumDescription?.value == 100)
  }

  @Test("Clips for elements have 3 to 8 s, 1080p, 16:9 or 9:16, 200 MB")
  func clips() throws {
    let made = try #require(try catalogue.rules(for: .clip, of: profile))
    #expect(made.via == "kling.element.create")
    #expect(made.rules.seconds?.value.minimumMilliseconds == 3_000)
    #expect(made.rules.seconds?.value.maximumMilliseconds == 8_000)
    #expect(made.rules.resolution?.value == "1080p")
    #expect(made.rules.aspects?.value.map(\.description) == ["16:9", "9:16"])
    #expect(made.rules.bytes?.value.stated == "200MB")
    #expect(made.rules.content == ["realistic human figures only"])
  }

  @Test("Voices have 5 to 30 s, made by kling.voice.create")
  func voices() throws {
    let made = try #require(try catalogue.rules(for: .voice, of: profile))
    #expect(made.via == "kling.voice.create")
    #expect(made.rules.formats?.value == [.mp3, .wav, .mp4, .mov])
    #expect(made.rules.seconds?.value.minimumMilliseconds == 5_000)
    #expect(made.rules.seconds?.value.maximumMilliseconds == 30_000)
    #expect(made.rules.bytes == nil)
  }

  @Test("A prompt has 3,072 characters, 2,500 advised, and includes the shots")
  func prompt() {
    #expect(profile.prompt?.maximum?.value == 3072)
    #expect(profile.prompt?.advised?.value == 2500)
    #expect(profile.prompt?.counted == .characters)
    #expect(profile.shots?.location == .prompt)
    #expect(profile.shots?.separator == ";")
    #expect(profile.shots?.count?.value.maximum == 6)
    #expect(profile.shots?.seconds?.value.minimum == 1)
    #expect(profile.shots?.maximumCharacters?.value == 512)
    #expect(profile.shots?.sum?.value == .equalsDuration)
    #expect(profile.shots?.switch == "settings.multi_shot")
    #expect(profile.dialect?.element == "@{name}")
    #expect(profile.dialect?.image == "@image_{n}")
    #expect(profile.dialect?.video == "@video_{n}")
    #expect(profile.dialect?.voice == nil)
  }

  @Test("A request has durations in whole numbers, 5 by default; sound is off")
  func request() throws {
    #expect(profile.duration?.values == (3...15).map { .integer($0) })
    #expect(profile.duration?.default == 5)
    #expect(profile.aspectRatios == ["16:9", "9:16", "1:1"])
    #expect(profile.audio?.default == "off")
    #expect(profile.field("settings.audio")?.values == ["native", "original", "off"])
    #expect(profile.field("settings.multi_shot")?.default == true)
    #expect(profile.field("settings.resolution")?.values == ["720p", "1080p", "4k"])
    #expect(profile.field("contents")?.required == .always)
    #expect(profile.field("settings.duration")?.required == .never)
    guard case .when(let condition) = profile.field("settings.aspect_ratio")?.required else {
      Issue.record("no condition")
      return
    }
    #expect(condition.note == "without a first frame and a reference video")
    #expect(condition.alternatives.map { $0.counts.map(\.slot) } == [[.start, .video]])
    #expect(profile.request.count == 9)
  }

  @Test(
    "Prices follow Kling's own table",
    arguments: [
      ("720p", Price.Audio.off, false, "0.084"), ("720p", .on, false, "0.112"),
      ("1080p", .off, false, "0.112"), ("1080p", .on, false, "0.14"),
      ("720p", .off, true, "0.126"), ("1080p", .off, true, "0.168"),
      ("4k", .off, false, "0.42"), ("4k", .on, true, "0.42"),
    ])
  func price(resolution: String, audio: Price.Audio, withVideo: Bool, amount: String) {
    let request = PricedRequest(resolution: resolution, audio: audio, withVideo: withVideo)
    #expect(profile.amount(request) == amount)
    for price in profile.prices {
      #expect(price.currency == "USD")
      #expect(price.per == .secondOfOutput)
      #expect(price.fact.confidence == .stated)
    }
  }
}

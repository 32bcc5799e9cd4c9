import CastSupport
import Model
import Prompting
import Targets
import Testing

@testable import Bundles

@Suite("Render costs")
struct RenderCosts {
  private func cost(_ text: String, for target: String) throws -> RenderCost? {
    let catalogue = try TargetCatalogue()
    let file = try ShotFile(text: text)
    let script = try PromptScript(file, cast: Cast.standard)
    let prompt = try CompiledPrompt(script, for: catalogue.find(target), in: catalogue)
    return try RenderCost(prompt, RequestBody(prompt, file.settings)?.json, in: catalogue)
  }

  /// The amounts are those of providers.md, multiplied independently of the code.
  @Test(
    "depend on tier, sound and voice, and on the seconds",
    arguments: [
      (
        "tier: pro\naudio: off\nduration: 10\nstart: a.jpg", "@mug steams", "fal.kling-v3.i2v",
        "1.12"
      ),
      (
        "tier: pro\naudio: on\nduration: 10\nstart: a.jpg", "@mug steams", "fal.kling-v3.i2v",
        "1.68"
      ),
      (
        "tier: pro\naudio: on\nduration: 10\nstart: a.jpg", "@mira waves", "fal.kling-v3.i2v",
        "1.96"
      ),
      ("audio: off", "@mug steams", "fal.kling-o3.r2v", "0.42"),
      ("tier: pro\nstart: a.jpg", "it rains", "fal.kling-v3-turbo.i2v", "0.7"),
      ("resolution: 1080p\naudio: off\nduration: 5", "it rains", "kling.v3-omni", "0.56"),
      ("tier: pro\naudio: off\nduration: 5", "it rains", "kling.v3-omni", "0.56"),
      ("aspect: 16:9\nduration: 5", "it rains", "kling.legacy.omni", "0.56"),
      ("variant: turbo\nduration: 5", "it rains", "kling.v3.t2v", "0.56"),
      (
        "variant: kling-v3-omni\naspect: 16:9\naudio: on\nduration: 5", "it rains",
        "kling.legacy.omni", "0.7"
      ),
    ])
  func amounts(settings: String, prompt: String, target: String, amount: String) throws {
    let cost = try #require(try cost("---\n\(settings)\n---\n\(prompt)", for: target))
    #expect(cost.amount == amount)
    #expect(cost.currency == "USD")
    #expect(!cost.source.isEmpty)
  }

  @Test("A tier that stands for a resolution counts as that if rules ask for the resolution")
  func tierAsResolution() throws {
    let catalogue = try TargetCatalogue()
    for (settings, expected) in [("tier: pro", "1080p"), ("tier: 4k", "4k"), ("cfg: 1", "720p")] {
      let file = try ShotFile(text: "---\n\(settings)\n---\nit rains")
      let script = try PromptScript(file, cast: Cast.standard)
      let prompt = try CompiledPrompt(script, for: catalogue.find("kling.v3-omni"), in: catalogue)
      #expect(prompt.settings.contains(Setting("settings.resolution", expected)))
    }
  }

  @Test(
    "name the sound that the endpoint makes, with a field for it or without",
    arguments: [
      ("kling.v3.t2v", "variant: 3.0", SoundSetting.off),
      ("kling.v3.t2v", "variant: turbo", .on),
      ("kling.legacy.omni", "aspect: 16:9", .off),
      ("kling.legacy.omni", "variant: kling-v3-omni\naspect: 16:9\naudio: on", .on),
    ])
  func sound(target: String, settings: String, sound: SoundSetting) throws {
    let catalogue = try TargetCatalogue()
    let file = try ShotFile(text: "---\n\(settings)\n---\nit rains")
    let script = try PromptScript(file, cast: Cast.standard)
    let prompt = try CompiledPrompt(script, for: catalogue.find(target), in: catalogue)
    let render = Render(prompt, RequestBody(prompt, file.settings)?.json, cost: nil)
    #expect(render.sound == sound)
  }

  @Test("are omitted if no price is stated, or the price is ambiguous")
  func unknown() throws {
    #expect(try cost("it rains", for: "fal.kling-v3.motion-control") == nil)
    #expect(try cost("@mug steams", for: "fal.vidu.r2v") == nil)
  }

  /// Kling's price list has a price with video input; the target's own price is 0.126 a second with
  /// a video or an element made of one, and 0.084 without.
  @Test("are equal in a bundle and when it is verified, for an element that is sent by its id")
  func registeredClip() throws {
    let cast = Cast(members: [
      Cast.member("nia", [.clip]), Cast.member("mira", [.front, .left]),
    ])
    for (name, amount) in [("nia", "0.63"), ("mira", "0.42")] {
      let (bundle, files) = try Draft.bundle(
        "---\nduration: 5\n---\n@\(name) waves.", for: "kling.v3-omni", cast: cast,
        known: [
          RequestBody.remotePlaceholder(for: try Handle(name)): KnownID(
            "829836802793406551", account: "film")
        ])
      #expect(bundle.manifest.cost?.amount == amount)
      let verified = try files.verified()
      #expect(verified.status != .fail, "\(name): \(verified.findings.map(\.message))")
    }
  }

  @Test("Sums are exact, by currency")
  func sums() throws {
    let costs = try [("0.1", "USD"), ("0.02", "USD"), ("7", "credits"), ("0.003", "USD")].map {
      try #require(Cost(amount: $0.0, currency: $0.1))
    }
    #expect(costs.sums.map { "\($0.amount) \($0.currency)" } == ["0.123 USD", "7 credits"])
    #expect([Cost]().sums.isEmpty)
  }

  @Test("A sum that is too large to write is continued in a second one")
  func largeSums() throws {
    let large = try #require(Cost(amount: "999999999999999", currency: "USD"))
    let small = try #require(Cost(amount: "2.5", currency: "USD"))
    #expect([large, small, small].sums.map(\.amount) == ["999999999999999", "5"])
  }
}

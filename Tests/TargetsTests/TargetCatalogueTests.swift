import Model
import Targets
import Testing

@Suite("The catalogue of targets")
struct Catalogue {
  @Test(
    "has short names for ids",
    arguments: [
      ("kling-v3", "fal.kling-v3.i2v"), ("kling-o3", "fal.kling-o3.r2v"),
      ("kling-official", "kling.v3-omni"), ("Kling-O3", "fal.kling-o3.r2v"),
      ("kling", "kling"), ("KLING.V3-OMNI", "kling.v3-omni"),
      ("seedance", "fal.seedance-2.0.r2v"), ("veo", "fal.veo-3.1.r2v"), ("Sora", "openai.sora-2"),
      ("kling-app", "kling.app"),
    ])
  func aliases(name: String, id: TargetID) throws {
    #expect(try TargetCatalogue().find(name).id == id)
  }

  @Test("has a target for every alias, which is not an alias itself")
  func aliasTargets() throws {
    let catalogue = try TargetCatalogue()
    let ids = Set(catalogue.ids)
    let aliases = catalogue.names.filter { !ids.contains(TargetID(rawValue: $0)) }
    #expect(
      aliases == [
        "comfyui-kling", "comfyui-seedance", "gen4", "grok", "kling-app", "kling-o3",
        "kling-official", "kling-v3", "ltx", "luma",
        "pika",
        "seedance", "sora", "veo", "vidu", "wan",
      ])
    for alias in aliases { #expect(ids.contains(try catalogue.find(alias).id)) }
    #expect(catalogue.aliases(of: "fal.kling-o3.r2v") == ["kling-o3"])
  }

  @Test("has the default target, without an endpoint")
  func standard() throws {
    let profile = try TargetCatalogue().profile(TargetCatalogue.defaultTarget)
    #expect(!profile.hasEndpoint)
  }

  @Test(
    "answers an unknown name with the nearest ones",
    arguments: [
      (
        "fal.kling-o3",
        "fal.kling-o3.i2v, fal.kling-o3.r2v, fal.kling-o3.t2v, fal.kling-o3.v2v"
      ),
      ("kling.voice", "fal.kling.create-voice, kling.voice.create"),
      ("legacy", "kling.legacy.omni"),
    ])
  func unknown(name: String, near: String) throws {
    let catalogue = try TargetCatalogue()
    let error = #expect(throws: UnknownTarget.self) { try catalogue.find(name) }
    #expect(error?.suggestions.joined(separator: ", ") == near)
  }

  @Test("answers a name near none without suggestions")
  func nowhere() throws {
    let catalogue = try TargetCatalogue()
    let error = #expect(throws: UnknownTarget.self) { try catalogue.find("quux") }
    #expect(error?.description == #"unknown target "quux""#)
  }
}

@Suite("User-defined profiles")
struct UserProfiles {
  @Test("are listed beside the built-in ones")
  func added() throws {
    let builtIn = try TargetCatalogue().ids
    let catalogue = try TargetCatalogue(user: [("my.json", SampleProfile.bytes())])
    #expect(catalogue.replaced == [])
    #expect(Set(catalogue.ids) == Set(builtIn).union(["my.target"]))
    #expect(catalogue.ids == catalogue.ids.sorted())
    #expect(try catalogue.find("my.target").provider == "Me")
    #expect(try catalogue.find("my.target").bytes == SampleProfile.bytes())
  }

  @Test("replace built-in ones of their id, which is reported, aliases included")
  func replaced() throws {
    let bytes = SampleProfile.bytes("my.target", "fal.kling-o3.r2v")
    let catalogue = try TargetCatalogue(user: [("mine.json", bytes)])
    #expect(catalogue.replaced == ["fal.kling-o3.r2v"])
    #expect(try catalogue.ids == TargetCatalogue().ids)
    #expect(try catalogue.find("kling-o3").provider == "Me")
  }

  @Test("may not have one id twice")
  func twice() {
    let files = [("a.json", SampleProfile.bytes()), ("b.json", SampleProfile.bytes())]
    let error = #expect(throws: ProfileError.self) { try TargetCatalogue(user: files) }
    #expect(error?.description == #"b.json (id): a.json already has the id "my.target""#)
  }

  @Test("may be made by another target, which must exist")
  func maker() throws {
    let slot = #""clip": { "#
    let good = SampleProfile.bytes(slot, #""voice": { "via": "fal.kling.create-voice" }, "# + slot)
    let catalogue = try TargetCatalogue(user: [("my.json", good)])
    let rules = try catalogue.rules(for: .voice, of: catalogue.find("my.target"))
    #expect(rules?.profile.id == "fal.kling.create-voice")
    #expect(rules?.rules.seconds?.value.minimumMilliseconds == 5_000)
  }

  @Test(
    "name makers that can make it, and targets that have prices",
    arguments: [
      (
        #""voice": { "via": "nobody" }"#, "column 23 (slots.voice.via)",
        #"unknown target "nobody""#
      ),
      (
        #""voice": { "via": "kling.voice" }"#, "column 23 (slots.voice.via)",
        #"unknown target "kling.voice". Did you mean kling.voice.create?"#
      ),
      (
        #""voice": { "via": "my.target" }"#, "column 23 (slots.voice.via)",
        #""my.target" is this target itself"#
      ),
      (
        #""voice": { "via": "kling.v3.t2v" }"#, "column 23 (slots.voice.via)",
        #"kling.v3.t2v has no slot "voice""#
      ),
      (
        #""voice": { "via": "fal.kling-o3.r2v" }"#, "column 23 (slots.voice.via)",
        #"fal.kling-o3.r2v gets its "voice" from fal.kling.create-voice: name that target"#
      ),
    ])
  func link(voice: String, location: String, problem: String) {
    let bytes = SampleProfile.bytes(#""clip": { "#, voice + #", "clip": { "#)
    let error = #expect(throws: ProfileError.self) {
      try TargetCatalogue(user: [("my.json", bytes)])
    }
    #expect(error?.description == "my.json, line 17, \(location): \(problem)")
  }

  @Test(
    "may have the prices of another target",
    arguments: [
      ("fal.kling-v3.i2v", nil), ("my.target", #""my.target" is this target itself"#),
      ("nobody", #"unknown target "nobody""#), ("kling", "kling has no prices"),
    ])
  func pricesAs(id: String, problem: String?) {
    let bytes = SampleProfile.bytes(#""prices""#, #""pricesAs": "\#(id)", "prices""#)
    var description: String?
    do throws(ProfileError) {
      _ = try TargetCatalogue(user: [("my.json", bytes)])
    } catch {
      description = error.description
    }
    #expect(description == problem.map { "my.json, line 23, column 15 (pricesAs): \($0)" })
  }

  @Test(
    "may name the target that replaces them",
    arguments: [
      ("kling", nil), ("my.target", #""my.target" is this target itself"#),
      ("nobody", #"unknown target "nobody""#),
    ])
  func instead(id: String, problem: String?) {
    let bytes = SampleProfile.bytes(#""prices""#, #""instead": "\#(id)", "prices""#)
    var description: String?
    do throws(ProfileError) {
      _ = try TargetCatalogue(user: [("my.json", bytes)])
    } catch {
      description = error.description
    }
    #expect(description == problem.map { "my.json, line 23, column 14 (instead): \($0)" })
  }

  @Test("that are wrong are refused with their name")
  func wrong() {
    let bytes = SampleProfile.bytes(#""max": 2500"#, #""max": "2500""#)
    let error = #expect(throws: ProfileError.self) {
      try TargetCatalogue(user: [("broken.json", bytes)])
    }
    #expect(error?.file == "broken.json")
    #expect(error?.location == TextLocation(line: 20, column: 22))
    #expect(error?.path == ["prompt", "max"])
  }
}

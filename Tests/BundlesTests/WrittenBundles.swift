import Archive
import Files
import Media
import Model
import Testing

@testable import Bundles

@Suite("A bundle")
struct WrittenBundles {
  @Test("has a file for each of its parts, in byte order")
  func files() throws {
    let (bundle, _) = try Draft.bundle(Draft.lobby, for: "fal.kling-v3.i2v")
    #expect(
      bundle.files.map(\.name.text) == [
        "SHA256SUMS", "bundle.json", "first/01-voice-mira_voice.json",
        "makers/fal.kling.create-voice.json", "prompt.txt", "references/mira-back.jpg",
        "references/mira-front.jpg", "references/mira-left.jpg", "references/mira_voice.jpg",
        "references/mug-front.jpg", "references/mug-top.jpg", "references/start.jpg",
        "request.json", "shot.md", "target.json", "uploads.json",
      ])
    #expect(bundle.name == "lobby")
  }

  @Test("is named by its manifest, which reads back as it was written")
  func manifest() throws {
    let (bundle, files) = try Draft.bundle(Draft.lobby, for: "fal.kling-v3.i2v")
    let bytes = try #require(files.contents["bundle.json"])
    #expect(SHA256.digest(of: bytes) == bundle.digest)
    #expect(try BundleManifest(bytes) == bundle.manifest)
    #expect(bundle.manifest.tier == "pro")
    #expect(bundle.manifest.cost == Cost(amount: "1.568", currency: "USD", asOf: Day("2026-11-20")))
    let mira = try #require(bundle.manifest.sends.first { $0.element?.handle == "mira" })
    #expect(mira.token == "@Element1" && mira.slot == "element")
    #expect(
      mira.files == [
        "references/mira-front.jpg", "references/mira-left.jpg", "references/mira-back.jpg",
      ])
    #expect(bundle.manifest.sends.first { $0.slot == "start" }?.files == ["references/start.jpg"])
  }

  @Test("has only those parts of its cast that the request is compiled from")
  func leastCast() throws {
    func cast(_ text: String, _ target: String) throws -> [BundleManifest.CastEntry] {
      try Draft.bundle(text, for: target).bundle.manifest.cast
    }
    // One sentence of a description goes into the prompt; the elements themselves are not sent.
    let words = try cast("---\nduration: 5\n---\n@mira waves.", "fal.kling-v3.t2v")
    #expect(
      words.map(\.json.compactText) == [
        #"{"handle":"mira","name":"Mira Okafor","description":"Tall, in a green coat"}"#
      ])
    let shown = try cast(Draft.lobby, "fal.kling-v3.i2v")
    #expect(shown.allSatisfy { $0.name.isEmpty && $0.description.isEmpty && $0.identity != nil })
    #expect(shown.first?.voice?.from != nil && shown.first?.files.count == 3)
    // Without sound there are no speakers.
    let silent = try cast(Draft.lobby, "fal.kling-o3.r2v")
    #expect(silent.first?.handle == "mira" && silent.first?.voice == nil)
    // The shot file names the revision.
    let pinned = try cast("---\nduration: 5\n---\n@mira:3 waves.", "fal.kling-v3.t2v")
    #expect(pinned.first?.sequence == 3 && pinned.first?.revision == nil)
  }

  @Test("has only settings that make a difference, each in one spelling")
  func leastSettings() throws {
    let bundle = try Draft.bundle(
      "---\ntarget: fal.kling-v3.i2v\nstart: a.jpg\n---\n@mira waves.", for: "fal.kling-v3.i2v"
    ).bundle
    #expect(bundle.manifest.settings.isEmpty)
    let set = try Draft.bundle(Draft.lobby, for: "fal.kling-v3.i2v").bundle
    #expect(set.manifest.settings == ["target=fal.kling-v3.i2v"])
  }

  @Test("reports the path of every placeholder, in all of its calls")
  func uploads() throws {
    let (_, files) = try Draft.bundle(Draft.lobby, for: "fal.kling-v3.i2v")
    let uploads = try JSONParser.parse(files.contents["uploads.json"] ?? [])
    let lines = (uploads["files"]?.array ?? []) + (uploads["remotes"]?.array ?? [])
    #expect(lines.count == 8)
    for line in lines {
      let name = try #require(line["placeholder"]?.string)
      for position in line["places"]?.array ?? [] {
        let call = try JSONParser.parse(files.contents[position["in"]?.string ?? ""] ?? [])
        for pointer in position["at"]?.array ?? [] {
          #expect(Self.value(call, at: pointer.string ?? "") == .string(name))
        }
      }
    }
    let voice = uploads["remotes"]?.array?.first
    #expect(voice?["madeBy"]?.string == "first/01-voice-mira_voice.json")
  }

  private static func value(_ json: JSONValue, at pointer: String) -> JSONValue? {
    pointer.split(separator: "/").reduce(json) { value, part in
      Int(part).flatMap { index in value?.array.map { $0[index] } } ?? value?[String(part)]
    }
  }

  @Test("is equal each time it is made")
  func same() throws {
    let one = try Draft.bundle(Draft.lobby, for: "kling.v3-omni")
    let two = try Draft.bundle(Draft.lobby, for: "kling.v3-omni")
    #expect(one.files.contents == two.files.contents)
    let other = try Draft.bundle(Draft.lobby + ".", for: "kling.v3-omni")
    #expect(one.bundle.digest != other.bundle.digest)
  }

  @Test(
    "A manifest that is written in any other way is refused",
    arguments: [
      "{}\n", #"{"castbook": "bundle/1"}"# + "\n", "[]\n", "\n", "",
      #"{"castbook":"bundle/2","files":[],"name":"a","profile":"","sends":[],"shot":"","target":"x"}"#
        + "\n",
    ])
  func strict(text: String) {
    #expect(throws: BundleError.self) { try BundleManifest(Array(text.utf8)) }
  }

  @Test("Spaces, another order, a repeated key or a missing line feed make another text")
  func canonical() throws {
    let (_, files) = try Draft.bundle(Draft.lobby, for: "fal.kling-v3.i2v")
    let text = files.text("bundle.json")
    for other in [
      String(text.dropLast()), text + "\n", text.replacing("{\"cast\"", with: "{ \"cast\""),
      text.replacing("\"name\":\"lobby\"", with: "\"name\":\"lobby\",\"name\":\"lobby\""),
      text.replacing("\"tier\":\"pro\"", with: "\"tier\":null"),
    ] {
      #expect(other != text)
      #expect(throws: BundleError.self) { try BundleManifest(Array(other.utf8)) }
    }
  }

  @Test(
    "Base64 follows RFC 4648",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
      ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
  func base64(text: String, coded: String) {
    #expect(Base64.text(of: Array(text.utf8)) == coded)
  }
}

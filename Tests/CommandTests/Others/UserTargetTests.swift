import Foundation
import Model
import TestSupport
import Testing

/// User-defined profiles: found, used, and reported by file and line if they are wrong.
@Suite struct UserTargetTests {
  private static let profile = """
    {
      "castbook": "target/1",
      "id": "mine",
      "provider": "A studio",
      "model": "House rules",
      "asOf": "2026-11-01",
      "status": "live",
      "sources": { "desk": { "ref": "the desk's own list", "kind": "first_party_page" } },
      "faces": "accepted",
      "slots": { "image": { "formats": ["webp"], "side": { "min": 1000, "inclusive": false } } }
    }
    """

  private func folder(_ text: String) throws -> TemporaryFolder {
    let scratch = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: scratch.path("castbook/targets").text, withIntermediateDirectories: true)
    try scratch.write(text, to: "castbook/targets/mine.json")
    return scratch
  }

  @Test("Profiles in the configuration folder are targets like the others")
  func configured() throws {
    let scratch = try folder(Self.profile)
    let environment = ["XDG_CONFIG_HOME": scratch.url.path()]
    let list = try Tool.run(["targets"], environment: environment)
    #expect(list.output.contains("mine"))
    #expect(list.output.contains("yours"))
    let checked = try Checked(
      ["trouble/Screenshot 2026-03-14 101502.webp", "--for", "mine"], environment: environment)
    #expect(try checked.rules(".webp") == ["image.too-small"])
    #expect(checked.value["targets"]?.array?.first?["yours"]?.boolean == true)
    let text = try Tool.run(
      ["check", "starter/mug-top.jpg", "--for", "mine"], environment: environment)
    #expect(text.output.contains("\nmine (your profile), facts of 1 Nov 2026"))
  }

  @Test("--targets names another folder")
  func named() throws {
    let scratch = try folder(Self.profile)
    let result = try Tool.run(
      [
        "check", "starter/mug-top.jpg", "--for", "mine", "--targets",
        scratch.path("castbook/targets").text,
      ])
    #expect(result.output.contains("JPEG is not accepted (WebP only)"))
  }

  @Test(
    "A user-defined profile is meant by its id, even if a built-in one has that as a short name")
  func idBeforeShortName() throws {
    let scratch = try folder(Self.profile.replacing("\"mine\"", with: "\"kling-o3\""))
    let checked = try Checked(
      ["starter/mug-top.jpg", "--for", "kling-o3"],
      environment: ["XDG_CONFIG_HOME": scratch.url.path()])
    #expect(checked.value["targets"]?.array?.first?["id"]?.string == "kling-o3")
  }

  @Test("Profiles may name each other, whichever comes first")
  func links() throws {
    let via = Self.profile.replacing("\"mine\"", with: "\"another\"")
      .replacing("{ \"formats\"", with: "{ \"via\": \"mine\", \"formats\"")
    let scratch = try folder(Self.profile)
    try scratch.write(via, to: "castbook/targets/a-first.json")
    let checked = try Checked(
      ["starter/mug-top.jpg", "--for", "another"],
      environment: ["XDG_CONFIG_HOME": scratch.url.path()])
    #expect(checked.value["targets"]?.array?.first?["via"]?.string == "mine")
    #expect(try checked.rules("mug-top.jpg", severity: "error") == ["image.format-not-accepted"])
  }

  @Test("A configuration folder that can't be read is reported, not skipped")
  func unreadableFolder() throws {
    let scratch = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: scratch.path("castbook").text, withIntermediateDirectories: true)
    try scratch.write("no folder", to: "castbook/targets")
    let result = try Tool.run(
      ["check", "starter"], environment: ["XDG_CONFIG_HOME": scratch.url.path()])
    #expect(result.status == 3)
    #expect(result.errors.contains("Not a directory"))
  }

  @Test("A profile that is wrong is reported by file, line and key")
  func wrong() throws {
    let scratch = try folder(Self.profile.replacing("\"min\": 1000", with: "\"mim\": 1000"))
    let result = try Tool.run(
      ["targets", "mine"], environment: ["XDG_CONFIG_HOME": scratch.url.path()])
    #expect(result.status == 3)
    #expect(result.errors.contains("castbook/targets/mine.json, line 10, column"))
    #expect(result.errors.contains("slots.image.side.mim"))
    // A broken profile that is not requested is reported without a failure; a folder that was named
    // must be valid.
    let environment = ["XDG_CONFIG_HOME": scratch.url.path()]
    let other = try Tool.run(["check", "starter/mug-top.jpg"], environment: environment)
    #expect(other.status == 0)
    #expect(other.errors.hasPrefix("castbook: skipped "))
    let named = try Tool.run(
      ["check", "starter/mug-top.jpg", "--targets", scratch.path("castbook/targets").text])
    #expect(named.status == 3)
  }
}

import Castbook
import Foundation
import Gallery
import Model
import TestSupport
import Testing

/// What the gallery answers before an element is created at a provider. `BrowserTests` walks
/// through creating one.
@Suite("Creating at a provider in the gallery", .timeLimit(.minutes(10)))
struct CreationAnswers {
  private let guest: Guest
  private let path: String
  private let parent: Digest

  init() async throws {
    guest = try await Guest()
    let mira = try guest.library.find("@mira")
    (path, parent) = ("/api/elements/\(mira.element.text)/creation", mira.revision.digest)
  }

  private func plan(_ target: String) async throws -> Guest.Reply {
    try await guest.post(path, ["parent": parent.hex, "target": target])
  }

  @Test("a plan has the calls, the files and where they go, and is carried out once at most")
  func plan() async throws {
    let answer = try await plan("kling").json()
    #expect(answer["castbook"] == "creation-plan/1" && answer["handle"] == "mira")
    let plan = try #require(answer["plan"], "\(answer)")
    #expect(plan["calls"]?.array?.compactMap { $0["creates"]?.string } == ["@mira"])
    #expect(plan["calls"]?.array?.last?["hosts"]?.array?.isEmpty == false)
    #expect(plan["files"]?.array?.isEmpty == false && plan["obstacles"]?.array?.isEmpty == true)
    #expect(plan["missingKeys"]?.array?.isEmpty == false)
    let key = try #require(answer["key"]?.string)
    // Without a key of the provider, nothing is sent, and the plan is used up.
    let refused = try await guest.post("/api/creations", ["plan": key])
    #expect(refused.status == 409 && refused.text.contains("KLING"), "\(refused.text)")
    for wrong in [key, "", "../.."] {
      #expect(try await guest.post("/api/creations", ["plan": wrong]).status == 409)
    }
    #expect(try await guest.ask("/api/sends").json()["works"]?.array?.isEmpty == true)
  }

  @Test("an element that has changed since the plan isn't created")
  func changed() async throws {
    let key = try #require(try await plan("kling").json()["key"]?.string)
    var changes = ElementEdit()
    changes.drop = [4]
    try await Edit(HandleReference("@mira"), changes).run(in: guest.library)
    let answer = try await guest.post("/api/creations", ["plan": key])
    #expect(answer.status == 409 && answer.text.contains("have changed"), "\(answer.text)")
  }

  @Test("a plan for a shot is no plan for an element, and the other way round")
  func mixed() async throws {
    let creation = try #require(try await plan("kling").json()["key"]?.string)
    #expect(try await guest.post("/api/sends", ["plan": creation]).status == 404)
    let text = "---\ntarget: fal.kling-o3.r2v\nduration: 5\n---\n@mira waves.\n"
    let shot = try await guest.post("/api/sends/plan", ["text": text, "name": "a.md"])
    let key = try #require(try shot.json()["key"]?.string)
    #expect(try await guest.post("/api/creations", ["plan": key]).status == 404)
  }

  @Test("an element that is registered and unchanged has no plan")
  func known() async throws {
    let page = path.replacing("/creation", with: "/register")
    let id: JSONValue = ["parent": parent.hex, "target": "kling", "id": "8412"]
    #expect(try await guest.post(page, id).status == 200)
    let answer = try await plan("kling").json()
    #expect(answer["plan"] == nil && answer["key"] == nil)
    #expect(
      answer["registration"]?["id"] == "8412" && answer["registration"]?["state"] == "current")
  }

  @Test("a provider that needs no id, or that isn't known, is refused with a reason")
  func refused() async throws {
    for target in ["seedance", "nobody", ""] {
      let answer = try await plan(target)
      #expect(answer.status >= 400 && answer.status < 500, "\(target) \(answer.text)")
      #expect(try answer.json()["message"]?.string?.isEmpty == false)
    }
  }
}

import Castbook
import Foundation
import Gallery
import Model
import TestSupport
import Testing

/// What the gallery answers about a team's store. `BrowserTests` walks through a shared library.
@Suite("A team in the gallery", .timeLimit(.minutes(10)))
struct TeamAnswers {
  @Test("is not there for a library that isn't shared")
  func unshared() async throws {
    let guest = try await Guest()
    #expect(try await guest.ask("/api/team").json() == ["castbook": "team/1"])
    #expect(try await guest.ask("/api/library").json()["shared"] == nil)
    let refused = try await guest.post("/api/team", ["do": "sync"])
    #expect(refused.status == 500)
    #expect(try refused.json()["rule"]?.string == "remote.none")
    for wrong: JSONValue in [[:], ["do": "gc"], ["do": 1]] {
      #expect(try await guest.post("/api/team", wrong).status == 400)
    }
    let stopped = try await guest.ask("/api/team", method: "DELETE", pass: guest.pass())
    #expect(try stopped.json() == ["castbook": "team/1"])
  }
}

import Castbook
import FileVerbs
import Files
import Foundation
import Model
import TestSupport
import Testing

/// Subjects that are known while a shoot is sorted, and have no picture that can be compared.
@Suite("A known subject without pictures", .timeLimit(.minutes(5))) struct FoundGuides {
  private func guide() throws -> Sort.Guide {
    let voice = Fixtures.folder.appending(path: "starter/mira-voice.wav")
    return Sort.Guide(try Handle("zoe"), files: [try #require(FilePath(voice))])
  }

  private var shoot: FileList {
    get throws {
      FileList([try #require(FilePath(Fixtures.folder.appending(path: "starter")))])
    }
  }

  @Test("is left out if the sort found it, and the shoot is sorted all the same")
  func found() async throws {
    var sort = Sort()
    sort.usesModel = false
    let plain = try await sort.plan(try shoot)
    let guide = try guide()
    sort.finder = { _ in [guide] }
    let plan = try await sort.plan(try shoot)
    #expect(!plan.groups.isEmpty)
    #expect(plan.groups.map(\.handle) == plain.groups.map(\.handle))
  }

  @Test("is refused if the user named it")
  func named() async throws {
    var sort = Sort()
    sort.usesModel = false
    sort.guides = [try guide()]
    await #expect(throws: FileVerbError.self) { _ = try await sort.plan(try shoot) }
  }
}

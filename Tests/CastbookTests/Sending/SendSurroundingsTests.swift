import Castbook
import Foundation
import Model
import TestSupport
import Testing

@testable import DeliveryVerbs
@testable import LibraryVerbs

@Suite("What the bundles of a plan have in common")
struct SendSurroundingsTests {
  @Test("is read once: a folder of a thousand bundles is listed once for all of them")
  func folders() throws {
    let scratch = try TemporaryFolder()
    for number in 0..<1000 where number.isMultiple(of: 3) {
      try Data([1]).write(to: scratch.url.appending(path: "shot-\(number)-take-1.mp4"))
    }
    try Data([1]).write(to: scratch.url.appending(path: "shot-3-take-2.mp4"))
    let folder = try #require(FilePath(scratch.url.path()))
    let surroundings = try SendSurroundings()
    for number in 0..<1000 {
      let names = surroundings.names(in: folder, beginning: "shot-\(number)-take-")
      let expected =
        number == 3
        ? ["shot-3-take-1.mp4", "shot-3-take-2.mp4"]
        : number.isMultiple(of: 3) ? ["shot-\(number)-take-1.mp4"] : []
      #expect(names.map { String(decoding: $0, as: UTF8.self) } == expected)
    }
    #expect(surroundings.listedFolderCount == 1)
    #expect(surroundings.names(in: folder.appending(Array("none".utf8)), beginning: "a").isEmpty)
    #expect(surroundings.names(in: folder, beginning: "z").isEmpty)
    #expect(surroundings.names(in: folder, beginning: "").count == 335)
    #expect(surroundings.listedFolderCount == 2)
  }
}

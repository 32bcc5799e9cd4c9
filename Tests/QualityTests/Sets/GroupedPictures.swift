import Foundation
import Model
import TestSupport
import Testing

@testable import Quality

@Suite("Pictures of a shoot", .timeLimit(.minutes(30)))
struct GroupedPictures {
  /// The fixtures in daylight, which look like one shoot.
  private static let daylight = ["000", "045", "090", "135", "180", "225", "270", "315"].map {
    "\($0)-daylight"
  }
  private static let lights = ["daylight", "daylight-white", "lamp", "side", "studio"]

  /// Pictures named by a camera, so their names don't help.
  private func shoot(_ names: [String]) throws -> [SetMember] {
    try names.enumerated().map { index, name in
      try FixturePicture("scenes/\(name).jpg").lit("IMG_\(4200 + index).JPG")
    }
  }

  private func mixed() throws -> [SetMember] {
    try shoot(Self.daylight.map { "mira-\($0)" } + Self.daylight.map { "mug-\($0)" })
  }

  @Test("of two subjects make pure groups, one for each")
  func twoSubjects() throws {
    let found = try Grouping.groups(of: mixed())
    #expect(found.groups.count == 2)
    for group in found.groups {
      #expect(Set(group.members.map { $0 < 8 }).count == 1)
      #expect(group.members.count >= 7)
      #expect(group.evidence.contains(.colors) && !group.evidence.contains(.names))
      #expect((group.likeness ?? 0) >= 0.5)
    }
    let all = found.groups.flatMap(\.members) + found.ungrouped.map(\.member)
    #expect(all.sorted() == Array(0..<16))
  }

  @Test("make pure groups in five lights and with clutter, too")
  func manyLights() throws {
    let lit = Self.lights.flatMap { light in
      ["mira-000-\(light)", "mug-000-\(light)"]
    }
    let names =
      lit + ["mira-315-daylight-cluttered", "mug-315-daylight-cluttered", "mira-close-up"]
    let found = try Grouping.groups(of: shoot(names))
    for group in found.groups {
      #expect(Set(group.members.map { names[$0].hasPrefix("mira") }).count == 1)
    }
    for lone in found.ungrouped {
      #expect(lone.reason == .unlike)
      #expect(!lone.candidates.isEmpty && lone.candidates.allSatisfy { $0.likeness < 0.5 })
    }
  }

  @Test("of one subject in one light stay one group")
  func oneSubject() throws {
    for subject in ["mira", "mug"] {
      let found = try Grouping.groups(of: shoot(Self.daylight.map { "\(subject)-\($0)" }))
      #expect(found.groups.count == 1, "\(subject)")
      #expect((found.groups.first?.members.count ?? 0) >= 7, "\(subject)")
    }
  }

  @Test("make equal groups in any order")
  func anyOrder() throws {
    let members = try mixed()
    func names(_ members: [SetMember]) throws -> [[String]] {
      try Grouping.groups(of: members).groups.map { $0.members.map { members[$0].name } }
    }
    let expected = try names(members)
    var others = [Array(members.reversed())]
    for step in [3, 5, 7] {
      others.append((0..<16).map { members[($0 * step + 1) % 16] })
    }
    for other in others {
      #expect(try names(other) == expected)
      let lone = try Grouping.groups(of: other).ungrouped.map { other[$0.member].name }
      #expect(lone == lone.sorted())
    }
  }

  @Test("make as many groups as requested, without mixing distinguishable subjects")
  func count() throws {
    let lit = Self.lights.flatMap { ["mira-045-\($0)", "mug-045-\($0)"] }
      .filter { !$0.hasSuffix("045-daylight-white") }
    let members = try shoot(lit + ["mira-000-daylight", "mug-000-daylight"])
    let found = try Grouping.groups(of: members, count: 2)
    #expect(found.groups.count == 2)
    for group in found.groups { #expect(Set(group.members.map { $0 % 2 }).count == 1) }
    #expect(try Grouping.groups(of: members, count: 1).groups.count == 1)
    #expect(try Grouping.groups(of: mixed(), count: 3).groups.count == 3)
  }

  @Test("are grouped by names that distinguish subjects, before any colour")
  func names() throws {
    var members = try shoot(["mira-000-daylight", "mira-045-daylight", "mira-090-daylight"])
    for (index, name) in ["anna-front.jpg", "anna-back.jpg", "ben-front.jpg"].enumerated() {
      members[index].name = name
    }
    members.append(SetMember(name: "ben-left.jpg"))
    let found = try Grouping.groups(of: members)
    #expect(found.groups.map(\.members) == [[1, 0], [2, 3]])
    #expect(found.groups.map(\.subject) == ["anna", "ben"])
    #expect(found.groups.map(\.evidence.first) == [.names, .names])
  }

  @Test("are together if their files are identical, whatever their names and folders are")
  func identical() throws {
    var members = try shoot([
      "mira-000-daylight", "mira-045-daylight", "mug-000-daylight", "mug-045-daylight",
    ])
    for (index, name) in ["rust/a-1.jpg", "rust/a-2.jpg", "blue/b-1.jpg", "blue/b-2.jpg"]
      .enumerated()
    {
      members[index].name = name
    }
    var copy = members[0]
    copy.name = "copies/DSC_2.jpg"
    let found = try Grouping.groups(of: members + [copy])
    let groups = found.groups.map { $0.members.map { (members + [copy])[$0].name } }
    let expected = [
      ["blue/b-1.jpg", "blue/b-2.jpg"], ["copies/DSC_2.jpg", "rust/a-1.jpg", "rust/a-2.jpg"],
    ]
    #expect(groups == expected)
  }

  @Test("are not grouped across folders that are named for subjects")
  func folders() throws {
    // Pictures of one subject in two folders stand for two products that look alike.
    var members = try shoot(Self.daylight.prefix(4).map { "mug-\($0)" })
    for (index, name) in [
      "bottle_a/bottle_a_000.jpg", "bottle_b/bottle_b_000.jpg", "bottle_a/bottle_a_001.jpg",
      "bottle_b/bottle_b_001.jpg",
    ].enumerated() {
      members[index].name = name
    }
    let found = try Grouping.groups(of: members)
    #expect(found.groups.map(\.members) == [[0, 2], [1, 3]])
    #expect(found.groups.map(\.subject) == ["bottle_a", "bottle_b"])
    // Folders of days, cameras and lights say nothing about subjects.
    for names in [("monday", "tuesday"), ("100CANON", "101CANON"), ("2026-11-20", "2026-11-21")] {
      for index in members.indices {
        members[index].name = "\(index % 2 == 0 ? names.0 : names.1)/IMG_\(index).jpg"
      }
      #expect(try Grouping.groups(of: members).groups.map(\.members.count) == [4], "\(names)")
    }
  }

  @Test("are not grouped by their looks if their names differ in the last word")
  func lastWords() throws {
    var members = try shoot(Self.daylight.prefix(4).map { "mug-\($0)" })
    for (index, name) in ["mug-red-1.jpg", "mug-red-2.jpg", "mug-blue-1.jpg", "mug-blue-2.jpg"]
      .enumerated()
    {
      members[index].name = name
    }
    let found = try Grouping.groups(of: members)
    #expect(found.groups.map(\.subject) == ["mug blue", "mug red"])
  }

  @Test("are not grouped by the common names of a camera or a folder")
  func cameraNames() throws {
    let names = ["IMG_1.jpg", "IMG_2.jpg", "shoot-3.jpg", "shoot-4.jpg", "DSC00012.jpg"]
    let subjects = Grouping.subjects(of: names.map { SetMember(name: $0) })
    #expect(subjects == [nil, nil, nil, nil, nil])
    let coats = ["mira-front.jpg", "mira-coat-front.jpg", "mira-coat-back.jpg", "mug.jpg"]
    #expect(
      Grouping.subjects(of: coats.map { SetMember(name: $0) })
        == [nil, "mira coat", "mira coat", nil])
  }

  @Test("are left alone if they can't be compared")
  func unmeasured() async throws {
    let found = try Grouping.groups(of: [SetMember(name: "a.jpg"), SetMember(name: "b.jpg")])
    #expect(found.groups.isEmpty)
    #expect(found.ungrouped.map(\.reason) == [.notMeasured, .notMeasured])
    #expect(try Grouping.groups(of: []) == SubjectGroups(groups: [], ungrouped: []))
    await #expect(throws: CancellationError.self) {
      try await Task {
        withUnsafeCurrentTask { $0?.cancel() }
        _ = try Grouping.groups(of: [SetMember(name: "a.jpg")])
      }.value
    }
  }

  @Test("of one subject are one, in every light and on every backdrop of the fixtures")
  func oneIsOne() throws {
    let root = Fixtures.folder.appending(path: "scenes")
    let all = try FileManager.default.contentsOfDirectory(atPath: root.path()).sorted()
    for subject in ["mira", "mug"] {
      let names = all.filter { $0.hasPrefix(subject) }.map { String($0.dropLast(4)) }
      #expect(names.count > 15)
      #expect(Grouping.distinctSubjects(among: try shoot(names)) == 1, "\(subject)")
    }
  }

  @Test("of two subjects are two")
  func twoAreTwo() throws {
    #expect(Grouping.distinctSubjects(among: try mixed()) == 2)
    #expect(Grouping.distinctSubjects(among: Array(try mixed().prefix(5))) == 1)
  }

  @Test("are linked by whole numbers, and by the first of equal ones")
  func linkage() {
    let likenesses: [Int32] = [0, 800, 800, 0, 800, 0, 100, 0, 800, 100, 0, 900, 0, 0, 900, 0]
    var linkage = Linkage(likenesses, count: 4)
    linkage.join(downTo: 900)
    #expect(linkage.remaining.map { linkage.groups[$0] } == [[0], [1], [2, 3]])
    linkage.join(downTo: 500)
    #expect(linkage.remaining.map { linkage.groups[$0] } == [[0, 1], [2, 3]])
    #expect(linkage.likeness(0, 2) == 225)
    linkage.join(downTo: 0)
    #expect(linkage.remaining.map { linkage.groups[$0] } == [[0, 1, 2, 3]])
  }
}

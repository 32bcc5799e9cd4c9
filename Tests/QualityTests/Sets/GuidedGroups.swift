import Model
import Testing

@testable import Quality

/// Groups of pictures by vectors that are made for the test.
@Suite("Pictures that a model describes")
struct GuidedGroups {
  private static let model = SubjectVector.Model(identity: 61, length: 4)

  /// A picture whose vector has a direction.
  private func picture(_ name: String, _ values: [Int8]) throws -> SetMember {
    var member = SetMember(name: name)
    member.vector = SubjectVector(values, model: try #require(Self.model))
    return member
  }

  /// Pictures of two subjects, which are at right angles, and one of neither.
  private func shoot() throws -> [SetMember] {
    try [
      picture("IMG_1.jpg", [100, 5, 0, 0]), picture("IMG_2.jpg", [0, 100, 5, 0]),
      picture("IMG_3.jpg", [100, 0, 5, 0]), picture("IMG_4.jpg", [5, 100, 0, 0]),
      picture("IMG_5.jpg", [0, 0, 100, 0]),
    ]
  }

  @Test("A picture joins the known subject that it shows, also alone")
  func known() throws {
    let mira = Grouping.Guide(words: "mira", members: [try picture("photo.jpg", [100, 0, 0, 0])])
    let ben = Grouping.Guide(words: "ben", members: [try picture("photo.jpg", [0, 10, 100, 0])])
    let found = try Grouping.groups(of: shoot(), guides: [mira, ben])
    #expect(found.groups.map(\.members) == [[0, 2], [1, 3], [4]])
    #expect(found.groups.map(\.guide) == [0, nil, 1])
    #expect(found.groups.map(\.subject) == ["mira", nil, "ben"])
    #expect(found.ungrouped.isEmpty)
    // The order of the guides and of the pictures doesn't matter.
    let other = try Grouping.groups(of: shoot().reversed(), guides: [ben, mira])
    #expect(other.groups.map(\.members) == [[4, 2], [3, 1], [0]])
    #expect(other.groups.map(\.guide) == [1, nil, 0])
  }

  @Test("Known subjects are never one, even if the same picture shows both")
  func apart() throws {
    let same = try picture("photo.jpg", [100, 0, 0, 0])
    let guides = ["mira", "ben"].map { Grouping.Guide(words: $0, members: [same]) }
    let found = try Grouping.groups(of: shoot(), guides: guides)
    #expect(Set(found.groups.filter { $0.guide != nil }.flatMap(\.members)) == [0, 2])
    #expect(found.groups.filter { $0.guide == nil }.map(\.members) == [[1, 3]])
  }

  @Test("A file that is named for a known subject belongs to it, whatever it looks like")
  func named() throws {
    let pictures = try [
      picture("ben-1.jpg", [100, 0, 0, 0]), picture("ben-2.jpg", [100, 0, 0, 0]),
      picture("anna-1.jpg", [100, 0, 0, 0]), picture("anna-2.jpg", [100, 0, 0, 0]),
    ]
    let mira = Grouping.Guide(words: "mira", members: [try picture("photo.jpg", [100, 0, 0, 0])])
    let ben = Grouping.Guide(words: "ben", members: [try picture("photo.jpg", [0, 100, 0, 0])])
    let found = try Grouping.groups(of: pictures, guides: [mira, ben])
    #expect(found.groups.map(\.members) == [[2, 3], [0, 1]])
    #expect(found.groups.map(\.guide) == [0, 1])
    #expect(found.groups[1].confidence == .sure)
  }

  @Test("A group of packages is unsure, unless names or a view connect it")
  func packages() throws {
    let trait = UncomparedTrait(.print, weights: [10, 0, 0, 0], leastTenths: 60)
    let model = try #require(SubjectVector.Model(identity: 61, length: 4, traits: [trait]))
    func picture(_ name: String, _ values: [Int8]) -> SetMember {
      var member = SetMember(name: name)
      member.vector = SubjectVector(values, model: model)
      return member
    }
    let shoot = [
      picture("IMG_1.jpg", [100, 5, 0, 0]), picture("IMG_2.jpg", [0, 100, 5, 0]),
      picture("IMG_3.jpg", [100, 0, 5, 0]), picture("IMG_4.jpg", [5, 100, 0, 0]),
    ]
    let found = try Grouping.groups(of: shoot)
    #expect(found.groups.map(\.members) == [[0, 2], [1, 3]])
    #expect(found.groups.map(\.confidence) == [.unsure, .likely])
    #expect(found.groups.map(\.notCompared) == [.print, nil])
    let named = [
      picture("milk-1.jpg", [100, 5, 0, 0]), picture("milk-2.jpg", [100, 0, 5, 0]),
      picture("mug-1.jpg", [0, 100, 5, 0]), picture("mug-2.jpg", [5, 100, 0, 0]),
    ]
    let certain = try Grouping.groups(of: named)
    #expect(certain.groups.map(\.confidence) == [.sure, .sure])
    #expect(certain.groups.map(\.notCompared) == [nil, nil])
  }

  @Test("A picture between two subjects has both as candidates, the nearer first")
  func between() throws {
    let pictures = try shoot() + [picture("IMG_6.jpg", [60, 58, 55, 0])]
    let found = try Grouping.groups(of: pictures)
    #expect(found.groups.map(\.members) == [[0, 2], [1, 3]])
    #expect(found.ungrouped.map(\.member) == [4, 5])
    #expect(found.ungrouped.map(\.reason) == [.unlike, .between])
    #expect(found.ungrouped[0].candidates.isEmpty)
    #expect(found.ungrouped[1].candidates.map(\.subject) == [.group(0), .group(1)])
    #expect(found.ungrouped[1].candidates[0].likeness > found.ungrouped[1].candidates[1].likeness)
    // A known subject that no group shows can be a candidate, too.
    let lone = try [picture("IMG_6.jpg", [60, 58, 55, 0])]
    let guide = Grouping.Guide(words: "mira", members: [try picture("photo.jpg", [100, 0, 0, 0])])
    let guided = try Grouping.groups(of: lone, guides: [guide])
    #expect(guided.ungrouped.first?.candidates.map(\.subject) == [.guide(0)])
  }

  @Test("A group is likely if its pictures are clearly alike, and unlike the others")
  func confidence() throws {
    #expect(try Grouping.groups(of: shoot()).groups.map(\.confidence) == [.likely, .likely])
    // Each is alike enough for a group, but not clearly.
    let weak = try [picture("IMG_1.jpg", [100, 0, 0, 0]), picture("IMG_2.jpg", [100, 105, 0, 0])]
    #expect(try Grouping.groups(of: weak).groups.map(\.confidence) == [.unsure])
    // Two products that are alike: each group is clear in itself, but not unlike the other.
    let products = try [
      picture("IMG_1.jpg", [100, 0, 0, 0]), picture("IMG_2.jpg", [76, 65, 0, 0]),
      picture("IMG_3.jpg", [62, 23, 75, 0]), picture("IMG_4.jpg", [62, 23, 43, 61]),
    ]
    let alike = try Grouping.groups(of: products)
    #expect(alike.groups.map(\.members) == [[0, 1], [2, 3]])
    #expect(alike.groups.allSatisfy { $0.confidence == .unsure })
    let named = try [
      picture("mira-front.jpg", [100, 0, 0, 0]), picture("mira-back.jpg", [0, 100, 0, 0]),
    ]
    let found = try Grouping.groups(of: named + [picture("mug.jpg", [0, 0, 100, 0])])
    #expect(found.groups.map(\.confidence) == [.sure])
  }

  @Test("A requested number of groups counts known subjects whose pictures are there")
  func count() throws {
    let mira = Grouping.Guide(words: "mira", members: [try picture("photo.jpg", [0, 0, 100, 0])])
    let found = try Grouping.groups(of: shoot(), count: 3, guides: [mira])
    #expect(found.groups.map(\.members) == [[0, 2], [1, 3], [4]])
    #expect(try Grouping.groups(of: shoot(), count: 2).groups.map(\.members) == [[0, 2], [1, 3]])
  }

  @Test("A single picture in a set differs certainly, possibly or not")
  func odd() throws {
    let alike = try [
      picture("1.jpg", [100, 0, 0, 0]), picture("2.jpg", [100, 5, 0, 0]),
      picture("3.jpg", [100, 0, 5, 0]),
    ]
    func split(_ values: [Int8]) throws -> SubjectSplit? {
      SubjectSplitSearch.split(of: alike + [try picture("4.jpg", values)])
    }
    #expect(try split([30, 100, 0, 0])?.odd(certain: true) == [3])
    #expect(try split([56, 100, 0, 0])?.odd(certain: false) == [3])
    #expect(try split([56, 100, 0, 0])?.odd(certain: true) == [])
    #expect(try split([80, 100, 0, 0]) == nil)
    let two = try SubjectSplitSearch.split(
      of: alike + [picture("4.jpg", [56, 100, 0, 0]), picture("5.jpg", [56, 100, 0, 0])])
    #expect(two?.several.map(\.members) == [[3, 4]])
    #expect(two?.subjects == 2)
  }
}

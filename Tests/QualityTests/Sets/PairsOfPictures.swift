import Model
import Testing

@testable import Quality

@Suite("Pictures of one view", .timeLimit(.minutes(30)))
struct PairsOfPictures {
  private static let names = [
    "starter/mira-front.jpg", "scenes/mira-315-daylight-cluttered.jpg",
    "scenes/mug-000-daylight-white.jpg", "scenes/mug-045-lamp.jpg",
  ]

  private func kinds(_ members: SetMember...) -> [SetPair.Kind] {
    PairSearch.pairs(among: members).map(\.kind)
  }

  @Test(
    "are one view if one is a part of the other",
    arguments: names, [(0.1, 0.1, 0.1, 0.1), (0.2, 0, 0, 0.1), (0, 0.15, 0.1, 0.05)])
  func crops(name: String, cut: (Double, Double, Double, Double)) async throws {
    let whole = try await FixturePicture.member(name)
    let part = try await FixturePicture(name)
      .cropped(left: cut.0, top: cut.1, right: cut.2, bottom: cut.3).member(named: "part")
    let pairs = PairSearch.pairs(among: [whole, part])
    #expect(pairs.map(\.kind) == [.sameView])
    #expect(pairs.first?.agreement ?? 0 > SameView.minimumAgreement)
    #expect(kinds(part, whole) == [.sameView])
  }

  @Test("are a mirror image only of the very view, and no copies of the figure from behind")
  func mirrors() async throws {
    func compared(_ member: SetMember) throws -> ComparedPicture {
      ComparedPicture(
        try #require(member.appearance), size: member.size, lighting: member.scores?.lighting)
    }
    for subject in ["mira", "mug"] {
      let front = "scenes/\(subject)-000-daylight.jpg"
      let mirror = try await compared(FixturePicture(front).mirrored.member(named: "mirror"))
      #expect(try await CopyMatch(mirror, compared(FixturePicture.member(front)))?.likeness != nil)
      for view in ["090", "135", "180", "225", "270"] {
        let other = try await compared(
          FixturePicture.member("scenes/\(subject)-\(view)-daylight.jpg"))
        #expect(CopyMatch(mirror, other) == nil, "\(subject) \(view)")
        #expect(CopyMatch(other, mirror) == nil, "\(subject) \(view)")
      }
    }
  }

  @Test("are exact, copies and mirror images as before", arguments: names)
  func copies(name: String) async throws {
    let original = try await FixturePicture.member(name)
    #expect(kinds(original, original) == [.exact])
    let copy = try await FixturePicture(name).member(named: "copy", quality: 40)
    #expect(kinds(original, copy) == [.near])
    let mirror = try await FixturePicture(name).mirrored.member(named: "mirror")
    #expect(kinds(original, mirror) == [.mirror])
    // A mirror image with the role of the other side is still one.
    var (left, right) = (original, mirror)
    (left.role, right.role) = (.left, .right)
    #expect(kinds(left, right) == [.mirror])
  }

  @Test("are one view if one is rotated by a few degrees", arguments: names, [-8.0, -3, 2, 5])
  func turned(name: String, degrees: Double) async throws {
    let original = try await FixturePicture.member(name)
    let turned = try await FixturePicture(name).turned(degrees).member(named: "turned")
    for pair in [kinds(original, turned), kinds(turned, original)] {
      #expect(pair == [.sameView] || pair == [.near], "\(degrees)")
    }
  }

  @Test("are one view if one is two fifths of the other", arguments: names)
  func smallCrops(name: String) async throws {
    let whole = try await FixturePicture.member(name)
    let part = try await FixturePicture(name)
      .cropped(left: 0.2, top: 0.05, right: 0.15, bottom: 0.31).member(named: "part", quality: 60)
    #expect(kinds(whole, part) == [.sameView])
    #expect(kinds(part, whole) == [.sameView])
  }

  @Test("are near, and no copies, if an expression differs")
  func expressions() async throws {
    let name = "starter/mira-front.jpg"
    let original = try await FixturePicture.member(name)
    let open = try await FixturePicture(name).withMouth(x: 0.5, y: 0.5, size: 0.05)
      .member(named: "open")
    let pairs = PairSearch.pairs(among: [original, open])
    #expect(pairs.map(\.kind) == [.near])
    #expect(pairs.first?.isCopy == false)
    let copy = try await FixturePicture(name).relit(exposure: 0.2).member(
      named: "copy", quality: 40)
    #expect(PairSearch.pairs(among: [original, copy]).first?.isCopy == true)
  }

  @Test(
    "don't exist among the views of a subject",
    arguments: [
      ["mira-front", "mira-three-quarter-left", "mira-right", "mira-back"],
      ["mug-front", "mug-three-quarter", "mug-top"],
    ])
  func starter(names: [String]) async throws {
    var members: [SetMember] = []
    for name in names { members.append(try await FixturePicture.member("starter/\(name).jpg")) }
    #expect(PairSearch.pairs(among: members).isEmpty)
  }

  @Test("don't exist among a figure on a turntable, however it is lit")
  func turntable() async throws {
    var members: [SetMember] = []
    for yaw in ["000", "045", "090", "135", "180", "225", "270", "315"] {
      members.append(try await FixturePicture.member("scenes/mira-\(yaw)-daylight.jpg"))
    }
    #expect(PairSearch.pairs(among: members).isEmpty)
    // By their hashes alone these two are mirror images of each other.
    let lamp = try await FixturePicture.member("scenes/mira-000-lamp.jpg")
    #expect(members[4].appearance?.likeness(to: try #require(lamp.appearance)) == .mirror)
    #expect(kinds(members[4], lamp).isEmpty)
  }

  @Test("don't exist among different things on white, on grey and in clutter")
  func things() async throws {
    for backdrop in ["daylight-white", "daylight", "daylight-cluttered", "side"] {
      let mira = try await FixturePicture.member("scenes/mira-000-\(backdrop).jpg")
      let mug = try await FixturePicture.member("scenes/mug-000-\(backdrop).jpg")
      #expect(kinds(mira, mug).isEmpty, "\(backdrop)")
    }
  }

  @Test("are not looked for if roles name different sides")
  func roles() async throws {
    let name = "scenes/mira-000-daylight.jpg"
    let part = try FixturePicture(name).cropped(left: 0.1, top: 0.1, right: 0.1, bottom: 0.1)
    for (one, other, isPair) in [
      (Role.front, Role.unsorted, true), (.front, .fullBody, true), (.side, .left, true),
      (.front, .detail, false), (.left, .right, false),
      (.threeQuarterLeft, .threeQuarterRight, false),
    ] {
      let whole = try await FixturePicture.member(name, one)
      let cut = try await part.member(named: "part", other)
      #expect(kinds(whole, cut) == (isPair ? [.sameView] : []), "\(one), \(other)")
    }
  }

  @Test("are found among many, and are no pair if they are empty")
  func many() async throws {
    let whole = try await FixturePicture.member("scenes/mira-000-daylight.jpg")
    let part = try await FixturePicture("scenes/mira-000-daylight.jpg")
      .cropped(left: 0.1, top: 0.1, right: 0.1, bottom: 0.1).member(named: "part")
    var members = [whole]
    // Stripes and gradients, each with its own width.
    for width in 2..<24 {
      let samples = (0..<64 * 64).map { index in
        UInt8((index / 64 * width + index % 64 * (25 - width)) % 256)
      }
      let luma = try #require(LumaPlane(width: 64, height: 64, samples: samples))
      members.append(
        SetMember(name: "\(width)", appearance: Appearance(digest: nil, luma: luma)))
    }
    members.append(part)
    let found = PairSearch.pairs(among: members).filter { $0.other(than: 0) != nil }
    #expect(found.map(\.second) == [members.count - 1])
    #expect(found.map(\.kind) == [.sameView])
    let plain = try #require(
      LumaPlane(width: 64, height: 64, samples: [UInt8](repeating: 250, count: 64 * 64)))
    #expect(ViewShape(plain) == nil)
    let wall = SetMember(name: "wall", appearance: Appearance(digest: nil, luma: plain))
    #expect(kinds(wall, wall, whole).isEmpty)
  }
}

import Model
import Testing

@testable import Quality

@Suite("The coverage of a set")
struct Coverage {
  private func coverage(_ kind: ElementKind?, _ roles: Role...) -> AngleCoverage {
    AngleCoverage(of: roles.map { SetMember(name: $0.rawValue, role: $0) }, kind: kind)
  }

  @Test("follows from roles, whichever side they name")
  func views() {
    let half = coverage(.character, .front, .left, .fullBody)
    #expect(half.present == [.front, .side])
    #expect(half.missing == [.threeQuarter, .back])
    #expect(coverage(.character, .threeQuarterRight, .right, .back, .front).missing.isEmpty)
    #expect(coverage(.product, .front, .back).missing == [.threeQuarter, .side, .detail, .top])
    #expect(coverage(.place, .front).missing.isEmpty)
  }

  @Test("includes the front in a face, and the detail in a close-up")
  func facesAndCloseUps() {
    #expect(coverage(.character, .face, .closeUp).present == [.front])
    #expect(coverage(.product, .front, .closeUp).present == [.front, .detail])
  }

  @Test("is unknown without roles for views")
  func unknown() {
    let none = coverage(.character, .unsorted, .expression)
    #expect(!none.isKnown && none.missing.isEmpty && none.unsorted == [0])
    #expect(coverage(.character).missing.isEmpty)
  }

  @Test("excludes pictures that the target would refuse")
  func refused() {
    let finding = Finding(.imageTooSmall, .error, message: "under 300 px")
    let warning = Finding(.imageHasAlpha, .warning, message: "see-through")
    let members = [
      SetMember(name: "a", role: .front, targetFindings: [warning]),
      SetMember(name: "b", role: .back, targetFindings: [warning, finding]),
    ]
    #expect(members.map(\.status) == [.pass, .fail])
    #expect(members[1].brokenLimits == [finding])
    #expect(AngleCoverage(of: members, kind: nil).present == [.front])
  }

  @Test("varies as much as hashes differ, and unrelated pictures are 1")
  func variety() throws {
    func member(_ bits: UInt64) throws -> SetMember {
      // The plane is irrelevant here; only the hash counts.
      let samples = (0..<64 * 64).map {
        UInt8(truncatingIfNeeded: bits >> UInt64($0 % 57) ^ UInt64($0))
      }
      let luma = try #require(LumaPlane(width: 64, height: 64, samples: samples))
      return SetMember(name: "\(bits)", appearance: Appearance(digest: nil, luma: luma))
    }
    let members = [try member(0x0123_4567_89AB_CDEF), try member(0xF0E1_D2C3_B4A5_9687)]
    let hashes = members.compactMap { $0.appearance?.hash }
    let distance = Double(hashes[0].distance(to: hashes[1]))
    #expect(distance > 0)
    let expected = min(1, (distance / 32 * 10_000).rounded() / 10_000)
    #expect(SetMeasurement.variety(of: members) == expected)
    #expect(SetMeasurement.variety(of: [members[0], members[0]]) == 0)
    #expect(SetMeasurement.variety(of: [members[0], SetMember(name: "none")]) == nil)
  }

  @Test("compares light with the front, unless that is the odd one")
  func exemplar() {
    let usual = [lit("a", color: 0.3), lit("b", color: 0.1), lit("c", role: .front)]
    #expect(SetMeasurement.scores(of: usual, kind: nil).exemplar == 2)
    let odd = [
      lit("a", color: 0.3), lit("b", color: 0.1), lit("c", color: 1.9, role: .front), lit("d"),
    ]
    #expect(SetMeasurement.scores(of: odd, kind: nil).exemplar == 1)
    #expect(SetMeasurement.scores(of: [SetMember(name: "x")], kind: nil).exemplar == nil)
  }

  @Test("includes the weakest picture, if one of its measures warns")
  func weakest() {
    let members = [
      lit("a", scores: [.sharpness: 0.3]), lit("b", scores: [.exposure: 0.1, .sharpness: 0.9]),
      lit("c", scores: [.color: 0]),
    ]
    #expect(
      SetMeasurement.scores(of: members, kind: nil).weakest
        == SetScores.WeakPicture(member: 1, measure: .exposure))
    #expect(SetMeasurement.scores(of: [members[2]], kind: nil).weakest == nil)
    // A busy background is remarked on, and no fault.
    let busy = [lit("a", scores: [.clutter: 0.1])]
    #expect(SetMeasurement.scores(of: busy, kind: .product).weakest == nil)
  }
}

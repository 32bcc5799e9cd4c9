import Model
import Testing

@testable import Targets

@Suite("How facts are known")
struct Certainties {
  private func profile(_ change: (old: String, new: String)...) throws -> TargetProfile {
    var text = SampleProfile.text
    for change in change {
      #expect(text.contains(change.old))
      text = text.replacing(change.old, with: change.new, maxReplacements: 1)
    }
    return try ProfileLoader.load(Array(text.utf8), file: "my.json")
  }

  @Test(
    "is judged by the source and the confidence",
    arguments: [
      (Basis.stated, Source.Kind.firstPartySchema, Certainty.types),
      (.stated, .firstPartyPage, .page), (.stated, .firstPartyDocSnapshot, .page),
      (.unverified, .thirdPartyPage, .thirdParty), (.unverified, .firstPartyPage, .thirdParty),
      (.inferred, .firstPartySchema, .inferred), (.stated, .inference, .inferred),
    ])
  func levels(basis: Basis, kind: Source.Kind, expected: Certainty) {
    #expect(Certainty(basis, of: kind, isContradicted: false) == expected)
    #expect(Certainty(basis, of: kind, isContradicted: true) == .contradicted)
  }

  @Test("is summed up for every target, with the day on which its source was last seen")
  func targets() throws {
    let catalogue = try TargetCatalogue()
    for id in catalogue.ids {
      let profile = try catalogue.profile(id)
      #expect(profile.lastSeen >= profile.asOf)
      #expect(profile.age(on: profile.lastSeen.adding(days: 3)) == 3)
      #expect(profile.age(on: profile.lastSeen.adding(days: -3)) == 0)
    }
    #expect(try catalogue.profile("fal.kling-o3.r2v").certainty == .types)
  }

  @Test("The median age of a source is at most thirty days on the day of the facts")
  func age() throws {
    let catalogue = try TargetCatalogue()
    let today = try #require(Day("2026-11-29"))
    let ages = try catalogue.ids.map { try catalogue.profile($0) }
      .filter { $0.status != .ended }.map { $0.age(on: today) }.sorted()
    #expect(ages[ages.count / 2] <= 30, "\(ages)")
  }

  @Test("Every target states prices, or the reason why it has none")
  func prices() throws {
    let catalogue = try TargetCatalogue()
    for id in catalogue.ids where id != TargetCatalogue.defaultTarget {
      let profile = try catalogue.profile(id)
      let hasAmount = profile.prices.contains { $0.amount != nil } || profile.pricesAs != nil
      #expect(hasAmount || (profile.priceNote ?? "").count >= 20, "\(id)")
    }
  }
}

import Model
import Targets
import Testing

@Suite("Prices of every built-in profile")
struct Prices {
  /// The one with two prices that can't be distinguished: which endpoint makes 720p is not stated.
  static let undecided: TargetID = "fal.kling-o1.r2v"

  /// Every request that the fields and endpoints of a target allow, as far as prices differ.
  private static func requests(of profile: TargetProfile) -> [PricedRequest] {
    let resolutions = profile.request.filter {
      $0.name == "resolution" || $0.name.hasSuffix(".resolution")
    }
    let modes = profile.request.filter {
      $0.name == "mode" || $0.name.hasSuffix(".mode") || $0.name == "quality"
    }
    // Without a known field for it, any resolution with a price may be requested.
    let priced = profile.prices.compactMap(\.resolution)
    var requests: [PricedRequest] = []
    for endpoint in profile.endpoints {
      for tier in choices(endpoint.tier, modes.flatMap(values)) {
        for resolution in choices(nil, resolutions.isEmpty ? priced : resolutions.flatMap(values)) {
          for bits in 0..<8 {
            requests.append(
              PricedRequest(
                tier: tier, variant: endpoint.variant, resolution: resolution,
                audio: bits & 1 == 0 ? .off : .on, withVideo: bits & 2 != 0,
                withVoice: bits & 4 != 0))
          }
        }
      }
    }
    return requests
  }

  private static func choices(_ own: String?, _ values: [String]) -> [String?] {
    own != nil || values.isEmpty ? [own] : values
  }

  private static func values(of field: RequestField) -> [String] {
    (field.values + field.perEndpoint.values.flatMap(\.values)).compactMap(\.string)
  }

  @Test("No request has two prices, and every price has a request", arguments: BuiltInProfiles.ids)
  func unique(id: TargetID) throws {
    let profile = try TargetCatalogue().profile(id)
    guard profile.hasEndpoint, id != Self.undecided else { return }
    let requests = Self.requests(of: profile)
    for request in requests {
      let rows = profile.prices.filter { request.meets($0) }
      #expect(rows.count <= 1, "\(request): \(rows.map(\.condition))")
    }
    for price in profile.prices {
      #expect(requests.contains { $0.meets(price) }, "\(price.condition)")
    }
  }

  @Test("A price without an amount gives the reason", arguments: BuiltInProfiles.ids)
  func unknown(id: TargetID) throws {
    for price in try TargetCatalogue().profile(id).prices where price.amount == nil {
      #expect(price.note != nil)
      #expect(price.fact.confidence == .unverified)
    }
  }

  @Test(
    "Single rows are right",
    arguments: [
      ("fal.kling-v3.i2v", PricedRequest(tier: "pro", audio: .on), "0.168"),
      ("fal.kling-v3.i2v", PricedRequest(tier: "pro", audio: .on, withVoice: true), "0.196"),
      ("kling.v3.t2v", PricedRequest(variant: "3.0", resolution: "720p", audio: .off), "0.084"),
      ("kling.v3.t2v", PricedRequest(variant: "turbo", resolution: "720p", audio: .on), "0.112"),
      ("kling.v4", PricedRequest(variant: "flash", resolution: "720p"), "0.094"),
      ("fal.kling-image", PricedRequest(variant: "o3", resolution: "2K"), "0.028"),
      ("fal.kling-image", PricedRequest(variant: "o1", resolution: "2K"), nil),
      ("fal.kling-v4.r2v", PricedRequest(resolution: "1080p", withVideo: true), "0.141"),
      ("runcomfy.kling-3.0", PricedRequest(tier: "4k", audio: .on), "0.42"),
      (
        "muapi.kling-4.0.r2v",
        PricedRequest(variant: "flash", resolution: "720p", withVideo: true), "0.126"
      ),
      (
        "runway.gen4-references", PricedRequest(variant: "gen4_image", resolution: "1080p"), "8"
      ),
      ("runway.gen4-references", PricedRequest(variant: "gen4_image_turbo"), "2"),
      ("kie.seedance-2.0", PricedRequest(resolution: "720p", withVideo: true), "0.125"),
      (
        "evolink.kling-o3", PricedRequest(tier: "1080p", variant: "reference-to-video"), "0.1501"
      ),
      (
        "kie.kling-3.0-omni",
        PricedRequest(variant: "transformation", resolution: "4K", withVideo: true), "67"
      ),
    ])
  func row(id: String, request: PricedRequest, amount: String?) throws {
    #expect(try TargetCatalogue().find(id).amount(request) == amount)
  }

  @Test("If input is paid too, twice the output is the minimum")
  func least() throws {
    let prices = try TargetCatalogue().profile("fal.kling-v4.r2v").prices
    for price in prices where price.withVideo == true {
      #expect(price.per == .secondOfInputAndOutput)
      #expect(price.minimumTimesOutput == 2)
    }
  }
}

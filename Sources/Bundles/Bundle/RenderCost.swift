public import Model
public import Prompting
public import Targets

/// The price of a render, according to the prices in its target's profile.
public struct RenderCost: Hashable, Sendable {
  /// The exact amount as text, such as `1.008`.
  public let amount: String
  /// The currency or unit of the amount, such as `USD`.
  public let currency: String
  /// The day on which the price was read.
  public let asOf: Day
  /// How the price is known.
  public let basis: Basis
  public let source: String
  /// How the amount was calculated, such as `0.084 per second of output × 12`.
  public let calculation: String

  /// The amount with its currency for people: `0.70 USD`.
  public var price: String { Cost.text(amount, currency) }

  /// The price with its calculation, day and basis: `0.70 USD (0.14 per second of output × 5, as of
  /// 15 Sep 2026)`.
  package var explanation: String {
    "\(price) (\(calculation), as of \(asOf.formatted)\(basis == .stated ? "" : ", \(basis.rawValue)"))"
  }

  /// The price as manifests and records store it.
  public var cost: Cost? { Cost(amount: amount, currency: currency, asOf: asOf) }

  /// Calculates the price of a request; returns `nil` when the known prices don't determine it.
  ///
  /// ```swift
  /// if let cost = try RenderCost(prompt, body.json, in: catalogue) {
  ///   print(cost.amount, cost.currency)
  /// }
  /// ```
  ///
  /// - Throws: An error when the profile that states the price can't be loaded.
  public init?(
    _ prompt: CompiledPrompt, _ body: JSONValue?, in catalogue: TargetCatalogue
  ) throws {
    let profile = prompt.profile
    let priced = try profile.pricesAs.map { try catalogue.profile($0) } ?? profile
    let facts = PricedRequest(prompt, body)
    guard let price = facts.price(among: priced.prices) else { return nil }
    let count: Int?
    switch price.per {
    case .call, .image: count = 1
    case .secondOfOutput: count = facts.seconds
    // The length of an input video isn't measured, and no source states which seconds `.second`
    // counts.
    case .secondOfInputAndOutput, .second: count = price.withVideo == false ? facts.seconds : nil
    }
    guard let count else { return nil }
    self.init(price, times: count, of: priced)
  }

  /// Calculates the price of one call that makes a voice or an element.
  public init?(callAt maker: TargetProfile) {
    let prices = maker.prices.filter { $0.per == .call }
    guard let price = prices.first, prices.count == 1 else { return nil }
    self.init(price, times: 1, of: maker)
  }

  /// Multiplies a price; returns `nil` when it has no amount or the product overflows.
  private init?(_ price: Price, times count: Int, of profile: TargetProfile) {
    guard let fact = price.amount, let unit = Money(fact.value), let total = unit.times(count)
    else { return nil }
    amount = total.text
    currency = price.currency
    asOf = fact.asOf
    basis = fact.confidence
    source = profile.source(fact.source)?.ref ?? fact.source
    calculation =
      count == 1 && price.per == .call
      ? "\(fact.value) per call" : "\(fact.value) per \(price.per) × \(count)"
  }
}

extension [Cost] {
  /// The sums by currency, in the order of each currency's first occurrence.
  ///
  /// A sum that would be too large to write is continued in a second one of the same currency, so
  /// that no amount is lost. Amounts that aren't decimal numbers are left out.
  public var sums: [Cost] {
    var sums: [(money: Money, cost: Cost)] = []
    for cost in self {
      guard let money = Money(cost.amount) else { continue }
      if let last = sums.lastIndex(where: { $0.cost.currency == cost.currency }),
        let sum = sums[last].money.plus(money),
        let total = Cost(amount: sum.text, currency: cost.currency)
      {
        sums[last] = (sum, total)
      } else if let own = Cost(amount: money.text, currency: cost.currency) {
        sums.append((money, own))
      }
    }
    return sums.map(\.cost)
  }
}

/// The properties of a request that its price depends on.
private struct PricedRequest {
  /// The length of the render, or `nil` when it is unknown.
  let seconds: Int?
  /// The values that choose a quality: the endpoint's tier, and the fields for tier and resolution.
  private let qualities: Set<String>
  /// The variant of the endpoint, and the field for the model.
  private let variants: Set<String>
  private let resolution: String?
  /// Whether sound is generated, or `nil` when no source states it.
  private let audio: Price.Audio?
  /// Whether an input video is sent.
  private let hasVideo: Bool
  /// Whether a voice is sent or called by its id.
  private let hasVoice: Bool

  init(_ prompt: CompiledPrompt, _ body: JSONValue?) {
    let values = RequestValues(prompt, body)
    resolution = values[.resolution]?.string
    qualities = Set(
      [prompt.endpoint?.tier, values[.tier]?.string, resolution].compactMap(\.self))
    variants = Set([prompt.endpoint?.variant, values[.model]?.string].compactMap(\.self))
    // The sound of an input video isn't generated.
    audio = prompt.sound.setting.map { $0 == .on ? .on : .off }
    hasVideo = prompt.bindings.contains { binding in
      guard case .element(_, let sent, _) = binding.subject else { return binding.slot == .video }
      return sent.contains { $0.medium == .clip }
    }
    hasVoice = prompt.bindings.contains { binding in
      if case .voice = binding.subject { return true }
      guard case .element(let member, _, _) = binding.subject, let voice = member.voice else {
        return false
      }
      return body?.placeholders.contains {
        $0.name == RequestBody.remotePlaceholder(for: voice.handle)
      } ?? false
    }
    seconds = values.seconds
  }

  /// Returns the price whose conditions are satisfied; of several, the one with the most
  /// conditions. It returns `nil` when two different prices remain.
  func price(among prices: [Price]) -> Price? {
    let matching = prices.filter { price in
      price.amount != nil && conditions(of: price).allSatisfy(\.self)
    }
    let maximum = matching.map { conditions(of: $0).count }.max()
    let closest = matching.filter { conditions(of: $0).count == maximum }
    guard let first = closest.first,
      closest.allSatisfy({ $0.amount?.value == first.amount?.value && $0.per == first.per })
    else { return nil }
    return first
  }

  /// Returns whether each of a price's conditions is satisfied.
  private func conditions(of price: Price) -> [Bool] {
    func isSame(_ wanted: String, _ values: Set<String>) -> Bool {
      values.contains { $0.lowercased() == wanted.lowercased() }
    }
    return [
      price.tier.map { isSame($0, qualities) }, price.variant.map { isSame($0, variants) },
      price.resolution.map { isSame($0, qualities) }, price.audio.map { $0 == audio },
      price.withVideo.map { $0 == hasVideo }, price.withVoice.map { $0 == hasVoice },
    ].compactMap(\.self)
  }
}

public import Model
public import Prompting
public import Targets

/// What a render costs, by the prices that its target's profile states.
public struct RenderCost: Hashable, Sendable {
  /// As text, exact: `1.008`.
  public let amount: String
  public let currency: String
  /// The day of the price, how it is known, and where it was read.
  public let asOf: Day
  public let basis: Basis
  public let source: String
  /// How it comes about: `0.084 a second of output × 12`.
  public let words: String

  /// As manifests and records have it.
  public var cost: Cost? { Cost(amount: amount, currency: currency, asOf: asOf) }

  /// Nothing where the prices that are known don't tell.
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
    // How long what goes in is was not measured, and of what a second is nobody says.
    case .secondOfInputAndOutput, .second: count = price.withVideo == false ? facts.seconds : nil
    }
    guard let count else { return nil }
    self.init(price, times: count, of: priced)
  }

  /// What one call costs that makes a voice or an element.
  public init?(callAt maker: TargetProfile) {
    let prices = maker.prices.filter { $0.per == .call }
    guard let price = prices.first, prices.count == 1 else { return nil }
    self.init(price, times: 1, of: maker)
  }

  private init?(_ price: Price, times count: Int, of profile: TargetProfile) {
    guard let fact = price.amount, let unit = Money(fact.value), let total = unit.times(count)
    else { return nil }
    amount = total.text
    currency = price.currency
    asOf = fact.asOf
    basis = fact.confidence
    source = profile.source(fact.source)?.ref ?? fact.source
    words =
      count == 1 && price.per == .call
      ? "\(fact.value) per call" : "\(fact.value) per \(price.per) × \(count)"
  }
}

extension [Cost] {
  /// The sums, by currency, in the order in which currencies come first.
  public var sums: [Cost] {
    var order: [String] = []
    var sums: [String: Money] = [:]
    for cost in self {
      guard let money = Money(cost.amount) else { continue }
      if sums[cost.currency] == nil { order.append(cost.currency) }
      sums[cost.currency] = sums[cost.currency].map { $0.plus(money) ?? $0 } ?? money
    }
    return order.compactMap { currency in
      sums[currency].flatMap { Cost(amount: $0.text, currency: currency) }
    }
  }
}

/// What of a request prices depend on.
private struct PricedRequest {
  let seconds: Int?
  /// Values that choose a quality: the endpoint's tier, and what such fields say.
  private let qualities: Set<String>
  private let variants: Set<String>
  private let resolution: String?
  private let audio: Price.Audio?
  private let hasVideo: Bool
  private let hasVoice: Bool

  init(_ prompt: CompiledPrompt, _ body: JSONValue?) {
    let said = RequestValues(prompt, body)
    resolution = said[.resolution]?.string
    qualities = Set(
      [prompt.endpoint?.tier, said[.tier]?.string, resolution].compactMap(\.self))
    variants = Set([prompt.endpoint?.variant, said[.model]?.string].compactMap(\.self))
    // What a video brings along is not made.
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
      return body?.placeholders.contains { $0.name == RequestBody.remote(voice.handle) } ?? false
    }
    seconds = said.seconds
  }

  /// The one price whose conditions are met; of several the one with the most of them. Nothing where two are left
  /// that differ.
  func price(among prices: [Price]) -> Price? {
    let met = prices.filter(holds)
    let most = met.map(Self.conditions).max()
    let closest = met.filter { Self.conditions($0) == most }
    guard let first = closest.first,
      closest.allSatisfy({ $0.amount?.value == first.amount?.value && $0.per == first.per })
    else { return nil }
    return first
  }

  private func holds(_ price: Price) -> Bool {
    func isSame(_ wanted: String, _ values: Set<String>) -> Bool {
      values.contains { $0.lowercased() == wanted.lowercased() }
    }
    return price.amount != nil
      && price.tier.map { isSame($0, qualities) } ?? true
      && price.variant.map { isSame($0, variants) } ?? true
      && price.resolution.map { isSame($0, qualities) } ?? true
      && price.audio.map { $0 == audio } ?? true
      && price.withVideo.map { $0 == hasVideo } ?? true
      && price.withVoice.map { $0 == hasVoice } ?? true
  }

  private static func conditions(_ price: Price) -> Int {
    [
      price.tier != nil, price.variant != nil, price.resolution != nil, price.audio != nil,
      price.withVideo != nil, price.withVoice != nil,
    ].count { $0 }
  }
}

/// An amount of money as a decimal number, exact.
struct Money: Hashable {
  private let units: Int
  private let digits: Int

  /// Nothing for what is no decimal number, or too long for one.
  init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let fraction = parts.count == 2 ? parts[1] : ""
    guard parts.count <= 2, text.utf8.count <= 15, let units = Int(parts[0] + fraction), units >= 0
    else { return nil }
    self.init(units: units, digits: fraction.count)
  }

  private init(units: Int, digits: Int) {
    self.units = units
    self.digits = digits
  }

  func times(_ count: Int) -> Money? {
    let (product, isTooLarge) = units.multipliedReportingOverflow(by: count)
    return isTooLarge ? nil : Money(units: product, digits: digits)
  }

  func plus(_ other: Money) -> Money? {
    let digits = max(digits, other.digits)
    func scaled(_ money: Money) -> (Int, Bool) {
      let factor = (money.digits..<digits).reduce(1) { factor, _ in factor * 10 }
      let (product, isTooLarge) = money.units.multipliedReportingOverflow(by: factor)
      return (product, isTooLarge)
    }
    let (one, two) = (scaled(self), scaled(other))
    let (sum, isTooLarge) = one.0.addingReportingOverflow(two.0)
    return one.1 || two.1 || isTooLarge ? nil : Money(units: sum, digits: digits)
  }

  var text: String { Decimal.text(scaled: units, digits: digits) }
}

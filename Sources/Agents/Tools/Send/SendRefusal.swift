internal import Castbook
internal import Model

/// The reason why an agent may not send what it planned.
enum SendRefusal: MarkedError, Hashable {
  /// The price of some calls is not known.
  case unknownPrice(calls: Int)
  /// The price is in another currency than the limit of the server or of the call.
  case otherCurrency(String, limit: Cost)
  /// The price is above what the user agreed to.
  case aboveAgreed(Cost, agreed: Cost)
  /// The price is above what the server may still spend.
  case aboveLimit(Cost, limit: Cost, spent: Cost?)
  /// Something has changed since the plan was made.
  case otherPlan
  /// A bundle can't be sent now.
  case obstacle(SendObstacle)

  var blame: Blame { .findings }
  var rule: String {
    switch self {
    case .obstacle, .otherPlan: "send.not-now"
    default: "agents.price"
    }
  }

  var message: String {
    switch self {
    case .unknownPrice(let calls): "the price of \(Quantity.count(calls, "call")) is not known"
    case .otherCurrency(let currency, let limit):
      "the price is in \(currency), and the limit in \(limit.currency)"
    case .aboveAgreed(let price, let agreed): "the price is \(price.text), above \(agreed.text)"
    case .aboveLimit(let price, let limit, let spent):
      "the price is \(price.text), and the server may spend \(limit.text)"
        + (spent.map { ", of which \($0.text) are spent" } ?? "")
    case .otherPlan: "the bundles, the prices or the library have changed since this plan"
    case .obstacle(let obstacle): obstacle.message
    }
  }

  var fix: String? {
    switch self {
    case .unknownPrice: "the user can send it: castbook send BUNDLE"
    case .otherCurrency: "the user can start the server with --max-cost in that currency"
    case .aboveAgreed: "ask the user again"
    case .aboveLimit: "the user can start the server again with another --max-cost"
    case .otherPlan: "plan again, and ask the user again"
    case .obstacle(let obstacle): obstacle.fix
    }
  }
}

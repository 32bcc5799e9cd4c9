internal import Castbook

/// The requests about takes: the files that came back from providers.
enum TakeRoutes {
  /// Records a dropped file as a result from a provider.
  static func add(_ form: Form) async throws -> JSONValue {
    let (fields, drops) = (form.fields, form.gallery.drops)
    let rating = try Rating(fields)
    let drop = try fields.required("drop")
    var added = AddTake(try drops.requiredPath(of: drop), of: rating.bundle, rating.result)
    added.seed = try fields.text("seed").flatMap { $0.isEmpty ? nil : $0 }
    added.cost = rating.cost
    added.note = try fields.text("note") ?? ""
    let (take, isNew) = try await added.run(in: form.library)
    drops.remove(drop)
    return LedgerJSON.noted(
      take, isNew: isNew, await TakeComparison(take, in: form.library))
  }

  /// Rates a take again.
  static func rate(_ form: Form) throws -> JSONValue {
    let rating = try Rating(form.fields)
    let file = try Digest(requested: form.fields.required("sha256"))
    var rated = RateTake(file, of: rating.bundle, rating.result)
    rated.cost = rating.cost
    rated.note = try form.fields.text("note")
    let (take, isNew) = try rated.run(in: form.library)
    return LedgerJSON.noted(take, isNew: isNew)
  }

  /// Records a comment on a take, or on a moment of it.
  static func comment(_ form: Form) throws -> JSONValue {
    let fields = form.fields
    let file = try Digest(requested: fields.required("sha256"))
    let bundle = try Digest(requested: fields.required("bundle"))
    var comment = CommentTake(file, of: bundle, try fields.required("text"))
    comment.milliseconds = try fields.number("milliseconds")
    return LedgerJSON.comment(try comment.run(in: form.library))
  }

  /// Withdraws a comment.
  static func withdrawComment(_ form: Form) throws -> JSONValue {
    let record = try Digest(requested: form.fields.required("id"))
    let withdrawn = try WithdrawComment(record).run(in: form.library)
    return LedgerJSON.comment(withdrawn, isWithdrawn: true)
  }

  /// Withdraws a take that was recorded by mistake.
  static func withdraw(_ form: Form) throws -> JSONValue {
    let bundle = try Digest(requested: form.fields.required("bundle"))
    let file = try Digest(requested: form.fields.required("sha256"))
    let removed = try WithdrawTake(file, of: bundle).run(in: form.library)
    return LedgerJSON.noted(removed, isNew: false)
  }

  /// What the user has decided about a take of a bundle.
  private struct Rating {
    let bundle: Digest
    let result: Take.Result
    let cost: Cost?

    init(_ fields: WebObject) throws {
      bundle = try Digest(requested: fields.required("bundle"))
      result = try fields.word("result") ?? .new
      cost = try fields.object("cost").map(TakeRoutes.cost)
    }
  }

  private static func cost(_ fields: WebObject) throws -> Cost {
    guard
      let cost = Cost(
        typed: try fields.required("amount"), currency: try fields.required("currency"))
    else { throw Refusal.badRequest("the cost is not an amount of money", fix: "0.84 USD") }
    return cost
  }
}

/// The rules for the texts of all records except revisions, equal to what the commands that write
/// them accept.
package enum RecordTextRules {
  private static let reason = TextRule.line(500)
  private static let account = TextRule.line(100)
  /// A single word or name: a rule, a target, a program with its version.
  private static let word = TextRule.line(200)
  /// The maximum number of steps in a derivation.
  private static let stepLimit = 200

  /// Returns the first problem of a record, as a sentence that names its kind; `nil` when there is
  /// none.
  ///
  /// - Parameter normalized: composes letters (NFC).
  package static func problem(in record: Record, normalized: (String) -> String) -> String? {
    func check(_ what: String, _ text: String, _ rule: TextRule) -> String? {
      rule.problem(in: text, normalized: normalized).map { "\(what) \($0)" }
    }
    func check(_ what: String, _ text: String?, _ kind: ProviderText.Kind) -> String? {
      text.flatMap { ProviderText.problem(in: $0, kind) }.map { "\(what) \($0)" }
    }
    func checkReason(_ text: String, of kind: String) -> String? {
      text.isEmpty ? nil : check("the reason of \(kind)", text, reason)
    }
    if case .registration(let registration) = record, registration.expires?.isPlausible == false {
      return "the end of a registration is before 1970"
    }
    switch record {
    case .derivation(let derivation):
      if derivation.steps.count > stepLimit {
        return "a derivation has \(derivation.steps.count) steps; the limit is \(stepLimit)"
      }
      return check("the tool of a derivation", derivation.tool, word)
    case .registration(let registration):
      return check("the target of a registration", registration.target, word)
        ?? check("the account of a registration", registration.account, account)
        ?? check("the id of a registration", registration.remoteId, registration.kind.textKind)
    case .dismissal(let dismissal):
      return check("the rule of a dismissal", dismissal.rule, word)
        ?? checkReason(dismissal.reason, of: "a dismissal")
    case .withdrawal(let withdrawal): return checkReason(withdrawal.reason, of: "a withdrawal")
    case .erasure(let erasure): return checkReason(erasure.reason, of: "an erasure")
    case .take(let take):
      return take.seed.flatMap { check("the seed of a take", $0, account) }
    case .comment(let comment):
      return comment.text.isEmpty
        ? nil : check("the text of a comment", comment.text, TakeComment.textRule)
    case .draft(let draft):
      return (draft.name.isEmpty ? nil : check("the name of a draft", draft.name, Draft.nameRule))
        ?? (draft.text.utf8.count > Draft.byteLimit
          ? "the text of a draft has \(draft.text.utf8.count) bytes; the limit is \(Draft.byteLimit)"
          : nil)
    case .job(let job):
      return check("the target of a job", job.target, word)
        ?? check("the account of a job", job.account, account)
        ?? check("the name of a job", job.name, .id)
        ?? check("the provider's id of a job", job.task, .id)
        ?? check("the id that a job created", job.made, .id)
    case .revision, .use, .export, .signature, .unknown: return nil
    }
  }
}

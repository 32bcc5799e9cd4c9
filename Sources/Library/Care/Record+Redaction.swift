internal import Files
internal import Model

extension Record {
  /// The digests of the copies that an erasure may have put in the record's place.
  var remnants: [Digest] {
    var copies = remark == nil ? [] : [withoutRemark].compactMap(\.self)
    if let copy = withoutRemark?.withoutClip, copy != withoutRemark { copies.append(copy) }
    return copies.compactMap { $0.line.map { SHA256.digest(of: $0) } }
  }

  /// A copy without the user's free text, or `nil` for a kind of record that has none.
  var withoutRemark: Record? {
    switch self {
    case .take(var take):
      take.note = ""
      return .take(take)
    case .comment(var comment):
      comment.text = ""
      return .comment(comment)
    case .draft(var draft):
      (draft.name, draft.text) = ("", "")
      return .draft(draft)
    case .job(var job):
      (job.note, job.answer) = ("", nil)
      return .job(job)
    case .dismissal(var dismissal):
      dismissal.reason = ""
      return .dismissal(dismissal)
    case .withdrawal(var withdrawal):
      withdrawal.reason = ""
      return .withdrawal(withdrawal)
    case .export(var export):
      export.shot.path = ""
      return .export(export)
    case .revision, .derivation, .registration, .use, .erasure, .signature, .unknown: return nil
    }
  }

  /// A copy of a take, or of a comment on one, that doesn't name the clip.
  var withoutClip: Record {
    switch self {
    case .take(var take):
      take.blob = nil
      return .take(take)
    case .comment(var comment):
      comment.blob = nil
      return .comment(comment)
    default: return self
    }
  }
}

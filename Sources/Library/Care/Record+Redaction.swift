internal import Files
internal import Model

extension Record {
  /// The digests of the copies that an erasure may have put in the record's place.
  var remnants: [Digest] {
    var copies = remark == nil ? [] : [withoutRemark].compactMap(\.self)
    if case .take(var take) = self, take.blob != nil {
      take.note = ""
      take.blob = nil
      copies.append(.take(take))
    }
    return copies.compactMap { $0.line.map { SHA256.digest(of: $0) } }
  }

  /// A copy without the user's free text, or `nil` for a kind of record that has none.
  var withoutRemark: Record? {
    switch self {
    case .take(var take):
      take.note = ""
      return .take(take)
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
}

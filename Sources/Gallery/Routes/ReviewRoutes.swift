internal import Castbook
internal import Files

/// The requests about reviews by people without Castbook: the page for them, and their answers.
enum ReviewRoutes {
  /// Writes a page with takes and keeps it for download.
  static func share(_ form: Form) async throws -> JSONValue {
    let (fields, gallery) = (form.fields, form.gallery)
    let name = "review-\(AccessControl.secret()).html"
    let path = gallery.drops.folder.path.appending(name.utf8)
    var share = ShareTakes(to: path)
    share.list.exports.project = try fields.text("project").map { try ULID(requested: $0) }
    let results = try fields.texts("results").map { word in
      guard let result = Take.Result(rawValue: word) else {
        throw Refusal.badRequest("\(sanitized(word)) is not a decision about a take")
      }
      return result
    }
    share.list.results = Set(results)
    if let title = try fields.text("title"), !title.isEmpty { share.title = title }
    share.withReferences = try fields.flag("references")
    let shared = share
    let review = try await gallery.drops.hidingFolder { try await shared.run(in: form.library) }
    let title = FileName.validName(share.title, or: "review")
    let shown = "\(title).html"
    let address = gallery.downloads.keep(file: path, type: "text/html", name: shown)
    return [
      "castbook": "review-page/1", "share": ReviewJSON.shared(review).replacing(["path": shown]),
      "download": address,
    ]
  }

  /// Records the answers in a dropped file, or shows what that would record.
  static func answers(_ form: Form) throws -> JSONValue {
    let (fields, gallery) = (form.fields, form.gallery)
    let drop = try fields.required("drop")
    let isPreview = try !fields.flag("run")
    var verb = AddAnswers(try ReviewAnswers(at: try gallery.drops.requiredPath(of: drop)))
    verb.winsOverOthers = try fields.flag("overrule")
    let added = try isPreview ? verb.preview(in: form.library) : verb.run(in: form.library)
    if !isPreview { gallery.drops.remove(drop) }
    return ReviewJSON.added(added, isDryRun: isPreview)
  }

  /// Takes back answers that were recorded.
  static func withdraw(_ form: Form) throws -> JSONValue {
    let records = try form.fields.texts("ids").map { try Digest(requested: $0) }
    try WithdrawAnswers(records).run(in: form.library)
    return ["castbook": "answers-withdrawn/1", "count": records.count]
  }
}

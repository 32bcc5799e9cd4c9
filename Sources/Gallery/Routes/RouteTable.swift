/// The table of all requests of the API, in the order of `docs/gallery-api.md`.
enum RouteTable {
  static let routes: [Route] = [
    // The library
    Route("GET /api/library", LibraryRoutes.about),
    Route("GET /api/elements", ListRoutes.elements),
    Route("GET /api/pages", ListRoutes.pages),
    Route("GET /api/handles", ListRoutes.handles),
    Route("GET /api/events", needs: .nothing, LibraryRoutes.events),
    Route("GET /api/rules/RULE", RuleRoutes.explain),
    Route("GET /api/targets/TARGET", TargetRoutes.read),

    // An element
    Route("GET /api/elements/ID", ElementRoutes.details),
    Route("GET /api/elements/ID/log", ElementRoutes.log),
    Route("GET /api/elements/ID/set", ElementRoutes.set),
    Route("GET /api/elements/ID/check", ElementRoutes.check),
    Route("GET /api/elements/ID/pick", ElementRoutes.pick),
    Route("GET /api/elements/ID/neighbours", ElementRoutes.neighbours),
    Route("GET /api/elements/ID/usage", ElementRoutes.usage),
    Route("GET /api/elements/ID/registrations", RegistrationRoutes.list),
    Route("POST /api/elements/ID/edit", needs: .writeAccess, ElementChangeRoutes.edit),
    Route("POST /api/elements/ID/restore", needs: .writeAccess, ElementChangeRoutes.restore),
    Route("POST /api/elements/ID/remove", needs: .writeAccess, ElementChangeRoutes.remove),
    Route("POST /api/elements/ID/dismiss", needs: .writeAccess, ElementChangeRoutes.dismiss),
    Route("POST /api/elements/ID/make", MakingRoutes.make),
    Route("POST /api/elements/ID/prepare", needs: .writeAccess, MakingRoutes.prepare),
    Route("POST /api/elements/ID/discard-copies", needs: .writeAccess, MakingRoutes.discardCopies),
    Route("POST /api/elements/ID/cut", needs: .writeAccess, MakingRoutes.cut),
    Route("POST /api/elements/ID/sheet", MakingRoutes.sheet),
    Route("POST /api/elements/ID/register", needs: .writeAccess, RegistrationRoutes.register),
    Route("POST /api/elements/ID/unregister", needs: .writeAccess, RegistrationRoutes.unregister),
    Route("POST /api/elements/ID/creation", needs: .writeAccess, CreationRoutes.plan),
    Route("GET /api/elements/ID/erasure", ErasureRoutes.preview),
    Route("POST /api/elements/ID/erase", needs: .writeAccess, ErasureRoutes.erase),
    Route("POST /api/cast-sheet", CastSheetRoutes.draw),
    Route("POST /api/packs", PackRoutes.pack),
    Route("POST /api/starter", needs: .writeAccess, PackRoutes.addStarter),

    // The team's store
    Route("GET /api/team", TeamRoutes.about),
    Route("POST /api/team", needs: .writeAccess, TeamRoutes.begin),
    Route("POST /api/team/connect", needs: .writeAccess, TeamRoutes.connect),
    Route("POST /api/team/disconnect", needs: .writeAccess, TeamRoutes.disconnect),
    Route("DELETE /api/team", TeamRoutes.stop),

    // The library's care
    Route("GET /api/care", CareRoutes.about),
    Route("POST /api/care/examine", needs: .writeAccess, CareRoutes.examine),
    Route("POST /api/care/repair", needs: .writeAccess, CareRoutes.repair),
    Route("POST /api/care/backup", needs: .writeAccess, CareRoutes.backUp),
    Route("DELETE /api/care", CareRoutes.stop),

    // The user's settings
    Route("GET /api/settings", SettingsRoutes.about),
    Route("POST /api/settings/keys/NAME", needs: .writeAccess, SettingsRoutes.keepKey),
    Route("POST /api/settings/forget-key", needs: .writeAccess, SettingsRoutes.forgetKey),
    Route("POST /api/settings/limits", needs: .writeAccess, SettingsRoutes.limit),
    Route("POST /api/settings/name", needs: .writeAccess, SettingsRoutes.setName),

    // Sending
    Route("POST /api/sends/plan", needs: .writeAccess, SendRoutes.plan),
    Route("POST /api/sends", needs: .writeAccess, SendRoutes.begin),
    Route("POST /api/creations", needs: .writeAccess, CreationRoutes.begin),
    Route("GET /api/sends", SendRoutes.list),
    Route("DELETE /api/sends/NUMBER", SendRoutes.stop),
    Route("POST /api/jobs/JOB/fetch", needs: .writeAccess, JobRoutes.fetch),
    Route("POST /api/jobs/JOB/cancel", needs: .writeAccess, JobRoutes.cancel),

    // Projects
    Route("GET /api/projects", ProjectRoutes.list),
    Route("GET /api/projects/ID", ProjectRoutes.details),
    Route("POST /api/projects/ID/use", needs: .writeAccess, ProjectRoutes.use),
    Route("POST /api/projects/ID/unuse", needs: .writeAccess, ProjectRoutes.unuse),
    Route("POST /api/projects/ID/update", needs: .writeAccess, ProjectRoutes.update),
    Route("GET /api/exports", ProjectRoutes.exports),
    Route("GET /api/bundles/SHA256", ProjectRoutes.bundle),
    Route("POST /api/bundles/open", BundleRoutes.open),
    Route("POST /api/bundles/send", needs: .writeAccess, BundleRoutes.send),
    Route("POST /api/projects/open", needs: .writeAccess, ProjectRoutes.open),
    Route("GET /api/folders", FolderRoutes.list),
    Route("GET /api/projects/ID/shots", ProjectShotRoutes.list),
    Route("POST /api/projects/ID/shots", needs: .writeAccess, ProjectShotRoutes.save),
    Route("POST /api/projects/ID/rename-shot", needs: .writeAccess, ProjectShotRoutes.rename),
    Route("POST /api/projects/ID/move-shot", needs: .writeAccess, ProjectShotRoutes.moveToDrafts),
    Route("POST /api/projects/ID/order", needs: .writeAccess, ProjectShotRoutes.order),
    Route("POST /api/projects/ID/limit", needs: .writeAccess, ProjectShotRoutes.limit),
    Route("GET /api/projects/ID/picture", ProjectShotRoutes.picture),
    Route("POST /api/projects/ID/frames", needs: .writeAccess, ProjectShotRoutes.addFrame),
    Route("POST /api/takes", needs: .writeAccess, TakeRoutes.add),
    Route("POST /api/takes/rate", needs: .writeAccess, TakeRoutes.rate),
    Route("POST /api/takes/comment", needs: .writeAccess, TakeRoutes.comment),
    Route("POST /api/takes/uncomment", needs: .writeAccess, TakeRoutes.withdrawComment),
    Route("POST /api/takes/withdraw", needs: .writeAccess, TakeRoutes.withdraw),
    Route("POST /api/reviews", ReviewRoutes.share),
    Route("POST /api/reviews/answers", needs: .writeAccess, ReviewRoutes.answers),
    Route("POST /api/reviews/withdraw", needs: .writeAccess, ReviewRoutes.withdraw),

    // Files
    Route("GET /api/files/SHA256", FileRoutes.original),
    Route("GET /api/files/SHA256/preview", FileRoutes.preview),
    Route("GET /api/files/SHA256/voice", FileRoutes.voice),
    Route("GET /api/files/SHA256/stills", FileRoutes.stills),

    // Dropped files
    Route("POST /api/drops", DropRoutes.receive),
    Route("GET /api/drops/DROP", DropRoutes.check),
    Route("GET /api/drops/DROP/preview", DropRoutes.preview),
    Route("POST /api/drops/replace", needs: .writeAccess, DropRoutes.replace),
    Route("POST /api/drops/document", needs: .writeAccess, DropRoutes.document),
    Route("POST /api/drops/import", needs: .writeAccess, PackRoutes.importPack),
    Route("DELETE /api/drops/DROP", needs: .nothing, DropRoutes.discard),
    Route("POST /api/drops/keep", needs: .writeAccess, DropRoutes.keep),

    // Comparing pictures
    Route("POST /api/comparisons/sort", ComparisonRoutes.sort),
    Route("POST /api/comparisons/subject", ComparisonRoutes.subject),
    Route("GET /api/comparisons/COMPARISON", ComparisonRoutes.progress),
    Route("DELETE /api/comparisons/COMPARISON", needs: .nothing, ComparisonRoutes.discard),

    // Shot files
    Route("GET /api/drafts", DraftRoutes.list),
    Route("POST /api/drafts", needs: .writeAccess, DraftRoutes.keep),
    Route("POST /api/drafts/remove", needs: .writeAccess, DraftRoutes.remove),
    Route("POST /api/shots", ShotRoutes.read),
    Route("GET /api/downloads/NAME", needs: .nothing, FileRoutes.download),
    Route("POST /api/shots/export", ShotRoutes.export),
  ]

  /// Returns the route for a request and the value of its parameter; `nil` if there is none.
  static func route(
    _ method: String, to parts: [String]
  ) -> (route: Route, parameter: String)? {
    for route in routes {
      if let parameter = route.parameter(of: method, to: parts) { return (route, parameter) }
    }
    return nil
  }
}

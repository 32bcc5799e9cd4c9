internal import Castbook

/// The requests that create an element or a voice at a provider.
enum CreationRoutes {
  private static let shape: JSONValue = ["castbook": "creation-plan/1"]

  /// Returns `creation-plan/1`: the calls that create the element at a provider, or its
  /// registration if it is there, unchanged.
  static func plan(_ change: ElementChange) async throws -> JSONValue {
    let fields = change.fields
    var creation = CreateAtProvider(
      try change.latest(), at: try fields.required("target"), in: change.gallery.options.catalogue)
    creation.account = try fields.account() ?? creation.account
    let plan = try await creation.plan(in: change.library)
    guard plan.creation != nil else {
      return shape.adding(RegistrationJSON.creation(plan, key: nil))
    }
    let planned = SendWork.PlannedCreation(creation: creation, plan: plan)
    let key = change.gallery.sendWork.keep(.creation(planned))
    return shape.adding(RegistrationJSON.creation(plan, key: key))
  }

  /// Creates a planned element, unless something has changed since the user saw the plan, and
  /// returns `sends/1`.
  static func begin(_ form: Form) async throws -> JSONValue {
    let (sendWork, library) = (form.gallery.sendWork, form.library)
    let planned = try sendWork.take(form.fields.required("plan"), \.creation)
    let creation = planned.creation
    let plan = try await creation.plan(in: library)
    guard let calls = plan.creation, creation.terms(of: plan) == creation.terms(of: planned.plan)
    else { throw SendRoutes.hasChanged }
    if let obstacle = (calls.obstacles + calls.keyObstacles).first {
      throw Refusal(
        status: 409, rule: "send.not-now", message: obstacle.message, fix: obstacle.fix)
    }
    try sendWork.begin("\(plan.handle)", "\(calls.target)", calls.digest.hex) { progress in
      let (result, _) = try await creation.run(plan, in: library, progress: progress)
      return SendJSON.value(of: result)
    }
    return try SendRoutes.list(form.context)
  }
}

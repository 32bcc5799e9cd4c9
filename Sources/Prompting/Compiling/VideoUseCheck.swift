internal import Model
internal import Targets

/// Finds an input video that the target would use otherwise than the shot file says.
struct VideoUseCheck {
  let script: PromptScript
  let setup: PromptSetup

  private var profile: TargetProfile { setup.profile }

  /// The uses that the request can state, or the only one that the target makes; `nil` when no
  /// source says what a video is used for.
  private var known: Set<VideoUse>? {
    guard let rules = profile[.video] else { return nil }
    if !rules.uses.isEmpty {
      let stated = VideoUse.allCases.filter { rules.word(for: $0) != nil }
      return Set(statesUse ? stated : stated.filter { $0 == .reference })
    }
    if let use = setup.endpoint?.videoUse ?? rules.use { return [use] }
    return nil
  }

  /// Whether a field of the endpoint states the use, or is there for one use only.
  private var statesUse: Bool {
    setup.fields.contains { facts in
      let field = facts.field
      return field.content == .videoUse || field.content == .contents
        || field.content == .videos && field.form == .typed
        || field.when.settings.contains { $0.field == Slot.video.rawValue }
    }
  }

  /// The finding on the video's use; `nil` when the use is the requested one.
  var remark: PromptRemark? {
    guard script.settings.video != nil, profile[.video] != nil, !profile.request.isEmpty else {
      return nil
    }
    let asked = script.settings.videoUse
    let use = asked?.value ?? .reference
    guard let known else {
      guard let asked, use != .reference else { return nil }
      return setup.remark(
        Finding(
          .requestVideoUse, .warning,
          message: "no source says that \(profile.id) \(use.verb) a video, so it may become a "
            + "reference",
          fix: "choose a target that \(use.verb) videos"), .unverified, at: asked.location)
    }
    if known.contains(use) { return nil }
    let made = VideoUse.allCases.filter(known.contains).map(\.verb).joined(separator: " or ")
    guard let asked else {
      return .note(
        .requestVideoUse, at: script.settings.video?.location,
        "\(profile.id) \(made) the video itself, and does not make a new one that follows it",
        fix: "write video-use: \(known.first?.rawValue ?? "edit"), or choose another target")
    }
    return .error(
      .requestVideoUse, at: asked.location,
      "video-use is \(use.rawValue), but \(profile.id) only \(made) a video",
      fix: "remove video-use, or choose another target")
  }
}

extension VideoUse {
  /// What a target does with a video, for messages: `edits`.
  fileprivate var verb: String {
    switch self {
    case .reference: "follows"
    case .edit: "edits"
    case .extend: "extends"
    }
  }
}

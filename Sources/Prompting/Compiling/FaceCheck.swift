internal import Model
internal import Targets

/// Finds pictures of people that the target rejects.
struct FaceCheck {
  let script: PromptScript
  let setup: PromptSetup

  private var profile: TargetProfile { setup.profile }

  /// The findings. Some providers reject real people, or accept them only after registration; some
  /// also block realistic generated people.
  var remarks: [PromptRemark] {
    var remarks: [PromptRemark] = []
    let (faces, ways) = (profile.faces, profile.faceAccess)
    guard faces.value == .refused || faces.value == .registeredOnly else { return [] }
    for member in script.members where member.person == .real {
      let isRefused = faces.value == .refused || ways.real == .refused
      let words = isRefused ? "rejects" : "blocks"
      let check = ways.real == .liveness ? " (with a liveness check)" : ""
      remarks.append(
        setup.violation(
          .targetFacesRefused, faces, at: nil,
          "\(profile.id) \(words) pictures of real people"
            + (isRefused ? "" : " who are not registered there")
            + "; \(member.handle) is a real person",
          fix: isRefused
            ? "choose another target, or a generated person"
            : "register \(member.handle) with the provider\(check) and use the asset id, "
              + "or choose another target"))
    }
    guard let way = ways.virtual, way.isBlockedDirectly else { return remarks }
    for member in script.members where member.person == .generated {
      let finding = Finding(
        .targetFacesRefused, .warning,
        message: "\(profile.id) also blocks realistic pictures of generated people; "
          + "\(member.handle) is generated" + faces.confidence.remark,
        fix: way == .refused
          ? "choose another target, or a drawn character"
          : "if \(member.handle) looks real, register them with the provider and use the asset id")
      remarks.append(setup.remark(finding, faces.confidence))
    }
    return remarks
  }
}

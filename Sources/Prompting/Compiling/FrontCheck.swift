internal import Model
internal import Targets

/// Finds first pictures that may not show the front, for which providers take them.
struct FrontCheck {
  let script: PromptScript
  let setup: PromptSetup

  /// Returns the finding on the first file of an element that is sent; `nil` when it shows the
  /// front, or doesn't have to.
  func remark(on first: CastFile?, of member: CastMember) -> PromptRemark? {
    guard member.kind == .character || member.kind == .product, let first,
      first.medium == .picture
    else { return nil }
    let start = "the first picture of \(member.handle), file \(first.number),"
    let finding: Finding
    switch first.role {
    case .back:
      finding = Finding(
        .requestNotFront, .warning,
        message: "\(start) shows it from behind; models take it for the front",
        fix: "put a front view first: castbook edit \(member.handle) --role N=front")
    case .side, .left, .right:
      finding = Finding(
        .requestNotFront, .note,
        message: "\(start) shows it from the side; models take it for the front",
        fix: "put a front view first: castbook edit \(member.handle) --role N=front")
    case .unsorted:
      finding = Finding(
        .requestNotFront, .note,
        message: "\(start) has no role; models take it for the front",
        fix: "say which picture is the front: castbook edit \(member.handle) --role N=front")
    default:
      guard first.isRoleAssumed else { return nil }
      finding = Finding(
        .requestNotFront, .note,
        message:
          "the role of \(start) is only assumed (\(first.role)); models take it for the front",
        fix: "if it is right: castbook edit \(member.handle) --confirm-roles")
    }
    return setup.remark(finding, nil, at: script.choice(of: member)?.location)
  }
}

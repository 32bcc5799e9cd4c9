import CastSupport
import Model
import Prompting
import Targets
import Testing

@Suite("Faces of real people")
struct Faces {
  /// The default cast, with Mira as one kind of person.
  private func cast(_ person: PersonKind?) -> Cast {
    let members = Cast.standard.members.map { member in
      member.handle.name != "mira"
        ? member
        : CastMember(
          element: member.element, revision: member.revision, sequence: member.sequence,
          handle: member.handle, name: member.name, description: member.description,
          kind: member.kind, isPinned: member.isPinned, person: person, voice: member.voice,
          files: member.files)
    }
    return Cast(members: members)
  }

  private func prompt(_ person: PersonKind?, for target: String) throws -> CompiledPrompt {
    try compiled("@mira lifts @mug.", for: target, cast: cast(person))
  }

  private func findings(_ prompt: CompiledPrompt) -> [Finding] {
    prompt.remarks.map(\.finding).filter { $0.rule == .targetFacesRefused }
  }

  @Test(
    "are blocked if they must be registered, and the message says how",
    arguments: ["fal.seedance-2.0.r2v", "kie.seedance-2.0", "fal.seedance-2.5.r2v"])
  func real(target: String) throws {
    let findings = findings(try prompt(.real, for: target))
    #expect(findings.count == 1)
    let finding = try #require(findings.first)
    // The rule rests on a reseller's statement.
    #expect(finding.severity == .warning)
    #expect(finding.basis == .inferred)
    #expect(finding.message.hasPrefix("\(target) blocks pictures of real people who are not"))
    #expect(finding.message.contains("@mira is a real person"))
    let fix = try #require(finding.fix)
    #expect(fix.contains("register @mira with the provider"))
    #expect(fix.contains("liveness check"))
    #expect(fix.contains("asset id"))
  }

  @Test("include realistic generated people, with a warning")
  func generated() throws {
    let finding = try #require(findings(try prompt(.generated, for: "kie.seedance-2.0")).first)
    #expect(finding.severity == .warning)
    #expect(finding.message.contains("pictures of generated people; @mira is generated"))
    let fix = try #require(finding.fix)
    #expect(fix.contains("register them with the provider and use the asset id"))
    #expect(!fix.contains("liveness"))
  }

  @Test(
    "are no problem elsewhere: the rule is the host's",
    arguments: [
      ("kie.seedance-2.0", PersonKind.drawn), ("kie.seedance-2.0", nil),
      ("comfy.seedance-2.5", .generated), ("runway.seedance-2.0", .real),
      ("fal.kling-o3.r2v", .real), ("fal.kling-o3.r2v", .generated),
    ])
  func accepted(target: String, person: PersonKind?) throws {
    #expect(findings(try prompt(person, for: target)).isEmpty)
  }

  @Test("are an error if a provider itself refuses them")
  func refused() throws {
    let text = """
      {"castbook": "target/1", "id": "my.host", "provider": "p", "model": "m", "asOf": "2026-11-23",
       "status": "live", "faces": {"value": "refused", "virtual": "refused"},
       "sources": {"page": {"ref": "https://a", "kind": "first_party_page"}},
       "endpoints": [{"path": "a"}], "slots": {"image": {}},
       "request": [{"name": "prompt", "takes": "prompt", "type": "string", "required": true}]}
      """
    let catalogue = try TargetCatalogue(user: [("my.host.json", Array(text.utf8))])
    for person in [PersonKind.real, .generated] {
      let script = try PromptScript(try ShotFile(text: "@mira"), cast: cast(person))
      let prompt = try CompiledPrompt(script, for: catalogue.find("my.host"), in: catalogue)
      let finding = try #require(findings(prompt).first)
      #expect(finding.severity == (person == .real ? .error : .warning))
      #expect(finding.fix?.hasPrefix("choose another target") == true)
    }
  }
}

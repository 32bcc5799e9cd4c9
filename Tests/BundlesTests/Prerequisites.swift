import CastSupport
import Model
import Prompting
import Targets
import Testing

@testable import Bundles

@Suite("Preparatory calls")
struct Prerequisites {
  private func calls(
    _ text: String, for target: String, lacking: Set<String>? = nil, cast: Cast = .standard
  ) throws -> [Prerequisite] {
    let catalogue = try TargetCatalogue()
    let file = try ShotFile(text: text)
    let script = try PromptScript(file, cast: cast)
    let prompt = try CompiledPrompt(script, for: catalogue.find(target), in: catalogue)
    let body = try #require(RequestBody(prompt, file.settings))
    let remotes = body.placeholders.map(\.name).filter { $0.hasPrefix("castbook:remote/") }
    return try Prerequisite.all(
      for: body, prompt, lacking: lacking ?? Set(remotes), in: catalogue)
  }

  private func value(_ text: String) throws -> JSONValue { try JSONParser.parse(Array(text.utf8)) }

  @Test("make voices for a host that accepts them by an id")
  func voice() throws {
    let calls = try calls("---\nstart: a.jpg\n---\n@mira waves", for: "fal.kling-v3.i2v")
    let call = try #require(calls.first)
    #expect(calls.count == 1)
    #expect(call.name == "01-voice-mira_voice")
    #expect(call.target == "fal.kling.create-voice")
    #expect(call.producedPlaceholder == "castbook:remote/@mira_voice")
    #expect(call.body == (try value(#"{"voice_url": "castbook:references/mira_voice.jpg"}"#)))
    #expect(call.json["endpoint"]?.string == "fal-ai/kling-video/create-voice")
  }

  @Test("make elements at Kling itself, and before them the voices that they speak with")
  func elements() throws {
    let calls = try calls(
      "@mira lifts @mug and says: \"Ready?\"", for: "kling.v3-omni")
    #expect(calls.map(\.name) == ["01-voice-mira_voice", "02-element-mira", "03-element-mug"])
    #expect(
      calls[0].body
        == (try value(
          #"{"voice_name": "mira_voice", "voice_url": "castbook:references/mira_voice.jpg"}"#)))
    #expect(
      calls[1].body
        == (try value(
          """
          {"element_name": "mira", "element_description": "Tall, in a green coat",
           "reference_type": "image_refer",
           "element_image_list": {
             "frontal_image": "castbook:references/mira-front.jpg",
             "refer_images": [{"image_url": "castbook:references/mira-left.jpg"},
                              {"image_url": "castbook:references/mira-back.jpg"}]},
           "element_voice_id": "castbook:remote/@mira_voice"}
          """)))
    #expect(calls[2].body["element_description"]?.string == "Blue mug")
  }

  @Test("say how they are followed: which field is the task, where to ask, which field is the id")
  func steps() throws {
    let kling = try calls(
      "@mira lifts @mug and says: \"Ready?\"", for: "kling.v3-omni")
    #expect(
      kling[1].json["poll"]
        == (try value(
          """
          {"id": "data.task_id",
           "url": "https://api-singapore.klingai.com/v1/general/advanced-custom-elements/{id}",
           "state": "data.task_status", "waiting": ["submitted", "processing"],
           "done": ["succeed"], "failed": ["failed"]}
          """)))
    #expect(
      kling[1].json["answer"]
        == (try value(#"{"at": "data.task_result.elements[0].element_id"}"#)))
    #expect(kling[0].json["answer"]?["at"]?.string == "data.task_result.voices[0].voice_id")
    let fal = try calls("---\nstart: a.jpg\n---\n@mira waves", for: "fal.kling-v3.i2v")
    #expect(fal[0].json["poll"]?["id"]?.string == "request_id")
    #expect(
      fal[0].json["answer"]
        == (try value(
          #"{"url": "https://queue.fal.run/fal-ai/kling-video/requests/{id}", "at": "voice_id"}"#)))
  }

  @Test("make elements of a clip if the target accepts one")
  func clip() throws {
    let cast = Cast(members: [Cast.member("mira", [.front, .left, .clip])])
    let calls = try calls(
      "---\nimages: @mira=clip\n---\n@mira waves", for: "kling.v3-omni", cast: cast)
    #expect(calls.map(\.name) == ["01-element-mira"])
    #expect(calls[0].body["reference_type"]?.string == "video_refer")
    #expect(
      calls[0].body["element_video_list"]
        == (try value(#"{"refer_videos": [{"video_url": "castbook:references/mira-clip.jpg"}]}"#)))
  }

  @Test("are skipped for what is registered, and if an element is sent as pictures")
  func registered() throws {
    #expect(try calls("@mira waves", for: "kling.v3-omni", lacking: []).isEmpty)
    #expect(try calls("@mug stands", for: "fal.kling-o3.r2v").isEmpty)
    let half = try calls(
      "@mira lifts @mug", for: "kling.v3-omni", lacking: ["castbook:remote/@mug"])
    #expect(half.map(\.name) == ["01-element-mug"])
  }
}

import Model
import Sending
import Testing
import Transfers

/// Files that `--record` writes can be shared safely.
@Suite("Recorded calls")
struct RecordedCalls {
  private let moment = Instant(milliseconds: 1_795_158_000_000)

  private func call(_ address: String, _ headers: [String] = []) throws -> ProviderCall {
    ProviderCall(.post, try #require(ProviderAddress(address)), headers: headers)
  }

  private func recorded(
    _ call: ProviderCall, _ body: String, status: Int = 200
  ) -> String {
    var answer = ProviderResponse(status: status)
    (answer.bytes, answer.byteCount) = (Array(body.utf8), body.utf8.count)
    return RecordedCall(call, .success(answer), at: moment).json.compactText
  }

  @Test("A key appears as the name of its variable")
  func keys() throws {
    let text = recorded(
      try call("https://queue.fal.run/x?task=1", ["Authorization: Key $FAL_KEY"]), "{}")
    #expect(text.contains("Authorization: Key $FAL_KEY"))
    #expect(text.contains("https://queue.fal.run/x?task=1"))
  }

  @Test(
    "Tokens and signatures are removed, wherever they are",
    arguments: [
      #"{"token": "SECRET", "base_url": "https://v3.fal.media"}"#,
      #"{"upload_url": "https://storage.example.com/a?X-Goog-Signature=SECRET&b=SECRET"}"#,
      #"{"fields": {"policy": "SECRET", "x-amz-security-token": "SECRET"}}"#,
      #"{"data": {"resultJson": "{\"resultUrls\":[\"https://a.example.com/v.mp4?sig=SECRET\"]}"}}"#,
      #"[{"apiKey": "SECRET", "access_key_id": "SECRET", "api_key": 12345}]"#,
      "see https://a.example.com/?SECRET and https://b.example.com/x?y=SECRET.",
    ])
  func secrets(body: String) throws {
    let address = "https://storage.example.com/a?signature=SECRET"
    let text = recorded(try call(address, ["Authorization: Bearer SECRET"]), body)
    #expect(!text.contains("SECRET") && !text.contains("12345"), "\(text)")
    #expect(text.contains("(removed)"))
  }

  @Test("Ids, states and messages stay, so the record is useful")
  func rest() throws {
    let body =
      #"{"request_id":"0123","task_id":886447001122334456,"detail":[{"msg":"too small","ctx":{"min_width":300}}]}"#
    let text = recorded(try call("https://queue.fal.run/x", ["a: $B"]), body, status: 422)
    #expect(text.contains(body) && text.contains(#""status":422"#))
  }

  @Test("A picture inside a request is replaced by its length and digest")
  func pictures() throws {
    var call = try call("https://queue.fal.run/x")
    let picture = String(repeating: "iVBORw0KGgo", count: 1000)
    call.body = .bytes(Array(#"{"prompt":"x","image":"\#(picture)"}"#.utf8))
    let text = recorded(call, "{}")
    #expect(!text.contains("iVBORw0KGgo") && text.contains("11000 bytes, SHA-256 "))
    #expect(text.contains(#""prompt":"x""#))
  }

  @Test("A call without an answer says why")
  func failures() throws {
    let failure = TransferFailure(.timedOut, "after 30 s", mayHaveArrived: true)
    let json = RecordedCall(try call("https://queue.fal.run/x"), .failure(failure), at: moment).json
    #expect(json["failure"]?["reason"]?.string == "late")
    #expect(json["failure"]?["mayHaveArrived"]?.boolean == true)
  }
}

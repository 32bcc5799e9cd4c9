import Model
import Targets
import Testing

@Suite("References to an endpoint or a setting")
struct Settings {
  /// Endpoints and a field, inserted before the request of the sample's own.
  static let parts = """
    "endpoints": [{ "path": "a/pro", "tier": "pro", "variant": "edit" }, { "path": "a/std" }], \
    "request": [{ "name": "mode", "type": "string", "values": ["one", "two"] }, \
    { "name": "shots", "type": "boolean" }, 
    """.replacing("\n", with: " ")

  private static func refusal(_ changes: [(String, String)]) -> String {
    var text = SampleProfile.text.replacing(#""request": ["#, with: parts)
    for (old, new) in changes { text = text.replacing(old, with: new, maxReplacements: 1) }
    return SampleProfile.refusal(of: Array(text.utf8))
  }

  @Test("are read in the sample with endpoints")
  func sample() {
    #expect(Self.refusal([]) == "accepted")
  }

  @Test("are checked in limits and conditions", arguments: limits)
  func limit(new: String, message: String) {
    #expect(Self.refusal([(#""max": 7"#, new)]) == message)
  }

  static let limits = [
    (#""max": 7, "endpoints": ["a/pro", "edit"]"#, "accepted"),
    (#""min": 1"#, "accepted"),
    (#""max": 7, "when": [{ "setting": "mode", "is": "one" }]"#, "accepted"),
    (#""max": 7, "when": [{ "setting": "shots", "is": true }]"#, "accepted"),
    (#""max": 7, "when": [{ "setting": "tier", "is": "pro" }]"#, "accepted"),
    (
      #""max": 7, "endpoints": ["a/prod"]"#,
      #"my.json, line 19, column 68 (limits.0.endpoints.0): "a/prod" is not an endpoint or a "#
        + "variant (did you mean a/pro?); known: a/pro, a/std, edit"
    ),
    (
      #""max": 7, "when": [{ "setting": "modes", "is": "one" }]"#,
      #"my.json, line 19, column 76 (limits.0.when.0.setting): "modes" is not a field of the "#
        + "request (did you mean mode?); known: mode, shots, prompt, tier, variant"
    ),
    (
      #""max": 7, "when": [{ "setting": "mode", "is": "three" }]"#,
      #"my.json, line 19, column 90 (limits.0.when.0.is): "three" is not a value of mode; "#
        + "known: one, two"
    ),
    (
      #""max": 7, "when": [{ "setting": "shots", "is": "yes" }]"#,
      #"my.json, line 19, column 91 (limits.0.when.0.is): "yes" is not a value of shots; "#
        + "known: true, false"
    ),
    (
      #""max": 7, "when": [{ "setting": "mode", "is": [1] }]"#,
      "my.json, line 19, column 90 (limits.0.when.0.is): "
        + "should be text, a number, true or false, is a list"
    ),
    (
      #""max": 7, "when": [{ "setting": "mode", "is": "one", "slot": "clip" }]"#,
      #"my.json, line 19, column 105 (limits.0.when.0.slot): "slot" is not a key here; "#
        + "known: is, setting"
    ),
    (
      #""max": 7, "when": [{ "min": 1 }]"#,
      #"my.json, line 19, column 63 (limits.0.when.0): needs "slot" or "setting""#
    ),
  ]

  @Test("are checked in maxima by setting", arguments: maxima)
  func maximum(new: String, message: String) {
    #expect(Self.refusal([(#""max": 2500"#, #""max": "# + new)]) == message)
  }

  static let maxima = [
    (#"{ "value": 9, "maxBySetting": { "mode=one": 5, "variant=edit": 4 } }"#, "accepted"),
    (
      #"{ "value": 9, "maxBySetting": { "mode": 5 } }"#,
      "my.json, line 20, column 62 (prompt.max.maxBySetting.mode): "
        + #""mode" should be field=value"#
    ),
    (
      #"{ "value": 9, "maxBySetting": { "mode=on": 5 } }"#,
      #"my.json, line 20, column 65 (prompt.max.maxBySetting.mode=on): "on" is not a value of "#
        + "mode; known: one, two"
    ),
    (
      #"{ "value": 9, "maxBySetting": { "variant=edti": -5 } }"#,
      #"my.json, line 20, column 70 (prompt.max.maxBySetting.variant=edti): "edti" is not a "#
        + "value of variant (did you mean edit?); known: edit"
    ),
    (
      #"{ "value": 9, "maxBySetting": { "mode=one": -5 } }"#,
      "my.json, line 20, column 66 (prompt.max.maxBySetting.mode=one): "
        + "should be a whole number of 0 or more, is -5"
    ),
    (
      #"{ "value": 9, "maxBySetting": {} }"#,
      "my.json, line 20, column 52 (prompt.max.maxBySetting): "
        + "is empty; leave out the key instead"
    ),
    (
      #"{ "maxBySetting": { "mode=one": 5 } }"#,
      #"my.json, line 20, column 22 (prompt.max): the key "value" is missing"#
    ),
  ]

  @Test("are checked in endpoints and their differences", arguments: endpoints)
  func endpoint(old: String, new: String, message: String) {
    #expect(Self.refusal([(old, new)]) == message)
  }

  static let endpoints = [
    (
      #""a/std""#, #""a/pro""#,
      #"my.json, line 22, column 82 (endpoints.1.path): "a/pro" appears twice"#
    ),
    (#""boolean""#, #""boolean", "onlyEndpoints": ["edit", "a/std"]"#, "accepted"),
    (
      #""boolean""#, #""boolean", "onlyEndpoints": ["edit", "a/st"]"#,
      #"my.json, line 22, column 234 (request.1.onlyEndpoints.1): "a/st" is not an endpoint or a "#
        + "variant (did you mean a/std?); known: a/pro, a/std, edit"
    ),
    (
      #""boolean""#, #""boolean", "onlyEndpoints": []"#,
      "my.json, line 22, column 225 (request.1.onlyEndpoints): is empty; leave out the key instead"
    ),
    (
      #""boolean""#,
      #""boolean", "perEndpoint": { "edit": { "default": true, "required": true } }"#,
      "accepted"
    ),
    (
      #""boolean""#, #""boolean", "perEndpoint": { "edits": { "default": true } }"#,
      #"my.json, line 22, column 234 (request.1.perEndpoint.edits): "edits" is not an endpoint or "#
        + "a variant (did you mean edit?); known: a/pro, a/std, edit"
    ),
    (
      #""boolean""#, #""boolean", "perEndpoint": { "edit": 5 }"#,
      "my.json, line 22, column 233 (request.1.perEndpoint.edit): "
        + "should be an object, is a whole number"
    ),
    (
      #""boolean""#, #""boolean", "perEndpoint": { "edit": { "value": [1] } }"#,
      #"my.json, line 22, column 244 (request.1.perEndpoint.edit.value): "value" is not a key here "#
        + "(did you mean values?); known: default, max, min, note, required, values"
    ),
    (
      #""boolean""#, #""boolean", "perEndpoint": { "edit": { "min": 2, "max": 1 } }"#,
      #"my.json, line 22, column 233 (request.1.perEndpoint.edit): "min" 2 is above "max" 1"#
    ),
    (
      #""prices""#, #""duration": { "perEndpoint": { "a/std": { "max": 10 } } }, "prices""#,
      "accepted"
    ),
    (
      #""prices""#, #""duration": { "perEndpoint": { "a/std": { "required": true } } }, "prices""#,
      "my.json, line 23, column 57 (duration.perEndpoint.a/std.required): "
        + #""required" is not a key here; known: default, max, min, note, values"#
    ),
  ]

  @Test("are checked in prices", arguments: prices)
  func price(new: String, message: String) {
    #expect(Self.refusal([(#""when": "always""#, #""when": "always", "# + new)]) == message)
  }

  static let prices = [
    (#""tier": "pro", "variant": "edit", "resolution": "720p", "withVoice": true"#, "accepted"),
    (#""tier": "two""#, "accepted"),
    (
      #""tier": "prof""#,
      #"my.json, line 23, column 42 (prices.0.tier): "prof" is not a tier or a value of a field "#
        + "(did you mean pro?); known: pro, one, two, true, false"
    ),
    (
      #""variant": "edits""#,
      #"my.json, line 23, column 45 (prices.0.variant): "edits" is not a variant of any endpoint "#
        + "(did you mean edit?); known: edit"
    ),
  ]

  @Test("require a field for a resolution that can be requested")
  func resolution() {
    let refusal = Self.refusal([
      (#""mode""#, #""input.resolution""#), (#""one", "two""#, #""720p", "4k""#),
      (#""when": "always""#, #""when": "always", "resolution": "720""#),
    ])
    #expect(
      refusal
        == #"my.json, line 23, column 48 (prices.0.resolution): "720" is not a resolution "#
        + "(did you mean 720p?); known: 720p, 4k")
  }
}

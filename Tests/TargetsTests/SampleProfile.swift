import Model
import Targets

/// A small valid profile, for tests that break one part of it.
enum SampleProfile {
  static let text = """
    {
      "castbook": "target/1",
      "id": "my.target",
      "provider": "Me",
      "model": "Mine",
      "asOf": "2026-08-02",
      "status": "live",
      "faces": "unknown",
      "sources": { "page": { "ref": "https://example.com", "kind": "first_party_page" } },
      "slots": {
        "element": {
          "pictures": { "min": 2, "max": 4 },
          "formats": ["jpeg", "png"],
          "bytes": { "stated": "10 MB", "decimal": 10000000, "binary": 10485760 },
          "aspect": { "min": "2:5", "max": "5:2" }
        },
        "clip": { "seconds": { "min": 3, "max": 15.5 }, "aspects": ["16:9"] }
      },
      "limits": [{ "sum": ["element", "clip"], "max": 7 }],
      "prompt": { "max": 2500 },
      "shots": { "in": "field", "sum": "equals-duration" },
      "request": [{ "name": "prompt", "type": "string", "required": true }],
      "prices": [{ "when": "always", "amount": "0.084", "per": "second of output" }]
    }

    """

  /// The bytes of the sample after one replacement.
  static func bytes(_ old: String = "", _ new: String = "") -> [UInt8] {
    Array((old.isEmpty ? text : text.replacing(old, with: new, maxReplacements: 1)).utf8)
  }

  /// The loader's message about the sample after one replacement.
  static func refusal(_ old: String, _ new: String) -> String {
    refusal(of: bytes(old, new))
  }

  static func refusal(of bytes: [UInt8]) -> String {
    do {
      _ = try ProfileLoader.load(bytes, file: "my.json")
      return "accepted"
    } catch {
      return error.description
    }
  }
}

import Model

/// A profile of a target with an object of every sort that the format has.
enum FullProfile {
  /// The profile as JSON.
  static var json: JSONValue {
    get throws { try JSONParser.parse(Array(text.utf8)) }
  }

  static let text = #"""
    {
      "castbook": "target/1", "id": "my.full", "provider": "Me", "model": "Mine",
      "asOf": "2026-09-15", "asOfIsLatest": true, "asOfNote": "the page has no date",
      "status": "live", "statusNote": "it answered", "retires": "2028-02-29",
      "instead": "kling.v3-omni", "makes": "video", "sibling": "kling.v3-omni",
      "faces": {
        "value": "accepted", "real": "consent", "virtual": "accepted", "confidence": "inferred",
        "source": "page", "asOf": "2026-09-14", "note": "…"
      },
      "sources": {
        "page": {
          "ref": "https://example.com", "kind": "first_party_page", "version": "2", "note": "…",
          "seen": "2026-11-20"
        }
      },
      "basis": { "confidence": "stated", "source": "page", "asOf": "2026-09-14", "note": "…" },
      "endpoints": [
        {
          "path": "me/r2v", "variant": "r2v", "videoUse": "reference",
          "when": [{ "slot": "video", "min": 1, "max": 2 }]
        },
        { "path": "me/r2v", "variant": "plain" }
      ],
      "transport": "a queue",
      "call": {
        "url": "https://me.example/{path}", "headers": ["Authorization: Key $MY_KEY"],
        "inline": "data-uri", "confidence": "stated", "source": "page", "asOf": "2026-09-14",
        "note": "…"
      },
      "node": {
        "choices": { "model": "mine" }, "slots": { "images": "image_{n}", "refs": "item_{n}" },
        "confidence": "stated", "source": "page", "asOf": "2026-09-14", "note": "…"
      },
      "sending": {
        "as": "fal", "keys": ["api-key"],
        "upload": {
          "method": "put", "url": "https://me.example/files", "asks": { "file_name": "{name}" },
          "to": "upload_url", "address": "file_url", "keptHours": 24,
          "otherwise": {
            "method": "post", "url": "https://me.example/bytes", "address": "url",
            "token": { "url": "https://me.example/token", "at": "token", "scheme": "token_type" }
          }
        },
        "submit": { "id": "request_id" }, "success": { "at": "code", "is": 0 },
        "refusal": { "value": ["detail[0].msg"], "confidence": "inferred" },
        "poll": {
          "url": "https://me.example/{app}/{id}", "state": "status", "waiting": ["RUNNING"],
          "done": ["DONE"], "failed": ["FAILED"], "reason": "error"
        },
        "result": {
          "url": "https://me.example/{id}/result", "at": "video.url", "inside": "url",
          "lasts": "7 days"
        },
        "resume": "external-id",
        "find": {
          "field": "external_id", "url": "https://me.example/jobs?name={name}", "id": "jobs[0].id"
        },
        "cancel": { "method": "PUT", "url": "https://me.example/{id}/cancel" }
      },
      "slots": {
        "element": {
          "via": "kling.element.create",
          "perRequest": {
            "max": 7, "confidence": "stated", "source": "page", "asOf": "2026-09-14", "note": "…"
          },
          "pictures": { "min": 2, "max": 4, "inclusive": true }, "content": ["one subject"]
        },
        "image": {
          "official": "kling.v3-omni", "excess": "keeps-first",
          "perRequest": { "min": 1, "max": 7 },
          "formats": { "value": ["jpg", "png"], "confidence": "unverified" },
          "bytes": {
            "stated": "10MB", "decimal": 10000000, "binary": 10485760, "inclusive": false,
            "confidence": "stated", "source": "page", "asOf": "2026-09-14", "note": "…"
          },
          "totalBytes": { "stated": "50MB", "decimal": 50000000, "binary": 52428800 },
          "inlineBytes": {
            "stated": "5MB", "decimal": 5000000, "binary": 5242880, "inclusive": true,
            "encoded": true
          },
          "side": { "min": 300, "max": 6000 }, "shorterSide": { "min": 300 },
          "area": { "max": 36000000 },
          "aspect": {
            "min": "2:5", "max": "5:2", "inclusive": false, "confidence": "stated",
            "source": "page", "asOf": "2026-09-14", "note": "…"
          },
          "fetchSeconds": 30, "accepts": ["url", "base64"], "rules": ["no text"]
        },
        "middle": { "perRequest": { "max": 1 } },
        "video": {
          "uses": ["feature_video", "base_video"], "aspects": ["16:9"], "resolution": "1080p",
          "seconds": {
            "min": 3, "max": 15.5, "inclusive": true, "maxBySetting": { "video=base_video": 10 },
            "confidence": "stated", "source": "page", "asOf": "2026-09-14", "note": "…"
          },
          "totalSeconds": { "max": 15 }, "framesPerSecond": { "min": 24, "max": 60 },
          "basis": { "confidence": "inferred" }
        },
        "voice": { "idOnly": true }
      },
      "limits": [
        {
          "sum": ["element", "image"], "min": 1, "max": 7,
          "when": [{ "slot": "video", "max": 0 }, { "setting": "mode", "is": "pro" }],
          "endpoints": ["r2v"], "confidence": "stated", "source": "page", "asOf": "2026-09-14",
          "note": "…"
        }
      ],
      "prompt": {
        "min": 1,
        "max": {
          "value": 2500, "maxBySetting": { "mode=pro": 3000 }, "confidence": "stated",
          "source": "page", "asOf": "2026-09-14", "note": "…"
        },
        "advised": { "value": 500, "note": "…" }, "cut": 2400, "maxOtherScripts": 800,
        "counted": "utf16", "perElement": 10, "negativeMax": 500, "note": "…",
        "basis": { "confidence": "inferred" }
      },
      "shots": {
        "in": "field", "field": "shots", "syntax": "Shot {n}: ", "separator": "; ",
        "item": { "prompt": "prompt" }, "count": { "max": 6 }, "seconds": { "min": 1, "max": 15 },
        "maxCharacters": 500, "sum": "equals-duration", "total": { "max": 15 },
        "types": ["customize"], "defaultType": "customize", "switch": "multi", "note": "…",
        "basis": { "source": "page" }
      },
      "names": {
        "min": 1, "max": 20, "maxDescription": 100, "characters": "letters", "rules": ["no spaces"]
      },
      "dialect": {
        "element": "@Element{n}", "image": "@Image{n}", "video": "@Video{n}", "voice": "@Voice{n}",
        "countsFrames": true, "rules": ["in order"]
      },
      "request": [
        {
          "name": "prompt", "takes": "prompt", "type": "string",
          "required": {
            "any": [
              { "when": [{ "slot": "image", "max": 0 }] }, { "when": [{ "without": "mode" }] }
            ],
            "note": "…"
          },
          "maxCharacters": 2500
        },
        {
          "name": "mode", "type": "string",
          "required": { "when": [{ "setting": "variant", "is": "r2v" }], "note": "…" },
          "default": "std", "values": ["std", "pro"],
          "perEndpoint": {
            "plain": {
              "required": false, "default": "pro", "values": ["pro"], "min": 0, "max": 1,
              "note": "…"
            }
          },
          "note": "…"
        },
        {
          "name": "ratio", "takes": "aspect", "type": "string", "required": false,
          "words": { "16:9": "wide" }, "onlyEndpoints": ["me/r2v"],
          "when": [{ "slot": "video", "max": 0 }],
          "byInput": [{ "when": [{ "slot": "start", "min": 1 }], "value": "auto", "note": "…" }]
        },
        { "name": "size", "takes": "resolution", "type": "string", "values": ["720p", "1080p"] },
        { "name": "cfg", "takes": "cfg", "type": "number", "min": -1.5, "max": 1 },
        {
          "name": "images", "takes": "images", "form": "uris", "type": "array",
          "required": "inside the item", "maxItems": 7
        },
        { "name": "first", "takes": "image", "number": 1, "type": "string" },
        {
          "name": "refs", "takes": "items", "type": "array",
          "items": { "video": { "url": "{url}" } }
        }
      ],
      "wrap": "input",
      "duration": {
        "min": 3, "max": 15, "values": [5, 10], "default": 5, "type": "integer",
        "perEndpoint": {
          "r2v": { "min": 3, "max": 10, "values": [5], "default": 5, "note": "…" }
        },
        "byInput": [
          {
            "when": [{ "slot": "video", "min": 1 }], "min": 3, "max": 10, "values": [5],
            "default": 5, "note": "…"
          }
        ],
        "confidence": "stated", "source": "page", "asOf": "2026-09-14", "note": "…"
      },
      "aspectRatios": ["16:9"], "aspectNote": "…",
      "tiers": {
        "standard": { "resolution": "720p" }, "pro": { "resolution": "1080p" },
        "4k": { "resolution": "1080p" }, "confidence": "inferred", "source": "page",
        "asOf": "2026-09-14", "note": "…"
      },
      "audio": {
        "default": true, "field": "sound",
        "withoutField": { "value": "on", "confidence": "contradicted" }, "languages": ["en"],
        "note": "…"
      },
      "prices": [
        {
          "when": "always", "tier": "pro", "variant": "r2v", "resolution": "1080p", "audio": "on",
          "withVideo": true, "withVoice": false, "amount": "0.084", "currency": "USD",
          "per": "second of input and output", "minimumTimesOutput": 2, "confidence": "stated",
          "source": "page", "asOf": "2026-09-14", "note": "…"
        }
      ],
      "pricesAs": "kling.v3-omni", "priceNote": "…", "terms": "…", "conflicts": ["…"],
      "unverified": ["…"], "notes": ["…"]
    }

    """#
}

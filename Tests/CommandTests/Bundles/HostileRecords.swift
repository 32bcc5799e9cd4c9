import Foundation
import Model
import TestSupport
import Testing

/// Packs with matching digests whose records no command would write, and libraries that already
/// have such records.
@Suite("Records that no command would write", .timeLimit(.minutes(30)))
struct HostileRecords {
  /// A change of @mira's revision `l`, in Python, and the expected message after `@mira:1: `.
  struct Mutant: Sendable {
    let change: String
    let words: String
  }

  private static let mutants: [Mutant] = [
    Mutant(
      change: "dict(l, aliases=['ana', 'a\\nb'])",
      words: #"aliases[2] "a\nb" contains a line break"#),
    Mutant(change: "dict(l, aliases=[''])", words: #"aliases[1] "" can't be empty"#),
    Mutant(
      change: "dict(l, aliases=['a' * 100000])",
      words: "…\" has 100000 characters; the limit is 64"),
    Mutant(
      change: "dict(l, aliases=['a%d' % i for i in range(20000)])",
      words: "aliases are 20000; the limit is 100"),
    Mutant(
      change: "dict(l, aliases=['jose\\u0301'])",
      words: "is not in Unicode's composed form (NFC)"),
    Mutant(change: "dict(l, aliases=['a\\u202eb'])", words: "contains U+202E"),
    Mutant(
      change: "dict(l, name='x' * 3000000)", words: "…\" has 3000000 characters; the limit is 200"),
    Mutant(change: "dict(l, name='Jose\\u0301')", words: "name \"José\" is not in"),
    Mutant(change: "dict(l, description='a\\u001b[2J')", words: "the control character U+001B"),
    Mutant(
      change: "dict(l, tags=['t%d' % i for i in range(20000)])",
      words: "tags are 20000; the limit is 100"),
    Mutant(
      change: "dict(l, rights={'basis': 'own', 'holder': 'h' * 3000000})",
      words: "rights.holder \"hhhh"),
    Mutant(
      change: "dict(l, rights={'basis': 'own', 'expires': '0000-01-31'})",
      words: "rights.expires \"0000-01-31\" is in the year 0000"),
    Mutant(change: "dict(l, voice=l['element'])", words: "voice is @mira itself"),
    Mutant(change: "dict(l, lookOf=l['element'])", words: "lookOf is @mira itself"),
    Mutant(
      change: "dict(l, lookOf=l['voice'])", words: "lookOf is @mira_voice, a voice; @mira is"),
    Mutant(
      change: "dict(l, references=[l['references'][0]] * 20000)",
      words: "references are 20000; the limit is 1000"),
    Mutant(
      change: "dict(l, references=l['references'] + [l['references'][0]])",
      words: "references[5] is the same file as references[1]"),
    Mutant(
      change: "dict(l, references=[dict(l['references'][0], role='voice')])",
      words: "references[1].role is voice, which is not a role of a character"),
  ]

  /// Names of files, and the expected message for each.
  private static let names: [(python: String, words: String)] = [
    ("'.bashrc'", "starts with \".\""), ("'-rf'", "starts with \"-\""),
    ("'~'", "starts with \"~\""), ("'  '", "has no usable characters"),
    ("'CON'", "reserved on Windows"),
    ("'a\\u202egnp.exe'", "U+202E"), ("'a\\u200bb.png'", "U+200B"),
    ("'a\\U000e0041.png'", "U+E0041"), ("'../../.ssh/authorized_keys'", "contains \"/\""),
    ("'x' * 300", "has 300 bytes; the limit is 255"),
  ]

  private static var all: [Mutant] {
    mutants
      + names.map { name in
        Mutant(
          change: "dict(l, references=[dict(l['references'][0], file=\(name.python))])",
          words: name.words)
      }
  }

  /// Reads a pack, changes its records, and recomputes every digest.
  private static let kit = """
    import zipfile, json, hashlib, os, sys
    def canon(v): return json.dumps(v, separators=(',', ':'), sort_keys=True, ensure_ascii=False)
    def sha(b): return hashlib.sha256(b).hexdigest()
    z = zipfile.ZipFile('pack.zip'); top = z.namelist()[0].split('/')[0]
    files = {n[len(top) + 1:]: z.read(n) for n in z.namelist()}
    base = [json.loads(l) for l in files['records.jsonl'].decode().splitlines()]
    def changed(f, handle='mira'):
        return [f(dict(l)) if l.get('handle') == handle else l for l in base]
    def seal(path, lines):
        sealed = dict(files); m = json.loads(sealed['pack.json'])
        sealed['records.jsonl'] = b''.join(sorted(canon(l).encode() + b'\\n' for l in lines))
        for l in lines:
            for e in m['elements']:
                if l['castbook'] == 'revision/1' and l['element'] == e['element']:
                    e.update(latest=sha(canon(l).encode()), handle=l['handle'], kind=l['kind'])
        m['files'] = [{'bytes': len(b), 'file': n, 'sha256': sha(b)} for n, b in sorted(sealed.items()) if n not in ('pack.json', 'SHA256SUMS')]
        sealed['pack.json'] = (canon(m) + '\\n').encode()
        sealed['SHA256SUMS'] = ''.join(sha(b) + '  ' + n + '\\n' for n, b in sorted(sealed.items()) if n != 'SHA256SUMS').encode()
        with zipfile.ZipFile(path, 'w', zipfile.ZIP_STORED) as out:
            for n, b in sorted(sealed.items()):
                i = zipfile.ZipInfo(top + '/' + n, (1980, 1, 1, 0, 0, 0)); i.external_attr = 0o100644 << 16; i.create_system = 3
                out.writestr(i, b)
    def plant(library, lines):
        body = b''.join(canon(l).encode() + b'\\n' for l in lines)
        place = library + '/log/2026-11-21'; os.makedirs(place)
        open(place + '/' + sha(body) + '.jsonl', 'wb').write(body); os.chmod(place + '/' + sha(body) + '.jsonl', 0o444)
        for n, b in files.items():
            if n.startswith('blobs/'):
                os.makedirs(os.path.dirname(library + '/' + n), exist_ok=True)
                open(library + '/' + n, 'wb').write(b); os.chmod(library + '/' + n, 0o444)

    """

  private func python(_ film: Production, _ program: String) throws {
    try film.write(Self.kit + program + "\n", to: "kit.py")
    let made = try Tool.run(
      program: URL(filePath: "/usr/bin/python3"), ["kit.py"], in: film.folder)
    try #require(made.status == 0, "\(made.errors)")
  }

  private func scene() throws -> (film: Production, library: String) {
    let film = try Production(copying: Self.packed.get())
    return (film, Self.victim(of: film))
  }

  private static let packed = Result {
    let film = try Production()
    try #require(try film.run("pack", "@mira", "-o", "pack.zip").status == 0)
    try #require(try Tool.run(["init", victim(of: film)], in: film.folder).status == 0)
    return try ModelFolder(of: film.scratch.url, from: film)
  }

  /// The library that is attacked.
  private static func victim(of film: Production) -> String {
    film.scratch.url.appending(path: "victim").path()
  }

  /// Every file of a library except those derived from others.
  private func kept(_ library: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: library)
      .filter { $0.hasPrefix("log/") || $0.hasPrefix("blobs/") }
      .filter { $0 != "blobs/.new" }.sorted()
  }

  @Test("are refused by import with the record, the key and the limit, and nothing is written")
  func refused() throws {
    let (film, library) = try scene()
    let before = try kept(library)
    try python(
      film,
      Self.all.enumerated().map { index, mutant in
        "seal('evil-\(index).zip', changed(lambda l: \(mutant.change)))"
      }.joined(separator: "\n"))
    for (index, mutant) in TestRun.some(Array(Self.all.enumerated()), 12) {
      let outcome = try film.run("import", "evil-\(index).zip", library: library)
      #expect(outcome.status == 1, "\(mutant.change): \(outcome.output)\(outcome.errors)")
      let start = "castbook: evil-\(index).zip: @mira:1: "
      #expect(outcome.errors.hasPrefix(start), "\(mutant.change): \(outcome.errors)")
      #expect(outcome.errors.contains(mutant.words), "\(mutant.change): \(outcome.errors)")
      #expect(outcome.errors.contains("castbook edit @mira --repair"), "\(outcome.errors)")
      #expect(outcome.errors.utf8.count < 600, "\(outcome.errors)")
      #expect(try kept(library) == before, "\(mutant.change)")
      let verified = try film.run("bundle", "verify", "evil-\(index).zip")
      #expect(verified.status == 1 && verified.output.contains("bundle.record-refused"))
    }
    // The unchanged pack is accepted.
    try python(film, "seal('good.zip', base)")
    #expect(try film.run("import", "good.zip", library: library).status == 0)
  }

  @Test("may link elements of a pack in a cycle, or to an existing one: both are refused")
  func rings() throws {
    let (film, library) = try scene()
    // Both are characters, and each is a look of the other.
    try python(
      film,
      """
      mira = next(l for l in base if l.get('handle') == 'mira'); voice = mira.pop('voice'); mira['lookOf'] = voice
      for l in base:
          if l.get('handle') == 'mira_voice': l.update(kind='character', lookOf=mira['element'], references=[])
      seal('ring.zip', base)
      for l in base:
          if l.get('handle') == 'mira_voice': l.pop('lookOf')
      seal('look.zip', base)
      """)
    let ring = try film.run("import", "ring.zip", library: library)
    #expect(ring.status == 1)
    #expect(ring.errors.contains("lookOf is @mira_voice, which is itself a look"))
    // It is valid alone, but not in a library where its base became a look of another element.
    func made(_ name: String) throws -> String {
      let other = film.scratch.url.appending(path: name).path()
      #expect(try Tool.run(["init", other], in: film.folder).status == 0)
      return other
    }
    let other = try made("other")
    #expect(try film.run("import", "look.zip", library: other).status == 0)
    #expect(try film.run("edit", "@mira", "--unset", "look-of", library: other).status == 0)
    #expect(try film.run("add", "character", "@base", "--empty", library: other).status == 0)
    let tied = try film.run("edit", "@mira_voice", "--look-of", "@base", library: other)
    #expect(tied.status == 0, "\(tied.errors)")
    #expect(try film.run("pack", "@mira_voice", "-o", "tied.zip", library: other).status == 0)
    let third = try made("third")
    #expect(try film.run("import", "tied.zip", library: third).status == 0)
    let before = try kept(third)
    let refused = try film.run("import", "look.zip", library: third)
    #expect(refused.status == 1)
    #expect(
      refused.errors.contains(
        "@mira does not fit this library: lookOf is @mira_voice, which is itself a look"),
      "\(refused.errors)")
    #expect(try kept(third) == before)
  }

  @Test("of the year 0000, or with a voice that is nowhere, are refused by import")
  func nowhere() throws {
    let (film, library) = try scene()
    try python(
      film,
      """
      seal('early.zip', changed(lambda l: dict(l, at='0000-01-01T00:00:00Z')))
      seal('old.zip', changed(lambda l: dict(l, at='1969-12-31T23:59:59.999Z')))
      nowhere = '0' * 25 + '7'
      seal('mute.zip', changed(lambda l: dict(l, voice=nowhere)))
      seal('look.zip', changed(lambda l: dict(l, lookOf=nowhere)))
      """)
    let before = try kept(library)
    for (name, words) in [
      ("early", "@mira:1 is dated before 1970 (0000-01-01)"),
      ("old", "@mira:1 is dated before 1970 (1969-12-31)"),
      ("mute", "@mira: its voice is neither in the pack nor in this library"),
      ("look", "@mira: the element it is a look of is neither in the pack nor in this library"),
    ] {
      for dry in [["--dry-run"], []] {
        let outcome = try Tool.run(
          ["import", "\(name).zip"] + dry + ["--library", library], in: film.folder)
        #expect(outcome.status == 1 && outcome.errors.contains(words), "\(outcome.errors)")
      }
      #expect(try kept(library) == before, "\(name)")
    }
    // The sender is warned first.
    #expect(try film.run("import", "pack.zip", library: library).status == 0)
    let erased = try film.run(
      "erase", "@mira_voice", "--reason", "asked for", "--yes", library: library)
    #expect(erased.status == 0, "\(erased.errors)")
    let packed = try film.run("pack", "@mira", "-o", "mute2.zip", library: library)
    #expect(
      packed.status == 1
        && packed.errors.contains("@mira can't be packed: its voice is not in the library")
        && packed.errors.contains("castbook edit @mira --unset voice"), "\(packed)")
    #expect(try film.run("edit", "@mira", "--unset", "voice", library: library).status == 0)
    #expect(try film.run("pack", "@mira", "-o", "mute2.zip", library: library).status == 0)
    // Where the voice was erased, the pack from before is still imported without it.
    #expect(try film.run("import", "mute2.zip", library: library).status == 0)
  }

  @Test("A pack makes no fork of two kinds, or of one revision from elsewhere")
  func forks() throws {
    let (film, library) = try scene()
    try python(film, "seal('good.zip', base)")
    #expect(try film.run("import", "good.zip", library: library).status == 0)
    try python(
      film,
      """
      seal('kind.zip', changed(lambda l: {k: v for k, v in dict(l, kind='product').items() if k != 'voice'}))
      seal('twin.zip', changed(lambda l: dict(l, name='Another first one')))
      """)
    let before = try kept(library)
    let kind = try film.run("import", "kind.zip", library: library)
    #expect(
      kind.status == 2 && kind.errors.contains("is a character here and a product in the pack"))
    #expect(try kept(library) == before)
    // Two first revisions have nothing in common, and still nothing is lost.
    let twin = try film.run("import", "twin.zip", library: library)
    #expect(twin.status == 0 && twin.output.contains("forked"), "\(twin.errors)")
    let show = try film.run("show", "@mira", library: library)
    #expect(show.output.contains("No common revision in this library"))
    #expect(try film.run("edit", "@mira", "--merge", library: library).status == 0)
    #expect(
      try film.run("doctor", library: library).output.hasSuffix("no problems found\n"))
  }

  @Test("Files that add would refuse are refused in a pack, too")
  func files() throws {
    let (film, library) = try scene()
    try film.write("#!/bin/sh\ntouch /tmp/evil\n", to: "evil.sh")
    try python(
      film,
      """
      evil = open('evil.sh', 'rb').read(); place = 'blobs/' + sha(evil)[:2] + '/' + sha(evil)
      files[place] = evil
      seal('script.zip', changed(lambda l: dict(l, references=[dict(l['references'][0], blob=sha(evil))])))
      del files[place]
      seal('clip.zip', changed(lambda l: dict(l, references=[dict(l['references'][0], role='clip')])))
      """)
    let before = try kept(library)
    for (name, words) in [
      ("script.zip", "@mira:1: references[1] mira-front.jpg "),
      ("clip.zip", "@mira:1: references[1] mira-front.jpg is a picture"),
    ] {
      let outcome = try film.run("import", name, library: library)
      #expect(outcome.status == 1 && outcome.errors.contains(words), "\(outcome.errors)")
      #expect(try kept(library) == before)
    }
  }

  @Test("Two elements of one name in a pack are a finding")
  func clash() throws {
    let (film, library) = try scene()
    try python(
      film, "seal('clash.zip', changed(lambda l: dict(l, aliases=['MIRA']), 'mira_voice'))")
    let outcome = try film.run("import", "clash.zip", library: library)
    #expect(outcome.status == 1)
    #expect(
      outcome.errors
        == "castbook: clash.zip: @mira and @mira_voice share the name @MIRA. Ask the person who "
        + "sent you the pack to rename one and pack them again.\n")
    let verified = try film.run("bundle", "verify", "clash.zip")
    #expect(verified.status == 1 && verified.output.contains("bundle.name-clash"))
    // Under another name the packed element is imported.
    let renamed = try film.run("import", "clash.zip", "--as", "@ana", library: library)
    #expect(renamed.status == 0, "\(renamed.errors)")
  }

  @Test(
    "that are in a library already are found by doctor, take no extra time, and can be repaired",
    arguments: [
      "dict(l, references=[l['references'][0]] * 20000)",
      "dict(l, references=[dict(r, file=n) for r, n in zip(l['references'], ['.bashrc', '-rf', '~', 'CON'])])",
      "dict(l, name='x' * 3000000, aliases=['a\\nb', '', 'ana', 'b' * 100000])",
      "dict(l, aliases=['a%d' % i for i in range(20000)], voice=l['element'], lookOf=l['element'])",
    ])
  func planted(change: String) throws {
    let (film, library) = try scene()
    try python(film, "plant('\(library)', changed(lambda l: \(change)))")
    try film.write("---\ntarget: fal.kling-o3.r2v\n---\n@mira waves", to: "lobby.md")
    let found = try film.run("doctor", library: library)
    #expect(found.status == 0, "\(found.output)")
    #expect(found.output.contains("library.record-invalid"), "\(found.output)")
    #expect(found.output.contains("castbook edit @mira --repair"), "\(found.output)")
    let journey = [
      ["list"], ["show", "@mira"], ["check", "@mira"], ["score", "@mira"], ["similar", "@mira"],
      ["files", "@mira", "-o", "out"], ["export", "lobby.md", "-o", "exported"],
      ["pack", "@mira", "-o", "mira.zip"], ["edit", "@mira", "--tag", "seen"],
    ]
    for words in journey {
      // More than 20 s of processor time end it with a signal, however busy the machine is.
      let result = try Tool.run(
        program: URL(filePath: "/bin/sh"),
        ["-c", "ulimit -t 20; exec \"$0\" \"$@\"", Tool.binary.path()] + words
          + ["--library", library], in: film.folder)
      #expect(!result.endedBySignal && result.status < 2, "\(words): \(result.errors)")
    }
    // No library would import the record as it is.
    #expect(try film.run("pack", "@mira", "-o", "mira.zip", library: library).status == 1)
    for name in try FileManager.default.contentsOfDirectory(
      atPath: film.folder.appending(path: "out").path())
    {
      #expect(!name.hasPrefix(".") && !name.hasPrefix("-") && !name.hasPrefix("~"), "\(name)")
      #expect(name != "CON", "\(name)")
    }
    let mended = try film.run("edit", "@mira", "--repair", library: library)
    #expect(mended.status == 0, "\(mended.errors)")
    let after = try film.run("doctor", library: library)
    #expect(!after.output.contains("--repair"), "\(after.output)")
    let forgotten = try film.run(
      "forget", "@mira", "--before", "3", "--reason", "invalid", "--yes", library: library)
    #expect(forgotten.status == 0, "\(forgotten.errors)")
    #expect(try film.run("doctor", library: library).output.contains("record-invalid") == false)
    #expect(try film.run("pack", "@mira", "-o", "mira.zip", library: library).status == 0)
  }

  @Test("are never made by add, which records valid file names")
  func added() throws {
    let film = try Production(starter: false)
    for (name, fixture) in [("-front.jpg", "front"), ("~.jpg", "right"), ("CON.jpg", "back")] {
      try film.take("starter/mira-\(fixture).jpg", as: name)
    }
    let added = try film.run("add", "character", "@mira", "./-front.jpg", "./~.jpg", "./CON.jpg")
    #expect(added.status == 0, "\(added.errors)")
    let files = try film.json("show", "@mira")["files"]?.array ?? []
    #expect(files.compactMap { $0["path"]?.string } == ["_-front.jpg", "_~.jpg", "_CON.jpg"])
    #expect(try film.run("files", "@mira", "-o", "out").status == 0)
    #expect(try film.files("out").keys.sorted() == ["_-front.jpg", "_CON.jpg", "_~.jpg"])
  }
}

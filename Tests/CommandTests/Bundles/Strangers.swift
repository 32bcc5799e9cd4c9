import Foundation
import Model
import TestSupport
import Testing

/// Bundles and packs as an attacker may make them. Python writes them: zips that our own writer
/// would not.
@Suite("Bundles and packs from strangers", .timeLimit(.minutes(30)))
struct Strangers {
  /// A valid pack and a valid bundle, and a library that must not change.
  private static func scene() throws -> (film: Production, library: String, before: [String: Data])
  {
    let film = try Production()
    try film.write("---\ntarget: kling-o3\n---\n@mug steams", to: "lobby.md")
    #expect(try film.run("pack", "@mug", "-o", "pack.zip").status == 0)
    #expect(try film.run("export", "lobby.md", "-o", "bundle.zip").status == 0)
    let library = film.scratch.url.appending(path: "victim").path()
    #expect(try Tool.run(["init", library], in: film.folder).status == 0)
    return (film, library, try log(library))
  }

  private static func log(_ library: String) throws -> [String: Data] {
    let root = URL(filePath: library)
    var files: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: root.path())
    where name.hasPrefix("log/") || name.hasPrefix("blobs/") {
      files[name] = (try? Data(contentsOf: root.appending(path: name))) ?? Data()
    }
    return files
  }

  private static let prelude = """
    import zipfile, struct, json, hashlib, sys, io
    source, target = sys.argv[1], sys.argv[2]
    z = zipfile.ZipFile(source); names = z.namelist(); top = names[0].split('/')[0]
    files = {n: z.read(n) for n in names}
    manifest = top + ('/pack.json' if top + '/pack.json' in files else '/bundle.json')
    def info(name):
        i = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)); i.external_attr = 0o100644 << 16; i.create_system = 3
        return i
    def write(entries):
        with zipfile.ZipFile(target, 'w', zipfile.ZIP_STORED) as out:
            for n, b in entries: out.writestr(info(n) if isinstance(n, str) else n, b)
    def listed():
        m = json.loads(files[manifest])
        for f in m['files']:
            b = files.get(top + '/' + f['file'])
            if b is not None: f['bytes'] = len(b); f['sha256'] = hashlib.sha256(b).hexdigest()
        files[manifest] = (json.dumps(m, separators=(',', ':'), sort_keys=True, ensure_ascii=False) + '\\n').encode()
        sums = ''.join(hashlib.sha256(b).hexdigest() + '  ' + n[len(top) + 1:] + '\\n' for n, b in sorted(files.items()) if not n.endswith('SHA256SUMS'))
        files[top + '/SHA256SUMS'] = sums.encode()
        write(sorted(files.items()))
    def records(change):
        name = top + '/records.jsonl'
        lines = [json.loads(l) for l in files[name].decode().splitlines()]
        lines = change(lines)
        text = [json.dumps(l, separators=(',', ':'), sort_keys=True, ensure_ascii=False) for l in lines]
        files[name] = ('\\n'.join(sorted(text)) + '\\n').encode()
        listed()

    """

  /// Malformed containers, each used as a bundle and as a pack.
  static let containers: [(name: String, program: String)] = [
    ("a path that leads upwards", "write(list(files.items()) + [(top + '/../../evil', b'x')])"),
    ("an absolute path", "write(list(files.items()) + [('/tmp/castbook-evil', b'x')])"),
    ("a backslash", "write(list(files.items()) + [(top + '/a\\\\b', b'x')])"),
    (
      "a link",
      "i = info(top + '/link'); i.external_attr = 0o120777 << 16; write(list(files.items()) + [(i, b'/etc/passwd')])"
    ),
    ("a name twice", "write(list(files.items()) + [(names[0], files[names[0]])])"),
    (
      "names that differ in case",
      "write(list(files.items()) + [(top + '/PACK.JSON', b'x'), (top + '/Pack.json', b'x')])"
    ),
    ("two folders", "write(list(files.items()) + [('other/x', b'x')])"),
    ("a file that is not listed", "write(list(files.items()) + [(top + '/zzz', b'x')])"),
    ("a file that is missing", "files.pop(sorted(files)[-1]); write(list(files.items()))"),
    (
      "a wrong digest",
      "n = [n for n in names if n.endswith('.jpg') or '/blobs/' in n][0]; files[n] = files[n][:-1] + b'\\0'; write(list(files.items()))"
    ),
    (
      "a length that lies",
      "write(list(files.items())); b = bytearray(open(target,'rb').read()); p = b.find(b'PK\\1\\2'); b[p+24:p+28] = struct.pack('<I', 7); open(target,'wb').write(b)"
    ),
    (
      "encryption",
      "write(list(files.items())); b = bytearray(open(target,'rb').read()); p = b.find(b'PK\\1\\2'); b[p+8] |= 1; b[6] |= 1; open(target,'wb').write(b)"
    ),
    (
      "entries that overlap",
      "write(list(files.items())); b = bytearray(open(target,'rb').read()); p = b.find(b'PK\\1\\2'); q = b.find(b'PK\\1\\2', p + 4); b[q+42:q+46] = b[p+42:p+46]; open(target,'wb').write(b)"
    ),
    ("more behind it", "write(list(files.items())); open(target,'ab').write(b'x')"),
    (
      "nothing but its beginning",
      "write(list(files.items())); b = open(target,'rb').read(); open(target,'wb').write(b[:len(b)//2])"
    ),
    (
      "a bomb",
      "o = zipfile.ZipFile(target, 'w', zipfile.ZIP_DEFLATED)\nfor n, b in files.items(): o.writestr(info(n), b)\no.writestr(info(top + '/bomb'), b'\\0' * 200000000, zipfile.ZIP_DEFLATED, 9)\no.close()"
    ),
    (
      "a key twice in its manifest",
      "files[manifest] = files[manifest].replace(b'{', b'{\"castbook\":\"x\",', 1); listed = None; write(list(files.items()))"
    ),
    (
      "a manifest as deep as a well",
      "files[manifest] = b'[' * 100000 + b']' * 100000 + b'\\n'; write(list(files.items()))"
    ),
    (
      "a manifest that is no UTF-8",
      "files[manifest] = files[manifest].replace(b'name', b'n\\xffme'); write(list(files.items()))"
    ),
    ("no manifest", "files.pop(manifest); write(list(files.items()))"),
  ]

  /// Writes a zip for each program, named by its index.
  private static func make(
    _ film: Production, _ source: String, _ programs: [String]
  ) throws {
    let list = JSONValue.array(programs.map { .string(prelude + $0 + "\n") }).compactText
    try film.write(list, to: "programs.json")
    try film.write(
      """
      import json, sys
      for place, program in enumerate(json.load(open('programs.json'))):
          sys.argv = ['', '\(source)', 'evil-%d.zip' % place]
          exec(program, {})
      """, to: "make.py")
    let made = try Tool.run(
      program: URL(filePath: "/usr/bin/python3"), ["make.py"], in: film.folder)
    try #require(made.status == 0, "\(made.errors)")
  }

  @Test("Malformed containers are refused with a reason, and nothing is changed")
  func refused() throws {
    let (film, library, before) = try Self.scene()
    try Self.make(film, "pack.zip", Self.containers.map(\.program))
    for (index, (name, _)) in Self.containers.enumerated() {
      let outcome = try film.run("import", "evil-\(index).zip", library: library)
      #expect(outcome.status == 1, "\(name): \(outcome.output)\(outcome.errors)")
      #expect(outcome.errors.contains("evil-\(index).zip: "), "\(name): \(outcome.errors)")
      #expect(try Self.log(library) == before, "\(name)")
    }
    try Self.make(film, "bundle.zip", Self.containers.map(\.program))
    for (index, (name, _)) in Self.containers.enumerated() {
      let verified = try film.run("bundle", "verify", "evil-\(index).zip")
      #expect(verified.status == 1, "\(name): \(verified.output)\(verified.errors)")
    }
    var refusals: Set<String> = []
    for index in Self.containers.indices {
      let calls = try film.run("bundle", "request", "evil-\(index).zip", "--json")
      #expect(calls.status == 1)
      let value = try JSONParser.parse(Array(calls.output.utf8))
      refusals.insert(try #require(value["castbook"]?.string))
    }
    #expect(refusals == ["error/1", "bundle-verify/2"])
    #expect(!FileManager.default.fileExists(atPath: "/tmp/castbook-evil"))
    #expect(!film.exists("evil") && !film.exists("../evil"))
  }

  /// Packs with matching digests whose records are malicious.
  static let records: [(name: String, program: String)] = [
    (
      "an erasure of an element",
      "records(lambda l: l + [{'castbook':'erasure/1','element':l[0]['element'],'reason':'x','at':'2026-11-21T00:00:00Z'}])"
    ),
    (
      "a withdrawal of somebody else's record",
      "records(lambda l: l + [{'castbook':'withdrawal/1','record':'ab'*32,'at':'2026-11-21T00:00:00Z'}])"
    ),
    (
      "a registration of another element",
      "records(lambda l: l + [{'castbook':'registration/1','element':'01JD0000000000000000000000','target':'kling','account':'main','kind':'element','remoteId':'666','at':'2026-11-21T00:00:00Z'}])"
    ),
    (
      "a copy of a file that is not in it",
      "records(lambda l: l + [{'castbook':'derivation/1','blob':l[0]['references'][0]['blob'],'from':'ab'*32,'steps':[],'tool':'x','at':'2026-11-21T00:00:00Z'}])"
    ),
    (
      "a project's pin",
      "records(lambda l: l + [{'castbook':'use/1','project':'01JD0000000000000000000000','path':'/x','element':l[0]['element'],'revision':'ab'*32,'at':'2026-11-21T00:00:00Z'}])"
    ),
    (
      "a revision of another element",
      "records(lambda l: l + [dict(l[0], element='01JD0000000000000000000000')])"
    ),
    (
      "a number that nothing can follow",
      "records(lambda l: [dict(l[0], sequence=9007199254740991)])"
    ), ("a day to come", "records(lambda l: [dict(l[0], at='9999-12-31T23:59:59.999Z')])"),
    ("a record of a kind to come", "records(lambda l: l + [{'castbook':'spell/1','x':1}])"),
    ("a line that is no record", "records(lambda l: l + [{'x':1}])"),
    ("a revision beside the latest", "records(lambda l: l + [dict(l[0], name='Evil')])"),
    (
      "a revision that names a file it has not",
      "records(lambda l: [dict(l[0], references=[{'blob':'ab'*32,'role':'front','file':'a.jpg'}])])"
    ),
  ]

  @Test("Records that refer to contents outside the pack are refused, though every digest matches")
  func records() throws {
    let (film, library, before) = try Self.scene()
    try Self.make(film, "pack.zip", Self.records.map(\.program))
    for (index, (name, _)) in Self.records.enumerated() {
      let outcome = try film.run("import", "evil-\(index).zip", library: library)
      #expect(outcome.status == 1, "\(name): \(outcome.output)\(outcome.errors)")
      #expect(try Self.log(library) == before, "\(name)")
    }
    // The unchanged pack is accepted.
    try Self.make(film, "pack.zip", ["records(lambda l: l)"])
    #expect(try film.run("import", "evil-0.zip", library: library).status == 0)
  }

  @Test("A picture of another element is never sent as a copy, whatever a pack says")
  func swapped() throws {
    let film = try Production(starter: false)
    try film.take("trouble/IMG_2041.HEIC", as: "mira.heic")
    try film.take("starter/mug-front.jpg", as: "evil.jpg")
    #expect(try film.run("add", "character", "@mira", "mira.heic", "--basis", "own").status == 0)
    #expect(try film.run("prepare", "@mira", "--for", "kling-o3").status == 0)
    #expect(try film.run("pack", "@mira", "-o", "pack.zip").status == 0)
    try Self.make(
      film, "pack.zip",
      [
        """
        evil = open('evil.jpg','rb').read(); digest = hashlib.sha256(evil).hexdigest()
        place = 'blobs/' + digest[:2] + '/' + digest
        files[top + '/' + place] = evil
        m = json.loads(files[manifest]); m['files'].append({'file': place, 'bytes': 1, 'sha256': digest})
        m['files'].sort(key=lambda f: f['file']); files[manifest] = json.dumps(m).encode()
        records(lambda l: [dict(r, blob=digest, at='2020-01-01T00:00:00Z') if r['castbook'] == 'derivation/1' else r for r in l])
        """
      ])
    let library = film.scratch.url.appending(path: "victim").path()
    #expect(try Tool.run(["init", library], in: film.folder).status == 0)
    let come = try film.run("import", "evil-0.zip", library: library)
    #expect(come.status == 0, "\(come.errors)")
    try film.write("---\ntarget: fal.seedance-2.0.r2v\n---\n@mira waves", to: "m.md")
    let out = try film.run("export", "m.md", "-o", "out", library: library)
    #expect(out.status == 0, "\(out.output)")
    #expect(!out.output.contains("prepared earlier"))
    for (name, bytes) in try film.files("out/m") where name.hasPrefix("references/") {
      #expect(bytes != (try film.data("evil.jpg")), "\(name)")
    }
  }

  @Test("A folder with links or pipes in it is not a bundle")
  func folders() throws {
    let (film, library, before) = try Self.scene()
    #expect(try film.shell("unzip -q bundle.zip && unzip -q pack.zip").status == 0)
    for (line, name) in [
      ("ln -s /etc/passwd lobby/references/x.jpg", "lobby"), ("mkfifo mug/x", "mug"),
    ] {
      #expect(try film.shell(line).status == 0)
      let verified = try film.run("bundle", "verify", name)
      #expect(verified.status == 1 && verified.errors.contains("a link or device"))
      #expect(try film.run("import", name, library: library).status == 1)
    }
    #expect(try Self.log(library) == before)
    #expect(try film.run("bundle", "verify", "/dev/null").status != 0)
    #expect(try film.shell("mkdir nothing").status == 0)
    #expect(try film.run("import", "nothing", library: library).status == 1)
  }
}

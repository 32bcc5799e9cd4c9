import Foundation
import Model
import TestSupport
import Testing

@Suite("castbook pack and import", .timeLimit(.minutes(30)))
struct Packs {
  private func other(_ film: Production, _ name: String = "other") throws -> String {
    let library = film.scratch.url.appending(path: name).path()
    #expect(try Tool.run(["init", library], in: film.folder).status == 0)
    return library
  }

  private func list(_ film: Production, _ library: String) throws -> [String] {
    let value = try JSONParser.parse(
      Array(film.run("list", "--json", library: library).output.utf8))
    return (value["elements"]?.array ?? []).compactMap { $0["handle"]?.string }.sorted()
  }

  @Test("Elements are transferred completely: history, files, copies, voice; equal bytes each time")
  func whole() throws {
    let film = try Production()
    #expect(
      try film.run("edit", "@mira", "--name", "Mira A. Okafor", "--notes", "tall").status == 0)
    #expect(try film.run("dismiss", "@mira", "1", "image.blurred", "--reason", "meant").status != 3)
    let packed = try film.run("pack", "@mira", "-o", "mira.zip")
    #expect(packed.status == 0, "\(packed.errors)")
    #expect(packed.output.contains("@mira_voice  voice, needed"))
    #expect(try film.run("pack", "@mira", "-o", "again.zip").status == 0)
    #expect(try film.data("mira.zip") == film.data("again.zip"))
    let sums = try film.shell(
      "unzip -q mira.zip -d u && cd u/mira && sha256sum --strict -c SHA256SUMS | grep -vc OK")
    #expect(sums.output == "0\n")
    let library = try other(film)
    let outcome = try film.run("import", "mira.zip", library: library)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("@mira        character, new, revision 2"))
    for words in [["show", "@mira"], ["log", "@mira"], ["show", "@mira_voice"]] {
      let theirs = try Tool.run(words + ["--json", "--library", library], in: film.folder).output
      let ours = try Tool.run(words + ["--json", "--library", film.library], in: film.folder).output
      #expect(theirs == ours, "\(words)")
    }
    #expect(try film.run("doctor", library: library).output.hasSuffix("no problems found\n"))
    let folder = try film.run("import", "u/mira", library: library)
    #expect(folder.output.contains("unchanged") && folder.output.contains("0 new files"))
    #expect(try film.run("bundle", "verify", "mira.zip").output.contains("a pack of @mira"))
  }

  @Test("The later change wins, in either direction; what changed in both places is forked")
  func identity() throws {
    let film = try Production()
    let library = try other(film)
    #expect(try film.run("pack", "@mug", "-o", "1.zip").status == 0)
    #expect(try film.run("edit", "@mug", "--name", "Cup").status == 0)
    #expect(try film.run("pack", "@mug", "-o", "2.zip").status == 0)
    #expect(try film.run("import", "1.zip", library: library).status == 0)
    let forward = try film.run("import", "2.zip", library: library)
    #expect(forward.output.contains("updated to revision 2"))
    let older = try film.run("import", "1.zip", library: library)
    #expect(older.status == 0 && older.output.contains("newer here: revision 2 stays"))
    #expect(try film.run("edit", "@mug", "--name", "Theirs", library: library).status == 0)
    #expect(try film.run("edit", "@mug", "--name", "Ours").status == 0)
    #expect(try film.run("pack", "@mug", "-o", "3.zip").status == 0)
    let beside = try film.run("import", "3.zip", "--as", "@mug_b", library: library)
    #expect(beside.output.contains("@mug_b  product, imported as new"))
    #expect(try list(film, library) == ["mug", "mug_b"])
    #expect(try film.run("doctor", library: library).output.hasSuffix("no problems found\n"))
    let fork = try film.run("import", "3.zip", library: library)
    #expect(fork.status == 0 && fork.output.contains("changed in both libraries: forked"))
    #expect(try list(film, library) == ["mug", "mug", "mug_b"])
  }

  @Test("Another element with the handle is named, and the pack is refused as a whole")
  func handleTaken() throws {
    let film = try Production()
    let library = try other(film)
    try film.take("starter/mug-top.jpg", as: "cup.jpg")
    #expect(try film.run("add", "product", "@mug", "cup.jpg", library: library).status == 0)
    #expect(try film.run("pack", "@mira", "@mug", "-o", "cast.zip").status == 0)
    let taken = try film.run("import", "cast.zip", library: library)
    #expect(taken.status == 2)
    #expect(taken.errors.contains("@mug in the pack is a different element from @mug here"))
    #expect(try list(film, library) == ["mug"])
    let several = try film.run("import", "cast.zip", "--as", "@cup", library: library)
    #expect(several.status == 2 && several.errors.contains("does not say which one"))
    #expect(try film.run("doctor", library: library).output.hasSuffix("no problems found\n"))
  }

  @Test("An erased element comes back only on request, and what was forgotten stays so")
  func erased() throws {
    let film = try Production()
    let library = try other(film)
    #expect(try film.run("edit", "@mug", "--name", "Vexomir").status == 0)
    #expect(try film.run("edit", "@mug", "--name", "Cup").status == 0)
    #expect(try film.run("pack", "@mug", "-o", "mug.zip").status == 0)
    #expect(try film.run("import", "mug.zip", library: library).status == 0)
    #expect(
      try film.run("erase", "@mug", "--reason", "asked", "--yes", library: library).status == 0)
    let back = try film.run("import", "mug.zip", library: library)
    #expect(back.status == 2 && back.errors.contains("@mug was erased here on"))
    #expect(try film.run("import", "mug.zip", "--as", "@mug2", library: library).status == 0)
    #expect(try list(film, library) == ["mug2"])
    // History is shortened here, so a pack of it has nothing earlier.
    #expect(
      try film.run("forget", "@mug", "--before", "3", "--reason", "a name", "--yes").status == 0)
    #expect(try film.run("pack", "@mug", "-o", "short.zip").status == 0)
    #expect(try film.shell("unzip -p short.zip | grep -c Vexomir").output == "0\n")
    let third = try other(film, "third")
    #expect(try film.run("import", "short.zip", library: third).status == 0)
    #expect(try film.run("doctor", library: third).output.hasSuffix("no problems found\n"))
    #expect(try film.run("log", "@mug", library: third).output.contains("erased"))
  }

  @Test("Files of a forgotten revision stay out when a pack has them")
  func forgottenFiles() throws {
    let film = try Production()
    let library = try other(film)
    try film.take("starter/mug-top.jpg", as: "extra.jpg")
    _ = try film.shell("printf x >> extra.jpg")
    #expect(try film.run("add", "@mug", "extra.jpg").status == 0)
    let files = try JSONParser.parse(Array(film.run("show", "@mug", "--json").output.utf8))
    let count = try #require(files["files"]?.array?.count)
    #expect(try film.run("edit", "@mug", "--drop", "\(count)").status == 0)
    #expect(try film.run("pack", "@mug", "-o", "mug.zip").status == 0)
    #expect(try film.run("import", "mug.zip", library: library).status == 0)
    let search =
      "find '\(library)/blobs' -type f | xargs sha256sum | grep -c $(sha256sum extra.jpg | cut -c1-64)"
    #expect(try film.shell(search).output == "1\n")
    #expect(
      try film.run(
        "forget", "@mug", "--before", "3", "--reason", "a file", "--yes", library: library
      ).status == 0)
    #expect(try film.shell(search).output == "0\n")
    let again = try film.run("import", "mug.zip", library: library)
    #expect(again.status == 0 && again.output.contains("0 new files"), "\(again.output)")
    #expect(try film.shell(search).output == "0\n")
    #expect(try film.run("doctor", library: library).output.hasSuffix("no problems found\n"))
  }

  @Test("Documents of rights and ids of providers are included only on request")
  func asked() throws {
    let film = try Production()
    try film.write("%PDF-1.4 a contract", to: "rights.pdf")
    #expect(
      try film.run("edit", "@mug", "--basis", "licensed", "--document", "rights.pdf").status == 0)
    #expect(try film.run("register", "@mug", "--at", "kling", "--id", "77").status == 0)
    #expect(try film.run("pack", "@mug", "-o", "without.zip").status == 0)
    #expect(
      try film.run("pack", "@mug", "--with-rights", "--with-registrations", "-o", "with.zip").status
        == 0)
    #expect(try film.shell("unzip -p without.zip | grep -c 'a contract'").output == "0\n")
    let library = try other(film)
    #expect(try film.run("import", "without.zip", library: library).status == 0)
    let doctor = try film.run("doctor", library: library).output
    #expect(doctor.contains("packs leave it out by default"))
    let with = try film.run("import", "with.zip", library: library)
    #expect(with.status == 0 && with.errors.contains("1 provider id stayed in the pack"))
    #expect(try film.run("doctor", library: library).output.hasSuffix("no problems found\n"))
    #expect(try film.run("registrations", library: library).output.contains("no ids"))
    let third = try other(film, "third")
    #expect(
      try film.run("import", "with.zip", "--with-registrations", library: third).status == 0)
    #expect(try film.run("registrations", library: third).output.contains("element 77 at kling"))
  }

  @Test("A long file is imported piece by piece, in little memory, and only as it was packed")
  func long() throws {
    let film = try Production()
    try film.write("%PDF-1.4 a contract", to: "rights.pdf")
    #expect(try film.shell("truncate -s 150M rights.pdf").status == 0)
    #expect(
      try film.run("edit", "@mug", "--basis", "licensed", "--document", "rights.pdf").status == 0)
    #expect(try film.run("pack", "@mug", "--with-rights", "-o", "mug.zip").status == 0)
    let library = try other(film)
    let program = """
      import resource, subprocess, sys
      status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
      print(status, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
      """
    for option in ["--dry-run", "--json"] {
      let ran = try Tool.run(
        program: URL(filePath: "/usr/bin/python3"),
        ["-c", program, Tool.binary.path(), "import", "mug.zip", option, "--library", library],
        in: film.folder)
      let numbers = ran.output.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
      try #require(numbers.count == 2, "\(ran.errors)")
      #expect(numbers[0] == 0, "\(ran.errors)")
      #expect(Sanitizer.isActive || numbers[1] < 120 << 10, "\(option): \(numbers)")
    }
    #expect(try film.run("doctor", library: library).output.hasSuffix("no problems found\n"))
    // One bit of the long file differs, in the middle of the zip.
    let third = try other(film, "third")
    let bend = "printf '\\001' | dd of=mug.zip bs=1 seek=80000000 conv=notrunc"
    #expect(try film.shell(bend).status == 0)
    let bent = try film.run("import", "mug.zip", library: third)
    #expect(bent.status == 1 && bent.errors.contains("checksum"), "\(bent.errors)")
    #expect(try list(film, third).isEmpty)
  }

  @Test("The starter is a pack: its elements are equal in every library")
  func starter() throws {
    let film = try Production()
    let library = film.scratch.url.appending(path: "second").path()
    #expect(try Tool.run(["init", "--starter", library], in: film.folder).status == 0)
    let ours = try film.run("show", "@mira", "--json").output
    #expect(try film.run("show", "@mira", "--json", library: library).output == ours)
    #expect(try film.run("edit", "@mira", "--name", "Mira II").status == 0)
    #expect(try film.run("pack", "@mira", "-o", "mira.zip").status == 0)
    let forward = try film.run("import", "mira.zip", library: library)
    #expect(forward.output.contains("updated to revision 2"))
  }

  @Test("A revision or a fork is not packed")
  func notPacked() throws {
    let film = try Production()
    let one = try film.run("pack", "@mira:1", "-o", "x.zip")
    #expect(one.status == 2 && one.errors.contains("pack includes all revisions"))
    #expect(try film.run("pack", "@nobody", "-o", "x.zip").status == 2)
    #expect(try film.run("pack", "@mira").status == 2)
    #expect(!film.exists("x.zip"))
    try film.write("mine", to: "y.zip")
    #expect(try film.run("pack", "@mira", "-o", "y.zip").status == 3)
    #expect(try film.data("y.zip") == Data("mine".utf8))
  }
}

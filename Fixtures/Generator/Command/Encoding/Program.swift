internal import Glibc

/// Programs of the system that the generator calls.
enum Program {
  static func isThere(_ program: String) -> Bool {
    guard let path = unsafe getenv("PATH") else { return false }
    return unsafe String(cString: path).split(separator: ":").contains { folder in
      unsafe access("\(folder)/\(program)", X_OK) == 0
    }
  }

  /// The output of a shell command; an error names the program.
  static func output(of command: String, named program: String) throws(FixtureError) -> [UInt8] {
    guard let pipe = unsafe popen(command, "r") else { throw .refused(program) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe fread(&block, 1, block.count, pipe)
      if count == 0 { break }
      bytes += block.prefix(count)
    }
    guard unsafe pclose(pipe) == 0 else { throw .refused(program) }
    return bytes
  }
}

/// A temporary folder for the files that a program reads and writes, deleted at the end.
struct ScratchFolder: ~Copyable {
  let path: String

  init() throws(FixtureError) {
    var name = [CChar]("/tmp/castbook-fixtures-XXXXXX".utf8CString)
    guard unsafe mkdtemp(&name) != nil else {
      throw .cannotWrite(path: "/tmp", reason: "no folder can be made")
    }
    path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    for name in Disk.names(in: path) { unsafe _ = unlink("\(path)/\(name)") }
    unsafe _ = rmdir(path)
  }
}

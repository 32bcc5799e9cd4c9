/// Codes sounds and clips by calling ffmpeg, so that the same version writes the same bytes.
enum StreamCoding {
  static let program = "ffmpeg"

  /// Whether the program is on this machine.
  static var isThere: Bool { Program.isThere(program) }

  /// A file that the program reads: the options in front of it, and its bytes.
  struct Input {
    var options = ""
    let bytes: [UInt8]
  }

  /// Nothing that tells of the time or the program gets into the file, there is one thread, and the
  /// program's own loops are those that every processor has.
  private static let steady =
    "-fflags +bitexact -flags:v +bitexact -flags:a +bitexact -map_metadata -1 -threads 1"

  /// Reads the inputs and writes one file, whose format its name tells; `options` stand before it.
  static func file(_ name: String, _ options: String, from inputs: [Input]) throws(FixtureError)
    -> [UInt8]
  {
    let folder = try ScratchFolder()
    var command = "cd \(folder.path) && \(program) -nostdin -v error -cpuflags 0"
    for (place, input) in inputs.enumerated() {
      try Disk.write(input.bytes, to: "\(folder.path)/input-\(place)")
      command += " \(input.options) -i input-\(place)"
    }
    command += " \(steady) -bitexact \(options) \(name)"
    _ = try Program.output(of: command, named: program)
    guard let file = try Disk.read("\(folder.path)/\(name)") else { throw .refused(program) }
    return file
  }
}

/// Codes sounds and clips by calling ffmpeg, so one version always writes equal bytes.
enum StreamCoding {
  static let program = "ffmpeg"

  static var isThere: Bool { Program.isThere(program) }

  /// An input file of the program: the options before it, and its bytes.
  struct Input {
    var options = ""
    let bytes: [UInt8]
  }

  /// The file contains neither the time nor the program's name, one thread writes it, and the
  /// program uses its portable loops, which every processor has.
  private static let steady =
    "-fflags +bitexact -flags:v +bitexact -flags:a +bitexact -map_metadata -1 -threads 1"

  /// Reads the inputs and writes one file in the format of the name's suffix; `options` come before
  /// it.
  static func file(_ name: String, _ options: String, from inputs: [Input]) throws(FixtureError)
    -> [UInt8]
  {
    let folder = try ScratchFolder()
    var command = "cd \(folder.path) && \(program) -nostdin -v error -cpuflags 0"
    for (index, input) in inputs.enumerated() {
      try Disk.write(input.bytes, to: "\(folder.path)/input-\(index)")
      command += " \(input.options) -i input-\(index)"
    }
    command += " \(steady) -bitexact \(options) \(name)"
    _ = try Program.output(of: command, named: program)
    guard let file = try Disk.read("\(folder.path)/\(name)") else { throw .refused(program) }
    return file
  }
}

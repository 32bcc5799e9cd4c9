/// How the system protects a process that decodes, as it was found by trying.
package struct SystemProtection: OptionSet, Hashable, Sendable {
  package let rawValue: UInt32

  package init(rawValue: UInt32) { self.rawValue = rawValue }

  /// A filter of system calls (seccomp) is in force.
  package static let seccomp = SystemProtection(rawValue: 1)
  /// Rules about files and connections (Landlock) are in force.
  package static let landlock = SystemProtection(rawValue: 2)
  /// The process can't open files.
  package static let files = SystemProtection(rawValue: 4)
  /// The process can't connect to anything.
  package static let connections = SystemProtection(rawValue: 8)
  /// The process can't start processes.
  package static let processes = SystemProtection(rawValue: 16)
  /// The process can't get memory that it could execute.
  package static let code = SystemProtection(rawValue: 32)

  /// Everything that a process in the box must not be able to do.
  package static let all: SystemProtection = [.files, .connections, .processes, .code]
}

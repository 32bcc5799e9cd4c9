import Files
import Testing

#if canImport(Glibc)
  import Glibc
#endif

#if os(Linux)
  @Suite("Permission to connect") struct Connections {
    @Test("is dropped, but socket pairs still work")
    func forbidden() async {
      await #expect(processExitsWith: .success) {
        let stream = Int32(SOCK_STREAM.rawValue)
        precondition(socket(AF_INET, stream, 0) >= 0)
        guard OutgoingConnections.disable() else { exit(0) }
        for family in [AF_INET, AF_INET6, AF_UNIX] {
          precondition(socket(family, stream, 0) == -1 && errno == EACCES)
        }
        var ends: [Int32] = [-1, -1]
        precondition(socketpair(AF_UNIX, stream, 0, &ends) == 0)
        exit(0)
      }
    }
  }
#endif

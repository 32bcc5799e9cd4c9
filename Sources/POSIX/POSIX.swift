// The C library of the system. Modules that call it import this one, so that no file chooses
// between the names that the library has on Linux and macOS.
//
// `POSIX.write` names the C function where a method of the same name hides it.
#if canImport(Glibc)
  @_exported public import Glibc
#elseif canImport(Darwin)
  @_exported public import Darwin
#endif

// Empty: locks.c replaces functions of Swift's library and declares none of its own. SwiftPM wants
// a header for every target in C.

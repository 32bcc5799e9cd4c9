package import Files

// A zip is read from and written to these files piece by piece.
extension ReadableFile: ZipInput {}
extension WritableFile: ZipOutput {}
extension LockedFile: ZipOutput {}

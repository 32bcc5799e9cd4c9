/// Castbook

/// Writes the scripts that make Tab work in a shell, from a program's table.
///
/// The scripts hold the table's words as quoted text and hand file names to the shell's own
/// completion, so that no file name is ever evaluated.
public enum Completions {}

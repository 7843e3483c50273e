package atoll.base.config;

import java.nio.file.Path;

/// A configuration file's content.
///
/// @param name shown in problems, usually the path as the operator gave it
/// @param yaml the text
/// @param directory where relative paths in the text start
public record ConfigText(String name, String yaml, Path directory) {
    /// No file: defaults and flags only. Relative paths start in the working directory.
    public static final ConfigText NONE = new ConfigText("no file", "", Path.of(""));
}

package atoll.changeprop.rule;

import java.util.List;

/// How the exit codes of a program are judged; 0 is always a success, and 128 + n means that signal n ended it.
///
/// @param retryOn worth another attempt; all of them if empty
/// @param ignore count as success
public record ExitCodes(List<Integer> retryOn, List<Integer> ignore) {
    public static final int HIGHEST = 255;

    /// Every code but 0 is worth another attempt.
    public static final ExitCodes DEFAULTS = new ExitCodes(List.of(), List.of());

    public ExitCodes {
        retryOn = List.copyOf(retryOn);
        ignore = List.copyOf(ignore);
    }

    public boolean ignores(int code) {
        return ignore.contains(code);
    }

    public boolean retries(int code) {
        return retryOn.isEmpty() || retryOn.contains(code);
    }
}

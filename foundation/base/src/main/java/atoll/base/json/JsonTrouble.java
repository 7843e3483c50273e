package atoll.base.json;

import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;

/// What is wrong with a text that is not JSON, in one line for whoever sent it: without the parser's advice to its
/// programmer, such as which of its switches or limits to change.
public final class JsonTrouble {
    private static final Pattern ADVICE = Pattern.compile(", from `[^`]*`"
            + "|: enable `[^`]*` to allow"
            + "| require enabling `[^`]*`"
            + "| ?\\(consider enabling .*"
            + "|:? ?maybe a \\(non-standard\\) comment\\?.*");

    private JsonTrouble() {}

    public static String text(JacksonException failure) {
        String line =
                String.valueOf(failure.getOriginalMessage()).lines().findFirst().orElse("");
        return ADVICE.matcher(line).replaceAll("").strip();
    }
}

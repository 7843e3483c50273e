package atoll.changeprop.executor.contract;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an event tells the other end to do with it.
enum Act {
    /// Carries it out.
    SUCCEEDS("done"),
    /// Says "out of luck"; another attempt may help.
    FAILS("failed"),
    /// Says "out of luck"; another attempt cannot help.
    REFUSES("rejected"),
    /// Asks to be asked again, in more than a year.
    WAITS("postponed"),
    /// Fails with a megabyte of text, full of line ends and control characters.
    SHOUTS("failed"),
    /// Answers with something that is no answer.
    BABBLES("failed"),
    /// Is gone in the middle.
    DIES("failed"),
    /// Answers without end.
    STREAMS("failed"),
    /// Takes the event and never answers.
    HANGS("failed"),
    /// Points elsewhere. Only over HTTP.
    REDIRECTS("rejected"),
    /// Answers a byte at a time. Only over HTTP.
    DRIPS("failed");

    private static final Pattern NAMED = Pattern.compile("(?:\"act\":\"|title=)([a-z]+)");

    private final String outcome;

    Act(String outcome) {
        this.outcome = outcome;
    }

    /// The label of the outcome it has to have.
    String outcome() {
        return outcome;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The act of what came to another end: an event, or a query about its page.
    static Act of(String received) {
        Matcher named = NAMED.matcher(received);
        if (!named.find()) {
            throw new IllegalArgumentException("no act in " + received);
        }
        return valueOf(named.group(1).toUpperCase(Locale.ROOT));
    }
}

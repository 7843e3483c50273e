package atoll.server.find;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What an event can be found by.
enum Kind {
    JOB('j', "job") {
        @Override
        @Nullable
        String of(EventSummary event) {
            return event.id();
        }
    },
    REQUEST('r', "request") {
        @Override
        @Nullable
        String of(EventSummary event) {
            return event.requestId();
        }
    },
    SHA1('s', "sha1") {
        @Override
        @Nullable
        String of(EventSummary event) {
            return event.sha1();
        }
    },
    ROOT('o', "root") {
        @Override
        @Nullable
        String of(EventSummary event) {
            return event.rootSignature();
        }
    },
    WIKI('w', "wiki") {
        @Override
        String of(EventSummary event) {
            return event.wiki();
        }
    },
    TITLE('t', "title") {
        @Override
        @Nullable
        String of(EventSummary event) {
            return event.title();
        }

        @Override
        String normalised(String term) {
            return Titles.normalised(term);
        }
    };

    private final char code;
    private final String label;

    /// @param code what is stored; never changes
    Kind(char code, String label) {
        this.code = code;
        this.label = label;
    }

    /// What of an event is looked for; null if it has none.
    abstract @Nullable String of(EventSummary event);

    /// Terms that mean the same become one.
    String normalised(String term) {
        return term.strip();
    }

    char code() {
        return code;
    }

    String label() {
        return label;
    }

    /// @param label null or `auto` for any
    static Optional<Kind> of(@Nullable String label) {
        if (label == null || label.equals("auto")) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(values())
                .filter(kind -> kind.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new AtollException(
                        ErrorKind.INVALID,
                        "'by' is '" + (label.length() > 100 ? label.substring(0, 100) + "…" : label)
                                + "': must be 'auto' or one of "
                                + Arrays.stream(values()).map(Kind::label).collect(Collectors.joining(", ")))));
    }
}

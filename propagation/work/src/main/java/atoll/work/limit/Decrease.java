package atoll.work.limit;

import java.time.Instant;
import java.util.Locale;

/// The last time a limit was lowered.
public record Decrease(Instant at, Cause cause) {

    /// Why a limit was lowered.
    public enum Cause {
        SERVER_ERROR("server errors"),
        NO_ANSWER("no answers in time"),
        ASKED("being asked to slow down"),
        LAG("replica lag");

        private final String words;

        Cause(String words) {
            this.words = words;
        }

        /// For people.
        public String words() {
            return words;
        }

        /// For JSON and metrics.
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}

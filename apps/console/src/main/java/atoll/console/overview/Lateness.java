package atoll.console.overview;

/// How late the oldest due work is.
public enum Lateness {
    NONE(""),
    /// Above a minute.
    LATE("late"),
    /// Above a quarter of an hour.
    VERY_LATE("very late");

    private static final double LATE_SECONDS = 60;
    private static final double VERY_LATE_SECONDS = 900;

    private final String label;

    Lateness(String label) {
        this.label = label;
    }

    public static Lateness of(double oldestSeconds) {
        if (oldestSeconds < LATE_SECONDS) {
            return NONE;
        }
        return oldestSeconds < VERY_LATE_SECONDS ? LATE : VERY_LATE;
    }

    public String label() {
        return label;
    }

    /// For the style sheet.
    public String css() {
        return label.replace(' ', '-');
    }
}

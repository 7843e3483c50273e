package atoll.work.owner;

import atoll.base.time.TimeSource;
import atoll.work.ledger.Deaths;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the program's log which deliveries are dead. A flood of them is a few lines a minute and a number, so that it
/// does not drown what else is to be read there.
///
/// Used by the owner's thread alone.
final class DeathLog {
    static final int MOST_LINES = 20;
    static final Duration WINDOW = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(DeathLog.class);
    private static final int LONGEST_TEXT = 300;

    private final TimeSource time;
    private long windowNanos;
    private int lines;
    private long untold;

    DeathLog(TimeSource time) {
        this.time = time;
    }

    /// These are recorded as dead.
    void died(Deaths deaths) {
        if (deaths.count() == 0) {
            return;
        }
        if (lines == 0) {
            windowNanos = time.nanoTime();
        }
        int told = Math.min(MOST_LINES - lines, deaths.first().size());
        deaths.first().subList(0, told).forEach(DeathLog::tell);
        lines += told;
        untold += deaths.count() - told;
    }

    private static void tell(Deaths.Death death) {
        LOG.atWarn()
                .addKeyValue("type", oneLine(death.delivery().type()))
                .addKeyValue("wiki", oneLine(death.delivery().wiki()))
                .addKeyValue("job", oneLine(death.delivery().eventId()))
                .addKeyValue("delivery", death.id())
                .addKeyValue("rule", death.delivery().rule())
                .addKeyValue("attempts", death.attempts())
                .addKeyValue("status", death.status())
                .addKeyValue("cause", oneLine(death.cause()))
                .log("delivery is dead");
    }

    /// When a window is over: says how many deaths it left out.
    void step() {
        if (lines == 0 || time.nanoTime() - windowNanos < WINDOW.toNanos()) {
            return;
        }
        if (untold > 0) {
            LOG.atWarn().addKeyValue("count", untold).log("more deliveries are dead than were logged");
        }
        lines = 0;
        untold = 0;
    }

    /// Whoever wrote the event must not be able to write lines of the log.
    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints()
                .limit(LONGEST_TEXT)
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .forEach(line::appendCodePoint);
        return line.toString();
    }
}

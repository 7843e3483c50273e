package atoll.server.admin.backups;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.base.lifecycle.Duty;
import atoll.base.time.TimeSource;
import atoll.base.time.Wakeup;
import atoll.log.embedded.LogSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Backups under way: each a snapshot of the log that somebody copies piece by piece. A snapshot keeps files from being
/// deleted, so one that nobody has asked for a while is given up; stepping looks for those. Safe for use by many
/// threads.
public final class Backups implements Duty {
    private static final int AT_ONCE = 2;
    private static final Duration GIVEN_UP_AFTER = Duration.ofMinutes(5);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(30);

    private final Supplier<LogSnapshot> snapshots;
    private final String version;
    private final TimeSource time;
    private final Wakeup wakeup;
    private final Map<String, Backup> open = new HashMap<>(); // guarded by this
    private long begun;

    /// @param snapshots takes one of the running log
    /// @param version of this program, noted in each backup
    public Backups(Supplier<LogSnapshot> snapshots, String version, TimeSource time) {
        this.snapshots = snapshots;
        this.version = version;
        this.time = time;
        this.wakeup = time.newWakeup();
    }

    String version() {
        return version;
    }

    /// One of them.
    static final class Backup {
        final String id;
        final Instant at;
        final LogSnapshot snapshot;
        private volatile Instant usedAt;

        private Backup(String id, Instant at, LogSnapshot snapshot) {
            this.id = id;
            this.at = at;
            this.snapshot = snapshot;
            this.usedAt = at;
        }
    }

    /// Takes a snapshot; throws LIMITED if others are being copied.
    Backup begin() {
        giveUpForgotten();
        String id;
        synchronized (this) {
            begun++;
            id = Long.toString(time.millis(), 36) + "-" + begun;
        }
        // Taken first and counted second, so that no lock is held while files are read.
        Backup backup = new Backup(id, time.instant(), snapshots.get());
        synchronized (this) {
            if (open.size() < AT_ONCE) {
                open.put(id, backup);
                return backup;
            }
        }
        backup.snapshot.close();
        throw new AtollException(
                ErrorKind.LIMITED,
                AT_ONCE + " backups are under way already; wait for one to end, or " + GIVEN_UP_AFTER.toMinutes()
                        + " minutes if its copier is gone");
    }

    Backup find(String id) {
        Backup backup;
        synchronized (this) {
            backup = open.get(id);
        }
        if (backup == null) {
            throw new AtollException(
                    ErrorKind.NOT_FOUND,
                    "there is no backup '" + id + "' under way: it ended, was not asked for "
                            + GIVEN_UP_AFTER.toMinutes() + " minutes, or the server was restarted; begin again");
        }
        backup.usedAt = time.instant();
        return backup;
    }

    void end(String id) {
        Backup ended;
        synchronized (this) {
            ended = open.remove(id);
        }
        if (ended != null) {
            ended.snapshot.close();
        }
    }

    @Override
    public String name() {
        return "backups";
    }

    @Override
    public Next step() {
        giveUpForgotten();
        return new Next.OnWakeup(wakeup, LOOK_EVERY);
    }

    private void giveUpForgotten() {
        Instant since = time.instant().minus(GIVEN_UP_AFTER);
        List<String> forgotten = new ArrayList<>();
        synchronized (this) {
            open.forEach((id, backup) -> {
                if (backup.usedAt.isBefore(since)) {
                    forgotten.add(id);
                }
            });
        }
        forgotten.forEach(this::end);
    }
}

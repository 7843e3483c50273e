package atoll.console.access;

import atoll.base.time.TimeSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Makes guessing slow: after five wrong passwords for one name from one address, each further one costs a wait that
/// doubles up to five minutes. Others are not held up, so that nobody can lock somebody else out.
public final class LoginThrottle {
    private static final int FREE = 5;
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration FORGOTTEN = Duration.ofHours(1);
    private static final int MOST = 10_000;
    private static final int MOST_DOUBLINGS = 9;

    private final TimeSource time;
    /// Oldest failure first; guarded by itself.
    private final Map<Key, Failures> failures = new LinkedHashMap<>();

    private record Key(String address, String name) {}

    private record Failures(int count, long lastNanos) {}

    public LoginThrottle(TimeSource time) {
        this.time = time;
    }

    /// How long this address has to wait before it may try this name; zero if it may now.
    public Duration wait(String address, String name) {
        synchronized (failures) {
            Failures known = failures.get(new Key(address, name));
            if (known == null || known.count < FREE) {
                return Duration.ZERO;
            }
            Duration whole = FIRST.multipliedBy(1L << Math.min(MOST_DOUBLINGS, known.count - FREE));
            Duration passed = Duration.ofNanos(time.nanoTime() - known.lastNanos);
            Duration left = (whole.compareTo(LONGEST) > 0 ? LONGEST : whole).minus(passed);
            return left.isNegative() ? Duration.ZERO : left;
        }
    }

    public void failed(String address, String name) {
        Key key = new Key(address, name);
        long now = time.nanoTime();
        synchronized (failures) {
            failures.values().removeIf(old -> now - old.lastNanos >= FORGOTTEN.toNanos());
            Failures before = failures.remove(key);
            if (failures.size() >= MOST) {
                failures.remove(failures.keySet().iterator().next());
            }
            failures.put(key, new Failures(before == null ? 1 : before.count + 1, now));
        }
    }

    public void succeeded(String address, String name) {
        synchronized (failures) {
            failures.remove(new Key(address, name));
        }
    }
}

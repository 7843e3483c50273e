package atoll.console.access;

import atoll.base.id.Randomness;
import atoll.base.time.TimeSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who is logged in. Bounded in number, in time without a request, and in time altogether; in memory only, so that a
/// restart ends all. Safe for use by many threads: the lock guards the map alone.
public final class Sessions {
    static final int MOST = 1_000;

    private final Duration idle;
    private final Duration lifetime;
    private final TimeSource time;
    private final Randomness randomness;
    private final Tokens tokens;
    /// By the seal of the id, least recently used first: what is in memory cannot be used as a cookie.
    private final Map<String, Session> sessions = new LinkedHashMap<>(16, 0.75f, true);

    private record Session(String user, long startedNanos, long seenNanos) {}

    public Sessions(Duration idle, Duration lifetime, TimeSource time, Randomness randomness) {
        this.idle = idle;
        this.lifetime = lifetime;
        this.time = time;
        this.randomness = randomness;
        this.tokens = new Tokens(randomness);
    }

    /// The id of a new session, to be kept by the browser. When there are too many, the one unused for longest ends.
    public String start(String user) {
        String id = Tokens.random(randomness);
        String key = tokens.seal(id);
        long now = time.nanoTime();
        synchronized (sessions) {
            sessions.values().removeIf(session -> isOver(session, now));
            while (sessions.size() >= MOST) {
                sessions.remove(sessions.keySet().iterator().next());
            }
            sessions.put(key, new Session(user, now, now));
        }
        return id;
    }

    /// Whose session it is; null if there is none or it is over. Counts as use.
    public @Nullable String user(String id) {
        String key = tokens.seal(id);
        long now = time.nanoTime();
        synchronized (sessions) {
            Session session = sessions.get(key);
            if (session == null) {
                return null;
            }
            if (isOver(session, now)) {
                sessions.remove(key);
                return null;
            }
            sessions.put(key, new Session(session.user, session.startedNanos, now));
            return session.user;
        }
    }

    public void end(String id) {
        String key = tokens.seal(id);
        synchronized (sessions) {
            sessions.remove(key);
        }
    }

    private boolean isOver(Session session, long now) {
        return now - session.seenNanos >= idle.toNanos() || now - session.startedNanos >= lifetime.toNanos();
    }
}

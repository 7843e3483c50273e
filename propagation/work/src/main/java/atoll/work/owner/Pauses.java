package atoll.work.owner;

import atoll.work.DeliveryId;
import atoll.work.ledger.state.LaneKey;
import atoll.work.ledger.state.PauseKey;
import atoll.work.queue.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Wikis that asked for a pause (read-only, overloaded). When the pause is over one delivery goes first and shows
/// whether the rest can follow.
final class Pauses {
    private static final Duration PROBE_CHECK = Duration.ofSeconds(1);

    private record Pause(Instant until, @Nullable DeliveryId probe) {}

    private final Map<PauseKey, Pause> pauses = new HashMap<>();

    void pause(PauseKey key, Instant until) {
        pauses.put(key, new Pause(until, null));
    }

    /// Whether the lane may have its turn as far as pauses go.
    Turn turnOf(LaneKey lane, Instant now) {
        for (PauseKey key : keysOf(lane)) {
            Pause pause = pauses.get(key);
            if (pause == null) {
                continue;
            }
            if (pause.until.isAfter(now)) {
                return new Turn.Later(pause.until, "'" + key.wiki() + "' asked for a pause until " + pause.until);
            }
            if (pause.probe != null) {
                return new Turn.Later(
                        now.plus(PROBE_CHECK),
                        "delivery " + pause.probe + " tries whether '" + key.wiki() + "' is back");
            }
        }
        return Turn.NOW;
    }

    /// A delivery of the lane was claimed: if a pause is just over, it is the probe.
    void claimed(LaneKey lane, DeliveryId id) {
        for (PauseKey key : keysOf(lane)) {
            pauses.computeIfPresent(key, (_, pause) -> new Pause(pause.until, id));
        }
    }

    /// The delivery's attempt is over. If it was a probe and the wiki took it, the pause ends: true.
    boolean over(LaneKey lane, DeliveryId id, boolean postponed) {
        boolean ended = false;
        for (PauseKey key : keysOf(lane)) {
            Pause pause = pauses.get(key);
            if (pause != null && id.equals(pause.probe)) {
                if (postponed) {
                    pauses.put(key, new Pause(pause.until, null));
                } else {
                    pauses.remove(key);
                    ended = true;
                }
            }
        }
        return ended;
    }

    Map<PauseKey, Instant> present() {
        Map<PauseKey, Instant> present = new HashMap<>();
        pauses.forEach((key, pause) -> present.put(key, pause.until));
        return present;
    }

    private static List<PauseKey> keysOf(LaneKey lane) {
        return List.of(new PauseKey("", lane.wiki()), new PauseKey(lane.rule(), lane.wiki()));
    }
}

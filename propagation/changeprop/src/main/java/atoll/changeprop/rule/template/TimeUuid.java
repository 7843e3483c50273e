package atoll.changeprop.rule.template;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// UUIDs of version 1, which carry a time.
final class TimeUuid {
    /// Steps of 100 ns from 15 October 1582, where these UUIDs begin, to 1970.
    private static final long EPOCH = 0x01B2_1DD2_1381_4000L;
    private static final long STEPS_PER_SECOND = 10_000_000;
    private static final int NANOS_PER_STEP = 100;
    private static final long RANDOM_NODE = 0x0100_0000_0000L;
    private static final Pattern FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-1[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}");

    private TimeUuid() {}

    /// @param name tells apart ids of the same time
    static String of(Instant at, String name) {
        long steps = EPOCH + at.getEpochSecond() * STEPS_PER_SECOND + at.getNano() / NANOS_PER_STEP;
        long most = steps << 32 | (steps >>> 32 & 0xFFFF) << 16 | 0x1000 | steps >>> 48 & 0x0FFF;
        long hashed =
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).getLeastSignificantBits();
        return new UUID(most, hashed | RANDOM_NODE).toString();
    }

    /// The time an id carries; null if it is not such an id.
    static @Nullable Instant instant(String id) {
        if (!FORM.matcher(id).matches()) {
            return null;
        }
        long since = UUID.fromString(id).timestamp() - EPOCH;
        return Instant.ofEpochSecond(
                Math.floorDiv(since, STEPS_PER_SECOND), Math.floorMod(since, STEPS_PER_SECOND) * NANOS_PER_STEP);
    }
}

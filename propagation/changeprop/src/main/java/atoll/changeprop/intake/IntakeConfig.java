package atoll.changeprop.intake;

import atoll.base.error.AtollException;
import atoll.base.error.ErrorKind;
import atoll.changeprop.intake.schema.SchemaMode;
import java.time.Duration;
import java.util.regex.Pattern;

/// Static configuration of an intake.
///
/// @param datacenter prefix of every topic: `<datacenter>.<stream>`
/// @param schemaMode what happens to events whose schema is not known
/// @param declaredStreamsOnly whether events of streams that are not configured are invalid
/// @param errorEvents whether invalid events are stored as error events although the producer is told; those of streams
/// with
///     [atoll.changeprop.intake.stream.OnInvalid#DEAD_LETTER] always are
/// @param storeWithin how long a request may take from its arrival until it is answered, whatever it waits for; shorter
///     than the producer's patience, because MediaWiki takes its own timeout, 10 s, for success
public record IntakeConfig(
        String datacenter,
        IntakeLimits limits,
        SchemaMode schemaMode,
        boolean declaredStreamsOnly,
        boolean errorEvents,
        Duration storeWithin) {
    /// Topics of Atoll's own begin so; no producer may name one.
    static final String RESERVED = "atoll";

    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,32}");

    public static final IntakeConfig DEFAULTS =
            new IntakeConfig("dc1", IntakeLimits.DEFAULTS, SchemaMode.OPEN, false, true, Duration.ofSeconds(8));

    public IntakeConfig {
        if (!NAME.matcher(datacenter).matches() || datacenter.equals(RESERVED)) {
            throw new AtollException(
                    ErrorKind.INVALID,
                    "datacenter is '" + datacenter + "': must be 1 to 32 of a-z 0-9 _ - and not 'atoll'");
        }
    }

    public IntakeConfig withLimits(IntakeLimits other) {
        return new IntakeConfig(datacenter, other, schemaMode, declaredStreamsOnly, errorEvents, storeWithin);
    }
}

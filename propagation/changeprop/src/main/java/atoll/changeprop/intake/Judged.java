package atoll.changeprop.intake;

import atoll.changeprop.intake.schema.Verdict.Violation;
import atoll.changeprop.intake.stream.OnInvalid;
import atoll.changeprop.intake.stream.StreamCatalog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was found out about one event of a request.
@SuppressWarnings("ArrayRecordComponent") // identity is never used; the bytes are not copied for speed
sealed interface Judged {

    /// The producer's bytes of the event.
    byte[] bytes();

    /// To be stored.
    ///
    /// @param order what events are kept in order by: the wiki
    /// @param filledId the id given to an event without one
    record Valid(
            byte[] bytes,
            String stream,
            StreamCatalog.Found config,
            String order,
            @Nullable String filledId) implements Judged {}

    /// Not to be stored in its stream.
    ///
    /// @param stream the stream it was for; null if that is not known
    /// @param schemaUri the schema it names; null if that is not known
    /// @param domain its `meta.domain`
    record Invalid(
            byte[] bytes,
            @Nullable String stream,
            @Nullable String schemaUri,
            @Nullable String domain,
            OnInvalid onInvalid,
            String message,
            List<Violation> violations)
            implements Judged {
        Invalid withoutViolations() {
            return new Invalid(bytes, stream, schemaUri, domain, onInvalid, message, List.of());
        }
    }
}

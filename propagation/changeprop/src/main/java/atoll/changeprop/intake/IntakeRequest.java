package atoll.changeprop.intake;

import java.net.InetAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A producer's request.
///
/// @param body never changed, and not to be changed by the caller until the answer; for good if the request is hasty
/// @param query the decoded query parameters; of repeated ones any
/// @param requestId the header `x-request-id`
/// @param remote the producer's address
@SuppressWarnings("ArrayRecordComponent") // identity is never used; the bytes are not copied for speed
public record IntakeRequest(
        byte[] body, Map<String, String> query, @Nullable String requestId, InetAddress remote) {

    /// Query parameters with a meaning.
    static final String HASTY = "hasty";

    static final String STREAM = "stream";
    static final String SCHEMA_URI = "schema_uri";
    static final String TOKEN = "token";

    @Nullable
    String parameter(String name) {
        String value = query.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /// True if the producer does not wait for the events to be stored: any value that is not empty says so.
    boolean isHasty() {
        return parameter(HASTY) != null;
    }

    /// Does not show the query, which may hold a token.
    @Override
    public String toString() {
        return "IntakeRequest[" + body.length + " bytes from " + remote.getHostAddress() + "]";
    }
}

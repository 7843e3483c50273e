package atoll.server.admin;

import atoll.http.Headers;
import atoll.http.HttpHandler;
import atoll.http.HttpRequest;
import atoll.http.HttpResponse;
import atoll.http.Problem;
import atoll.http.origin.RequestOrigin;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides who may use the admin API: this machine, and whoever has the admin token.
///
/// Which requests are this machine's, and which come from pages of other sites, is decided by [RequestOrigin]. Such
/// pages
/// can neither read nor change anything: what changes something must be JSON, which a browser sends to another site
/// only
/// after asking, and must not say that it comes from elsewhere.
public final class AdminAccess {
    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final String SCHEME = "Bearer ";

    private final byte @Nullable [] tokenHash;

    private AdminAccess(byte @Nullable [] tokenHash) {
        this.tokenHash = tokenHash;
    }

    /// Only this machine.
    public static AdminAccess loopbackOnly() {
        return new AdminAccess(null);
    }

    /// This machine, and requests with this token. Only its hash is kept.
    public static AdminAccess withToken(String token) {
        if (token.isBlank()) {
            throw new IllegalArgumentException("the admin token is empty");
        }
        return new AdminAccess(hash(token));
    }

    HttpHandler guard(HttpHandler handler) {
        return request -> {
            HttpResponse refusal = refusal(request);
            return refusal == null ? handler.handle(request) : refusal;
        };
    }

    private @Nullable HttpResponse refusal(HttpRequest request) {
        return refusal(request.method(), request.remoteAddress(), request.headers());
    }

    /// The answer to a request that is not allowed; null if it is.
    @Nullable
    HttpResponse refusal(String method, String remoteAddress, Headers headers) {
        boolean hasToken = hasToken(headers);
        if (!hasToken && !RequestOrigin.isThisMachine(remoteAddress, headers)) {
            String detail = tokenHash == null
                    ? "the admin API answers only this machine: use it there, or configure an admin token"
                    : "the admin API needs the admin token from other machines: send 'Authorization: Bearer TOKEN'";
            return Problem.of(401, detail).withHeader("WWW-Authenticate", "Bearer");
        }
        if (RequestOrigin.isOtherSite(headers)) {
            return Problem.of(
                    403, "the request comes from a page of another site: the admin API does not answer those");
        }
        if (!READING.contains(method) && !isJson(headers)) {
            return Problem.of(415, "a request that changes something must have 'Content-Type: application/json'");
        }
        return null;
    }

    private boolean hasToken(Headers headers) {
        byte[] wanted = tokenHash;
        String given = headers.first("Authorization");
        return wanted != null
                && given != null
                && given.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && MessageDigest.isEqual(
                        wanted, hash(given.substring(SCHEME.length()).strip()));
    }

    private static boolean isJson(Headers headers) {
        String type = headers.first("Content-Type");
        return type != null
                && type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")
                && headers.all("Content-Type").size() == 1;
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return tokenHash == null ? "AdminAccess[loopback]" : "AdminAccess[loopback, token]";
    }
}

package atoll.server.admin;

import atoll.http.Headers;
import atoll.http.HttpHandler;
import atoll.http.HttpRequest;
import atoll.http.HttpResponse;
import atoll.http.Problem;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides who may use the admin API: this machine, and whoever has the admin token.
///
/// A request counts as this machine's only if its connection is a loopback one, it names a loopback host (a name that
/// was
/// bent to 127.0.0.1 does not count), and no proxy says that it passes it on for somebody else. Pages of other sites
/// can
/// neither read nor change anything: what changes something must be JSON, which a browser sends to another site only
/// after
/// asking, and must not say that it comes from elsewhere.
public final class AdminAccess {
    private static final List<String> PASSED_ON = List.of("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via");
    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");
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
        if (!hasToken && !isLocal(remoteAddress, headers)) {
            String detail = tokenHash == null
                    ? "the admin API answers only this machine: use it there, or configure an admin token"
                    : "the admin API needs the admin token from other machines: send 'Authorization: Bearer TOKEN'";
            return Problem.of(401, detail).withHeader("WWW-Authenticate", "Bearer");
        }
        if (isFromElsewhere(headers)) {
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

    private static boolean isLocal(String remoteAddress, Headers headers) {
        String host = headers.first("Host");
        return isLoopback(remoteAddress)
                && (host == null || isLoopbackHost(hostOf(host)))
                && PASSED_ON.stream().allMatch(name -> headers.first(name) == null);
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.ofLiteral(address).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isLoopbackHost(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.endsWith(".localhost") || isLoopback(name);
    }

    /// Without the port, and without the brackets of IPv6.
    private static String hostOf(String authority) {
        int end = authority.startsWith("[") ? authority.indexOf(']') : authority.indexOf(':');
        if (authority.startsWith("[")) {
            return end < 0 ? authority : authority.substring(1, end);
        }
        return end < 0 ? authority : authority.substring(0, end);
    }

    private static boolean isFromElsewhere(Headers headers) {
        String site = headers.first("Sec-Fetch-Site");
        if (site != null && !OWN_SITE.contains(site)) {
            return true;
        }
        String origin = headers.first("Origin");
        return origin != null && !isOwnOrigin(origin, headers.first("Host"));
    }

    private static boolean isOwnOrigin(String origin, @Nullable String host) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority != null && authority.equalsIgnoreCase(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
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

package atoll.http.origin;

import atoll.http.Headers;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the address and the headers of a request tell about who sent it.
public final class RequestOrigin {
    private static final List<String> PASSED_ON = List.of("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via");
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    private RequestOrigin() {}

    /// True if the request was sent on this machine: its connection is a loopback one, it names a loopback host (a name
    /// that was bent to 127.0.0.1 does not count), and no proxy says that it passes it on for somebody else.
    public static boolean isThisMachine(String remoteAddress, Headers headers) {
        String host = headers.first("Host");
        return isLoopback(remoteAddress)
                && (host == null || isLoopbackHost(hostOf(host)))
                && PASSED_ON.stream().allMatch(name -> headers.first(name) == null);
    }

    /// True if a browser says that a page of another site sent the request.
    public static boolean isOtherSite(Headers headers) {
        String site = headers.first("Sec-Fetch-Site");
        if (site != null && !OWN_SITE.contains(site)) {
            return true;
        }
        String origin = headers.first("Origin");
        return origin != null && !isOwnOrigin(origin, headers.first("Host"));
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

    private static boolean isOwnOrigin(String origin, @Nullable String host) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority != null && authority.equalsIgnoreCase(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
